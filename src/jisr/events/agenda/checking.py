"""Conflicts of an edition: reads what ``conflicts`` needs in a fixed number of queries, and tells in words."""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from itertools import chain

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jisr.events.agenda import days, placing
from jisr.events.agenda.commitments import commitments_of
from jisr.events.agenda.conflicts import Channel, Closed, Found, Setting, Slot, Voice, find
from jisr.events.agenda.models import AgendaRules, Interpretation, Room, RoomClosure, Session, SessionSpeaker
from jisr.events.agenda.signups import signed_up
from jisr.events.agenda.states import LEVEL_TONES, USUAL_LEVELS, ConflictKind, Level, SessionKind
from jisr.events.editions.models import Edition
from jisr.events.registration.models import LANGUAGES, Participant
from jisr.kernel.text.folding import fold
from jisr.municipalities.search import listed

MOST_SUGGESTED = 3


@dataclass(frozen=True)
class Conflict:
    """One thing that does not fit, for readers: what, in which sessions, who, and what would help."""

    found: Found
    level: Level
    sessions: tuple[Session, ...]
    text: str
    help: str

    @property
    def tone(self) -> str:
        return LEVEL_TONES[self.level]


@dataclass
class Board:
    """All that takes place at an edition at a known time, with its rooms, as values to check and to place."""

    edition: Edition
    sessions: dict[int, Session]
    rooms: dict[int, Room]
    slots: list[Slot]
    setting: Setting
    levels: dict[ConflictKind, Level]
    names: dict[Hashable, str] = field(default_factory=dict)

    @cached_property
    def found(self) -> list[Found]:
        ignored = frozenset(kind for kind, level in self.levels.items() if level == Level.IGNORE)
        return find(self.slots, self.setting, without=ignored)

    @property
    def blocking(self) -> list[Found]:
        return [each for each in self.found if self.levels[each.kind] == Level.BLOCK]

    def counts(self) -> dict[Level, int]:
        """How many conflicts there are of each level."""
        counted = Counter(self.levels[each.kind] for each in self.found)
        return {level: counted[level] for level in (Level.BLOCK, Level.WARN)}

    def spaces(self) -> list[placing.Space]:
        return [
            placing.Space(
                key=room.pk, venue=room.venue_id, capacity=room.capacity, is_step_free=bool(room.is_step_free)
            )
            for room in self.rooms.values()
        ]

    def free_rooms(self, slot: Slot) -> list[Room]:
        """Rooms to which a session could go, the best one first."""
        fit = placing.fitting(slot, self.spaces(), self.slots, self.setting.closed)
        return [self.rooms[space.key] for space in fit]

    def conflicts(self, found: Iterable[Found]) -> list[Conflict]:
        return [self._told(each) for each in found]

    def _told(self, found: Found) -> Conflict:
        sessions = tuple(self.sessions[key] for key in found.sessions if key in self.sessions)
        return Conflict(found, self.levels[found.kind], sessions, self._words(found), self._advice(found))

    def _words(self, found: Found) -> str:
        who = self.names.get(found.person, "")
        kind = found.kind
        if kind == ConflictKind.GONE:
            words = _("%(name)s does not come to the meeting and is still down for “%(session)s”.")
            return words % {"name": who, "session": self.sessions[found.sessions[0]].title}
        if kind == ConflictKind.DELEGATE:
            return _("%(name)s is also expected at: %(what)s") % {"name": who, "what": listed(*map(str, found.facts))}
        if kind == ConflictKind.WALKING:
            words = _("%(name)s needs %(way)s minutes from one house to the other and has %(gap)s.")
            return words % {"name": who, "way": found.facts[0], "gap": found.facts[1]}
        if kind in (ConflictKind.CAPACITY, ConflictKind.PLACES):
            words = _("Signed up: %(need)s; places: %(most)s.")
            if kind == ConflictKind.CAPACITY:
                words = _("%(need)s people are expected; the room holds %(most)s.")
            return words % {"need": found.facts[0], "most": found.facts[1]}
        if kind in (ConflictKind.LANGUAGE, ConflictKind.AUDIENCE, ConflictKind.UNSTAFFED):
            spoken = dict(LANGUAGES)
            return ": ".join(part for part in (who, listed(*(str(spoken.get(c, c)) for c in found.facts))) if part)
        return who

    def _advice(self, found: Found) -> str:
        if found.kind in (ConflictKind.ROOM, ConflictKind.CLOSED, ConflictKind.CAPACITY):
            return self._room_advice(found)
        advice = {
            ConflictKind.GONE: _("Choose somebody else, or take the person out of the session."),
            ConflictKind.PERSON: _("Move one of the two sessions, or let somebody else speak in one of them."),
            ConflictKind.INTERPRETER: _("Move one of the two sessions, or choose another interpreter for one of them."),
            ConflictKind.DELEGATE: _("Move the session, or settle with the person what comes first."),
            ConflictKind.WALKING: _("Let the second session begin later, or bring both into one house."),
            ConflictKind.PLACES: _("Nobody loses their place. Add places, or ask some people to sign off."),
            ConflictKind.LANGUAGE: _("Add interpretation from the speaker's language."),
            ConflictKind.AUDIENCE: _("Add interpretation into the language that is missing."),
            ConflictKind.UNSTAFFED: _("Choose an interpreter who is free at that time."),
            ConflictKind.OUTSIDE: _("Move the session into the days of the meeting, or change the days."),
        }
        return advice.get(found.kind, "")

    def _room_advice(self, found: Found) -> str:
        slot = next((each for each in self.slots if each.key == found.sessions[-1]), None)
        rooms = self.free_rooms(slot)[:MOST_SUGGESTED] if slot else []
        if not rooms:
            return _("No other room is free and big enough at that time. Choose another time.")
        names = listed(*(f"{room.name} ({room.venue.name})" for room in rooms))
        words = ngettext(
            "This room is free and big enough: %(rooms)s.",
            "These rooms are free and big enough: %(rooms)s.",
            len(rooms),
        )
        return words % {"rooms": names}


