"""A programme on paper: what the typst template is filled with."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from jisr.events.agenda.days import day_name
from jisr.events.editions.models import Edition
from jisr.events.timetable import times, wording
from jisr.events.timetable.own import Picked
from jisr.events.timetable.presenting import Entry, by_day, entries_of
from jisr.events.timetable.reading import Published

TEMPLATE: Final = "events/programme"


def programme_sheet(edition: Edition, published: Published) -> dict[str, Any]:
    """The whole programme, each day beginning a page."""
    return _sheet(edition, published, entries_of(edition, published), title=edition.title)


def own_sheet(edition: Edition, published: Published, rows: Sequence[Picked]) -> dict[str, Any]:
    """Somebody's own programme; no name stands on it."""
    title = _("My programme: %(meeting)s") % {"meeting": edition.title}
    does = {row.entry.guid: row.does for row in rows}
    sheet = _sheet(edition, published, [row.entry for row in rows], title=title, does=does)
    return sheet | {"empty": _("You have not chosen a session yet.")}


def _sheet(
    edition: Edition,
    published: Published,
    entries: Sequence[Entry],
    *,
    title: str,
    does: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> dict[str, Any]:
    told = {"number": published.number, "day": date_format(times.day_of(published.published_at, published.zone))}
    return {
        "title": wording.one_line(title),
        "lead": wording.one_line(edition.place),
        "stand": _("Version %(number)s, published on %(day)s") % told,
        "empty": _("There is no session in this programme."),
        "days": [
            {"title": day_name(day), "sessions": [_row(entry, does.get(entry.guid, ())) for entry in rows]}
            for day, rows in by_day(entries)
        ],
    }


def _row(entry: Entry, does: Sequence[str]) -> dict[str, Any]:
    session, room = entry.session, entry.room
    place = [wording.plain(room.name), wording.plain(room.venue), room.address] if room else []
    place += [wording.plain(session.meeting_point)]
    title = wording.plain(session.title)
    lines = [
        *does,
        " · ".join(part for part in place if part),
        _("Spoken: %(languages)s") % {"languages": entry.spoken} if entry.spoken else "",
        _("Interpreted into: %(languages)s") % {"languages": entry.interpreted} if entry.interpreted else "",
        " · ".join(speaker.name for speaker in session.speakers),
    ]
    return {
        "hours": [clock.words for clock in entry.clocks],
        "kind": entry.kind,
        "title": wording.one_line(_("Cancelled: %(title)s") % {"title": title} if entry.is_off else title),
        "lines": [wording.one_line(text) for text in lines if text],
    }
