"""Somebody's own programme: what they picked as it stands now, what moved, and what overlaps."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.safestring import SafeString

from jisr.accounts.models import User
from jisr.events.agenda.days import day_name
from jisr.events.agenda.doing import parts_of
from jisr.events.agenda.published import PublishedSession
from jisr.events.agenda.standings import Standing, standings
from jisr.events.agenda.standings import guids_of as signed_up_guids
from jisr.events.editions.models import Edition
from jisr.events.timetable import times, wording
from jisr.events.timetable.models import ProgrammePick
from jisr.events.timetable.presenting import Entry, entries_of, two
from jisr.events.timetable.reading import Published
from jisr.municipalities.search import listed


@dataclass(frozen=True)
class Picked:
    """One session of somebody's programme. ``was``: its time before it moved; ``clashes``: titles of what overlaps.

    ``does``: what they do in it themself.
    """

    entry: Entry
    pick: ProgrammePick
    clashes: Sequence[Entry]
    old_room: SafeString
    does: Sequence[str] = ()

    @property
    def is_picked(self) -> bool:
        """Whether the person chose it themself; else they signed up for it."""
        return self.pick.pk is not None

    @property
    def is_moved(self) -> bool:
        session = self.entry.session
        return not self.entry.is_off and (session.starts_at, session.minutes) != (
            self.pick.starts_at,
            self.pick.minutes,
        )

    @property
    def is_elsewhere(self) -> bool:
        return not self.entry.is_off and (self.entry.session.room or "") != self.pick.room

    @property
    def is_news(self) -> bool:
        """Whether the person has not yet said that they know."""
        is_newly_off = self.entry.session.is_cancelled and not self.pick.is_cancelled
        return self.is_moved or self.is_elsewhere or is_newly_off

    @property
    def was(self) -> str:
        """When it was, with the day where that changed."""
        hours = times.in_words(self.pick.starts_at, self.pick.ends_at, self.entry.zone)
        day = times.day_of(self.pick.starts_at, self.entry.zone)
        return listed(day_name(day), hours) if day != self.entry.day else hours


def guids_of(user: User, edition: Edition) -> set[str]:
    """What a person picked at a meeting."""
    rows = ProgrammePick.objects.filter(user=user, edition=edition).values_list("session_guid", flat=True)
    return {str(guid) for guid in rows}


def standings_of(user: User, edition: Edition, published: Published | None, *, at: datetime) -> dict[str, Standing]:
    """How sign-up stands for the person, by guid; no query where no published session needs it."""
    if published is None or not any(session.needs_signup for session in published.programme.sessions):
        return {}
    return {guid: row for guid, row in standings(edition, user, at=at).items() if _takes(published, guid)}


def _takes(published: Published, guid: str) -> bool:
    session = published.by_guid.get(guid)
    return session is not None and session.needs_signup and not session.is_cancelled


def programme_of(user: User, edition: Edition, published: Published | None) -> list[Picked]:
    """What somebody picked or signed up for, and where they speak or interpret, in the order of time.

    A session that no version names any more is left out: publishing keeps all of them.
    """
    if published is None:
        return []
    picks = {str(row.session_guid): row for row in ProgrammePick.objects.filter(user=user, edition=edition)}
    does = does_of(user, edition)
    for guid in (signed_up_guids(user, edition, with_waiting=True) | does.keys()) - picks.keys():
        if guid in published.by_guid:
            picks[guid] = ProgrammePick(user=user, edition=edition, **known_of(published.by_guid[guid]))
    entries = entries_of(edition, published, [row for row in published.programme.sessions if row.guid in picks])
    clashes = overlaps(entries)
    return [
        Picked(
            entry,
            picks[entry.guid],
            clashes.get(entry.guid, []),
            _room(published, picks[entry.guid].room),
            does.get(entry.guid, ()),
        )
        for entry in entries
    ]


def does_of(user: User, edition: Edition) -> dict[str, list[str]]:
    """What somebody does in sessions of a meeting, in words, by guid."""
    return {guid: [str(part) for part in parts] for guid, parts in parts_of(user, edition).items()}


def known_of(session: PublishedSession) -> dict[str, Any]:
    """What a person knows of a session in their programme."""
    return {
        "starts_at": session.starts_at,
        "minutes": session.minutes,
        "room": session.room or "",
        "is_cancelled": session.is_cancelled,
    }


def _room(published: Published, guid: str) -> SafeString:
    room = published.rooms.get(guid)
    return two(wording.line(room.name), wording.line(room.venue)) if room else SafeString("")


def overlaps(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    """Which sessions are at the same time, by guid. What does not take place is in nobody's way."""
    found: dict[str, list[Entry]] = {}
    going_on: list[Entry] = []
    taking_place = (entry for entry in entries if not entry.is_off)
    for entry in sorted(taking_place, key=lambda entry: entry.session.starts_at):
        going_on = [other for other in going_on if other.session.ends_at > entry.session.starts_at]
        for other in going_on:
            found.setdefault(entry.guid, []).append(other)
            found.setdefault(other.guid, []).append(entry)
        going_on.append(entry)
    return found
