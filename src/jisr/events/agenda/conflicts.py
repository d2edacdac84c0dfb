"""What does not fit in a programme. Knows no database: values in, findings out, each kind by one sweep through time.

People are keys: the number of a participant, or a text for somebody who is none.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice, pairwise
from typing import Final, NamedTuple, Protocol, TypeVar

from jisr.events.agenda.states import ConflictKind as Kind

MOST_OF_A_KIND: Final = 300  # nobody reads more; the rest shows when these are solved
SIDES: Final = ("de", "ar")  # one language that is at home on each side


class Timed(Protocol):
    """Whatever has a beginning and an end."""

    @property
    def starts_at(self) -> datetime: ...

    @property
    def ends_at(self) -> datetime: ...


class Voice(NamedTuple):
    """Somebody who speaks or moderates. ``languages`` empty: not known."""

    person: Hashable
    languages: frozenset[str] = frozenset()


class Channel(NamedTuple):
    """Interpretation from one language into another one. ``interpreter`` None: nobody yet."""

    source: str
    target: str
    interpreter: Hashable | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Slot:
    """A session that takes place at a known time. ``need``: how many people it must hold.

    ``wanted``: how many signed up; ``places``: how many may, None: as many as there is room for. ``gone``: who speaks
    or interprets and does not come to the meeting.
    """

    key: int
    starts_at: datetime
    ends_at: datetime
    room: int | None = None
    venue: int | None = None
    capacity: int | None = None
    need: int = 0
    wanted: int = 0
    places: int | None = None
    voices: tuple[Voice, ...] = ()
    channels: tuple[Channel, ...] = ()
    gone: tuple[Hashable, ...] = ()
    languages: tuple[str, ...] = ()
    is_break: bool = False


class Closed(NamedTuple):
    """A time in which a room cannot be used; ``ends_at`` None: from then on."""

    room: int
    starts_at: datetime
    ends_at: datetime | None


class Commitment(NamedTuple):
    """Where a participant is expected besides sessions. ``session``: the one it is about, if any."""

    participant_id: int
    starts_at: datetime
    ends_at: datetime
    label: str
    session: int | None = None


class Found(NamedTuple):
    """One thing that does not fit: the sessions, the person, and figures or codes that tell more."""

    kind: Kind
    sessions: tuple[int, ...]
    person: Hashable | None = None
    facts: tuple[str | int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Setting:
    """What slots are checked against. ``span`` None: the days are not known."""

    span: tuple[datetime, datetime] | None = None
    closed: Sequence[Closed] = ()
    commitments: Sequence[Commitment] = ()
    walk_minutes: int = 0
    walks: Mapping[tuple[int, int], int] = field(default_factory=dict)

    def way(self, one: int | None, other: int | None) -> timedelta:
        """How long it takes from venue to venue; nothing within a house or where a place is not known."""
        if one is None or other is None or one == other:
            return timedelta()
        return timedelta(minutes=self.walks.get((min(one, other), max(one, other)), self.walk_minutes))


T = TypeVar("T", bound=Timed)


def overlapping(things: Iterable[T]) -> Iterator[tuple[T, T]]:
    """Every two that share some time, by one sweep."""
    running: list[T] = []
    for thing in sorted(things, key=lambda each: (each.starts_at, each.ends_at)):
        running = [other for other in running if other.ends_at > thing.starts_at]
        for other in running:
            yield other, thing
        running.append(thing)


def find(slots: Sequence[Slot], setting: Setting, *, without: frozenset[Kind] = frozenset()) -> list[Found]:
    """All that does not fit, but for the kinds that nobody looks for; of each kind at most ``MOST_OF_A_KIND``."""
    found: list[Found] = []
    for kind, search in SEARCHES.items():
        if kind not in without:
            found += islice(search(slots, setting), MOST_OF_A_KIND)
    return found


def _rooms(slots: Sequence[Slot], _setting: Setting) -> Iterator[Found]:
    for here in _by(slots, lambda slot: [slot.room] if slot.room is not None else []).values():
        for one, other in overlapping(here):
            yield Found(Kind.ROOM, (one.key, other.key))


def _closed(slots: Sequence[Slot], setting: Setting) -> Iterator[Found]:
    closures: dict[int, list[Closed]] = defaultdict(list)
    for closed in setting.closed:
        closures[closed.room].append(closed)
    for slot in slots:
        times = closures.get(slot.room, ()) if slot.room is not None else ()
        if any(
            slot.ends_at > each.starts_at and (each.ends_at is None or slot.starts_at < each.ends_at) for each in times
        ):
            yield Found(Kind.CLOSED, (slot.key,))


def _gone(slots: Sequence[Slot], _setting: Setting) -> Iterator[Found]:
    for slot in slots:
        for person in slot.gone:
            yield Found(Kind.GONE, (slot.key,), person)


def _persons(slots: Sequence[Slot], _setting: Setting) -> Iterator[Found]:
    for person, theirs in _by(slots, _speaking).items():
        for one, other in overlapping(theirs):
            yield Found(Kind.PERSON, (one.key, other.key), person)


def _interpreters(slots: Sequence[Slot], _setting: Setting) -> Iterator[Found]:
    """Somebody who interprets can do nothing else at that time, in the same session neither."""
    for person, theirs in _by(slots, lambda slot: {*_speaking(slot), *_interpreting(slot)}).items():
        works = {slot.key for slot in theirs if person in _interpreting(slot)}
        for slot in theirs:
            if slot.key in works and person in _speaking(slot):
                yield Found(Kind.INTERPRETER, (slot.key,), person)
        for one, other in overlapping(theirs):
            if one.key in works or other.key in works:
                yield Found(Kind.INTERPRETER, (one.key, other.key), person)


def _delegates(slots: Sequence[Slot], setting: Setting) -> Iterator[Found]:
    """Who works in a session is expected elsewhere; or two other parts of the meeting claim the same person."""
    expected: dict[int, list[Commitment]] = defaultdict(list)
    for each in setting.commitments:
        expected[each.participant_id].append(each)
    working = _by(slots, lambda slot: {*_speaking(slot), *_interpreting(slot)})
    for person, commitments in expected.items():
        yield from _torn(person, [*working.get(person, ()), *commitments])


def _torn(person: int, things: Sequence[Slot | Commitment]) -> Iterator[Found]:
    for one, other in overlapping(things):
        if isinstance(one, Slot) and isinstance(other, Slot):
            continue  # told as a conflict of persons
        sessions = [each.key if isinstance(each, Slot) else each.session for each in (one, other)]
        if sessions[0] is not None and sessions[0] == sessions[1]:
            continue  # the same thing from two sides
        labels = tuple(each.label for each in (one, other) if isinstance(each, Commitment))
        yield Found(Kind.DELEGATE, tuple(key for key in sessions if key is not None), person, labels)


def _walks(slots: Sequence[Slot], setting: Setting) -> Iterator[Found]:
    for person, theirs in _by(slots, lambda slot: {*_speaking(slot), *_interpreting(slot)}).items():
        for one, other in pairwise(sorted(theirs, key=lambda slot: slot.starts_at)):
            gap, way = other.starts_at - one.ends_at, setting.way(one.venue, other.venue)
            if timedelta() <= gap < way:
                yield Found(Kind.WALKING, (one.key, other.key), person, (_minutes(way), _minutes(gap)))


def _capacities(slots: Sequence[Slot], _setting: Setting) -> Iterator[Found]:
    for slot in slots:
        if slot.capacity is not None and slot.need > slot.capacity:
            yield Found(Kind.CAPACITY, (slot.key,), None, (slot.need, slot.capacity))


def _places(slots: Sequence[Slot], _setting: Setting) -> Iterator[Found]:
    for slot in slots:
        if slot.places is not None and slot.wanted > slot.places:
            yield Found(Kind.PLACES, (slot.key,), None, (slot.wanted, slot.places))


def _languages(slots: Sequence[Slot], _setting: Setting) -> Iterator[Found]:
    """A speaker who speaks none of the session's languages, and whom nobody interprets."""
    for slot in slots:
        sources = {channel.source for channel in slot.channels}
        for voice in slot.voices:
            if voice.languages and slot.languages and not voice.languages & {*slot.languages, *sources}:
                yield Found(Kind.LANGUAGE, (slot.key,), voice.person, tuple(sorted(voice.languages)))