def board_of(edition: Edition) -> Board:
    """Read all that is needed to check and to place: the same number of queries for any number of sessions."""
    rules = AgendaRules.objects.filter(edition=edition).first() or AgendaRules(edition=edition)
    sessions = {row.pk: row for row in edition.sessions.scheduled().taking_place().select_related("room__venue")}
    for row in sessions.values():
        row.edition = edition
    names: dict[Hashable, str] = {}
    gone: dict[int, list[Hashable]] = {}
    voices = _voices(edition, names, gone)
    channels = _channels(edition, names, gone)
    wanted = signed_up(edition.pk)
    slots = [
        _slot(row, voices.get(row.pk, ()), channels.get(row.pk, ()), gone.get(row.pk, ()), wanted[row.pk])
        for row in sessions.values()
    ]
    rooms = rooms_of(edition, also=(row.room for row in sessions.values() if row.room))
    setting = _setting(edition, rules, rooms)
    _name_people(setting, names)
    return Board(edition, sessions, rooms, slots, setting, levels_of(rules), names)


def levels_of(rules: AgendaRules) -> dict[ConflictKind, Level]:
    """How serious each kind is taken, as the office chose or as usual."""
    return {kind: Level(rules.levels.get(kind.value, USUAL_LEVELS[kind])) for kind in ConflictKind}


def rooms_of(edition: Edition, *, also: Iterable[Room] = ()) -> dict[int, Room]:
    """The rooms of the venues that an edition uses, and those in which it has sessions anyway."""
    rows = Room.objects.filter(venue__edition_venues__edition=edition).select_related("venue")
    ordered = rows.order_by("venue__edition_venues__pk", "position", "pk")
    return {room.pk: room for room in chain(ordered, also)}


def need_of(session: Session, wanted: int = 0) -> int:
    """How many people a room must hold."""
    return max(session.places or 0, wanted)


def _slot(
    row: Session, voices: Sequence[Voice], channels: Sequence[Channel], gone: Sequence[Hashable], wanted: int
) -> Slot:
    return Slot(
        key=row.pk,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        room=row.room_id,
        venue=row.room.venue_id if row.room else None,
        capacity=row.room.capacity if row.room else None,
        need=need_of(row, wanted),
        wanted=wanted,
        places=row.places,
        voices=tuple(voices),
        channels=tuple(channels),
        gone=tuple(dict.fromkeys(gone)),
        languages=tuple(row.languages),
        is_break=row.kind == SessionKind.BREAK,
    )


def _voices(edition: Edition, names: dict[Hashable, str], gone: dict[int, list[Hashable]]) -> dict[int, list[Voice]]:
    found: dict[int, list[Voice]] = {}
    rows = SessionSpeaker.objects.filter(session__edition=edition).select_related("participant")
    for row in rows.order_by("pk"):
        key: Hashable = row.participant_id or fold(row.full_name)
        if not key:
            continue  # somebody whose name was erased
        names.setdefault(key, row.full_name)
        spoken = frozenset(row.participant.languages) if row.participant else frozenset()
        found.setdefault(row.session_id, []).append(Voice(key, spoken))
        if row.participant and not row.participant.is_live:
            gone.setdefault(row.session_id, []).append(key)
    return found


def _channels(
    edition: Edition, names: dict[Hashable, str], gone: dict[int, list[Hashable]]
) -> dict[int, list[Channel]]:
    found: dict[int, list[Channel]] = {}
    rows = Interpretation.objects.filter(session__edition=edition).select_related("interpreter")
    for row in rows.order_by("pk"):
        if row.interpreter:
            names.setdefault(row.interpreter_id, row.interpreter.full_name)
            if not row.interpreter.is_live:
                gone.setdefault(row.session_id, []).append(row.interpreter_id)
        channel = Channel(row.from_language, row.to_language, row.interpreter_id)
        found.setdefault(row.session_id, []).append(channel)
    return found


def _setting(edition: Edition, rules: AgendaRules, rooms: Iterable[int]) -> Setting:
    own = days.days_of(edition)
    closures = RoomClosure.objects.filter(room__in=list(rooms)).values_list("room", "starts_at", "ends_at")
    return Setting(
        span=_span(own[0], own[-1], edition.zone) if own else None,
        closed=[Closed(*each) for each in closures],
        commitments=commitments_of(edition.pk),
        walk_minutes=rules.walk_minutes,
        walks={(row.one_id, row.other_id): row.minutes for row in edition.walking_times.all()},
    )


def _span(first: "days.date", last: "days.date", zone: str) -> tuple[datetime, datetime]:
    return days.bounds(first, zone)[0], days.bounds(last, zone)[1]


def _name_people(setting: Setting, names: dict[Hashable, str]) -> None:
    """Names of those who are expected somewhere but work in no session."""
    unknown = {each.participant_id for each in setting.commitments} - set(names)
    if unknown:
        names.update(Participant.objects.filter(pk__in=unknown).values_list("pk", "full_name"))
