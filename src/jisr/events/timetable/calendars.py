"""Programmes as calendars (RFC 5545): calendars that know an older version take over what is newer.

Nothing here depends on the clock of the machine, so the same programme gives the same file, to the byte.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, Max, Q
from django.utils.translation import gettext as _

from jisr.events.agenda.published import PublishedSession
from jisr.events.editions.models import Edition, EditionStep
from jisr.events.editions.states import State
from jisr.events.timetable import times, wording
from jisr.events.timetable.presenting import around, is_off, kind_label
from jisr.events.timetable.reading import Published
from jisr.web.structured_data import absolute

if TYPE_CHECKING:
    from icalendar import Calendar, Event, Timezone

MEDIA_TYPE = "text/calendar; charset=utf-8"
REFRESH = timedelta(hours=1)
KEEPS_CANCELLED = timedelta(days=90)


@dataclass(frozen=True)
class Part:
    """The sessions of one meeting that go into a calendar. ``does``: what the reader does in them, by guid."""

    edition: Edition
    published: Published
    sessions: Iterable[PublishedSession]
    does: Mapping[str, Sequence[str]] = field(default_factory=dict)


def calendar_of(parts: Iterable[Part], *, name: str, language: str) -> bytes:
    content: bytes = built(parts, name=name, language=language).to_ical()
    return content


def built(parts: Iterable[Part], *, name: str, language: str) -> "Calendar":
    """The calendar. Only a process that writes one loads the library."""
    from icalendar import Calendar, vDuration  # noqa: PLC0415

    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", f"-//Jisr//Programme//{language.upper()}")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", wording.one_line(name))
    calendar.add("refresh-interval", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(REFRESH))
    rows = [(part, session) for part in parts for session in part.sessions]
    _add_zones(calendar, rows)
    turns = {edition.pk: turns_of(edition) for edition in {part.edition for part, _session in rows}}
    for part, session in rows:
        calendar.add_component(_event(part, session, turns[part.edition.pk], language))
    return calendar


@dataclass(frozen=True)
class Turns:
    """How often a meeting was postponed or given new days, and when its state last changed all its entries."""

    count: int = 0
    last_at: datetime | None = None


def turns_of(edition: Edition) -> Turns:
    postponed = Q(before=State.POSTPONED) | Q(after=State.POSTPONED)
    rows = EditionStep.objects.filter(postponed | Q(after=State.CANCELLED), edition=edition)
    found = rows.aggregate(count=Count("pk", filter=postponed), last_at=Max("taken_at"))
    return Turns(**found)


def sequence_of(edition: Edition, session: PublishedSession, turns: Turns) -> int:
    """Grows with each change of time and place, with each turn, and with a cancellation whatever else changed."""
    return 2 * (session.sequence + turns.count) + is_off(edition, session)


def is_kept(edition: Edition, session: PublishedSession, today: date) -> bool:
    """What takes place always is; what was cancelled until 90 days after the meeting."""
    return not is_off(edition, session) or today <= edition.end_on + KEEPS_CANCELLED


def uid_of(guid: str) -> str:
    return f"{guid}@{urlsplit(settings.BASE_URL).hostname or 'jisr'}"


def _event(part: Part, session: PublishedSession, turns: Turns, language: str) -> "Event":
    from icalendar import Event, vUri  # noqa: PLC0415

    event, zone = Event(), ZoneInfo(part.published.zone)
    event.add("uid", uid_of(session.guid))
    changed_at = max(session.changed_at, turns.last_at or session.changed_at).astimezone(UTC)
    event.add("dtstamp", changed_at)
    event.add("last-modified", changed_at)
    event.add("sequence", sequence_of(part.edition, session, turns))
    event.add("dtstart", session.starts_at.astimezone(zone))
    event.add("dtend", session.ends_at.astimezone(zone))
    event.add("status", _status(part.edition, session))
    event.add("summary", wording.one_line(_summary(part.edition, session, language)), parameters={"LANGUAGE": language})
    if place := _place(part.published, session, language):
        event.add("location", wording.one_line(place))
    start, end = around(part.edition)
    url = absolute(f"{start}{session.code}{end}")
    event.add("description", wording.clean(_description(part, session, language, url)))
    event.add("url", vUri(url))
    event.add("categories", [kind_label(session.kind)])
    return event


def _status(edition: Edition, session: PublishedSession) -> str:
    if is_off(edition, session):
        return "CANCELLED"
    return "TENTATIVE" if edition.state == State.POSTPONED else "CONFIRMED"


def _summary(edition: Edition, session: PublishedSession, language: str) -> str:
    title = wording.plain(session.title, language)
    return _("Cancelled: %(title)s") % {"title": title} if is_off(edition, session) else title


def _place(published: Published, session: PublishedSession, language: str) -> str:
    room = published.rooms.get(session.room or "")
    if room is None:
        return wording.plain(session.meeting_point, language)
    parts = (wording.plain(room.name, language), wording.plain(room.venue, language), room.address)
    return ", ".join(part for part in parts if part)


def _description(part: Part, session: PublishedSession, language: str, url: str) -> str:
    """Times of both sides, what the reader does, languages, the abstract and the page."""
    lines = [times.in_words(session.starts_at, session.ends_at, part.published.zone)]
    lines += part.does.get(session.guid, ())
    if session.languages:
        lines.append(_("Spoken: %(languages)s") % {"languages": wording.language_names(session.languages)})
    if session.interpretations:
        into = wording.language_names(dict.fromkeys(row.to_language for row in session.interpretations))
        lines.append(_("Interpreted into: %(languages)s") % {"languages": into})
    if point := wording.plain(session.meeting_point, language):
        lines.append(_("Meeting point: %(place)s") % {"place": point})
    if abstract := wording.plain(session.abstract, language):
        lines += ["", abstract]
    return "\n".join([*lines, "", url])


def _add_zones(calendar: "Calendar", rows: Iterable[tuple[Part, PublishedSession]]) -> None:
    """Each zone that is used, trimmed to the years of the sessions in it."""
    spans: dict[str, list[datetime]] = {}
    for part, session in rows:
        spans.setdefault(part.published.zone, []).extend((session.starts_at, session.ends_at))
    for zone, moments in sorted(spans.items()):
        calendar.add_component(_zone(zone, min(moments).year, max(moments).year))


def _zone(name: str, first: int, last: int) -> "Timezone":
    """The rules of one zone: how its clocks stand when the first year begins, and each change until the last ends."""
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard  # noqa: PLC0415

    zone, there = Timezone(), ZoneInfo(name)
    zone.add("tzid", name)
    for begins, before, after, short in _observances(name, there, first, last):
        is_summer = bool((begins + timedelta(minutes=1)).astimezone(there).dst())
        observance = TimezoneDaylight() if is_summer else TimezoneStandard()
        observance.add("dtstart", (begins + before).replace(tzinfo=None))  # as the clock showed it before the change
        observance.add("tzoffsetfrom", before)
        observance.add("tzoffsetto", after)
        observance.add("tzname", short)
        zone.add_component(observance)
    return zone


def _observances(
    name: str, there: ZoneInfo, first: int, last: int
) -> Iterator[tuple[datetime, timedelta, timedelta, str]]:
    opening = datetime.combine(date(first, 1, 1), time(), tzinfo=there).astimezone(UTC)
    offset = opening.astimezone(there).utcoffset() or timedelta()
    yield opening, offset, offset, opening.astimezone(there).tzname() or name
    yield from times.changes_of_clocks(name, date(first, 1, 1), date(last + 1, 1, 1))