def _audiences(slots: Sequence[Slot], _setting: Setting) -> Iterator[Found]:
    for slot in slots:
        heard = {*slot.languages, *(channel.target for channel in slot.channels)}
        missing = tuple(code for code in SIDES if code not in heard)
        if slot.languages and missing and not slot.is_break:
            yield Found(Kind.AUDIENCE, (slot.key,), None, missing)


def _unstaffed(slots: Sequence[Slot], _setting: Setting) -> Iterator[Found]:
    for slot in slots:
        for channel in slot.channels:
            if channel.interpreter is None:
                yield Found(Kind.UNSTAFFED, (slot.key,), None, (channel.source, channel.target))


def _outside(slots: Sequence[Slot], setting: Setting) -> Iterator[Found]:
    if setting.span is None:
        return
    first, last = setting.span
    for slot in slots:
        if slot.starts_at < first or slot.ends_at > last:
            yield Found(Kind.OUTSIDE, (slot.key,))


SEARCHES: Final[Mapping[Kind, Callable[[Sequence[Slot], Setting], Iterator[Found]]]] = {
    Kind.ROOM: _rooms,
    Kind.CLOSED: _closed,
    Kind.GONE: _gone,
    Kind.PERSON: _persons,
    Kind.INTERPRETER: _interpreters,
    Kind.DELEGATE: _delegates,
    Kind.WALKING: _walks,
    Kind.CAPACITY: _capacities,
    Kind.PLACES: _places,
    Kind.LANGUAGE: _languages,
    Kind.AUDIENCE: _audiences,
    Kind.UNSTAFFED: _unstaffed,
    Kind.OUTSIDE: _outside,
}


def _speaking(slot: Slot) -> set[Hashable]:
    return {voice.person for voice in slot.voices}


def _interpreting(slot: Slot) -> set[Hashable]:
    return {channel.interpreter for channel in slot.channels if channel.interpreter is not None}


def _by(slots: Iterable[Slot], keys: Callable[[Slot], Iterable[Hashable]]) -> dict[Hashable, list[Slot]]:
    groups: dict[Hashable, list[Slot]] = defaultdict(list)
    for slot in slots:
        for key in keys(slot):
            groups[key].append(slot)
    return groups


def _minutes(span: timedelta) -> int:
    return int(span.total_seconds() // 60)
