"""What is different between two programmes, in kinds that a reader knows. Knows no database."""

import hashlib
import json
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from jisr.events.agenda.published import Programme, PublishedRoom, PublishedSession


class What(StrEnum):
    """In which way a session changed."""

    NEW = "new"
    CANCELLED = "cancelled"
    REVIVED = "revived"
    MOVED = "moved"
    ROOM = "room"
    PEOPLE = "people"
    LANGUAGES = "languages"
    TEXT = "text"


TIME: Final = ("starts_at", "minutes")
PLACE: Final = ("room", "meeting_point")
BY_FIELD: Final = {
    What.MOVED: TIME,
    What.ROOM: PLACE,
    What.PEOPLE: ("speakers",),
    What.LANGUAGES: ("languages", "interpretations"),
    What.TEXT: ("kind", "title", "abstract", "themes", "materials", "transport", "permits", "places", "needs_signup"),
}
OF_THE_MOMENT: Final = ("sequence", "changed_at")  # what a row says of its own changes


@dataclass(frozen=True)
class Difference:
    """One session that is not what it was. ``before`` None: it is new."""

    before: PublishedSession | None
    after: PublishedSession
    what: tuple[What, ...]


def differences(old: Programme | None, new: Programme) -> list[Difference]:
    """The sessions that changed, in the order of the new programme. Both know each session by its number."""
    known = {session.number: session for session in old.sessions} if old else {}
    found = []
    for session in new.sessions:
        before = known.get(session.number)
        if what := changed(before, session):
            found.append(Difference(before, session, what))
    return found


def changed(before: PublishedSession | None, after: PublishedSession) -> tuple[What, ...]:
    """In which ways a session changed; nothing for one that stays as it is."""
    if before is None:
        return (What.NEW,)
    if after.is_cancelled:
        return () if before.is_cancelled else (What.CANCELLED,)
    first = (What.REVIVED,) if before.is_cancelled else ()
    return first + tuple(
        what
        for what, fields in BY_FIELD.items()
        if any(_plain(getattr(before, name)) != _plain(getattr(after, name)) for name in fields)
    )


def calendars_care(before: PublishedSession, after: PublishedSession) -> bool:
    """Whether its entry in a calendar is another one: time, place, or that it takes place at all."""
    if before.is_cancelled != after.is_cancelled:
        return True
    return any(_plain(getattr(before, name)) != _plain(getattr(after, name)) for name in (*TIME, *PLACE))


def changed_rooms(old: Programme | None, new: Programme) -> list[PublishedRoom]:
    """Rooms whose name, house or size reads differently now, of those that both programmes know."""
    known = {room.guid: room for room in old.rooms} if old else {}
    return [room for room in new.rooms if room.guid in known and _plain(known[room.guid]) != _plain(room)]


def fingerprint(programme: Programme) -> str:
    """The same for programmes that say the same, whenever they were put together."""
    kept = programme.as_json()
    for session in kept["sessions"]:
        for name in OF_THE_MOMENT:
            session.pop(name)
    return hashlib.sha256(json.dumps(kept, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def without_speaker(programme: Programme, guid: str, name: str) -> Programme:
    """The programme as if somebody were not shown in a session."""
    sessions = [
        replace(session, speakers=tuple(speaker for speaker in session.speakers if speaker.name != name))
        if session.guid == guid
        else session
        for session in programme.sessions
    ]
    return replace(programme, sessions=tuple(sessions))


def _plain(value: object) -> object:
    """As a comparison sees it: a tuple and a list of the same things are the same."""
    return tuple(value) if isinstance(value, list) else value
