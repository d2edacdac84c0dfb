"""What is odd about a check-in, seen from what is known when it arrives."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final, Self
from uuid import UUID

from django.db.models import Q

from jisr.events.agenda.models import Session
from jisr.events.attendance.entries import Entry
from jisr.events.attendance.models import LONGEST_CODE, BadgeCode, CheckIn
from jisr.events.attendance.states import Direction, Problem
from jisr.events.editions.models import Edition
from jisr.events.registration.models import Participant
from jisr.events.registration.states import ParticipantState

CLOSE: Final = timedelta(minutes=10)  # nearer than this, two devices that say the opposite contradict each other


@dataclass
class Known:
    """What is known of a meeting: badges, people, sessions, and who stands where by the check-ins that count."""

    codes: dict[str, BadgeCode]
    people: dict[UUID, Participant]
    sessions: dict[UUID, Session]
    seats: dict[int, int]
    history: dict[tuple[int, int | None], list[CheckIn]] = field(default_factory=dict)

    @classmethod
    def of(cls, edition: Edition, entries: Iterable[Entry]) -> Self:
        """Five queries for one check-in and for hundreds."""
        listed = list(entries)
        codes = BadgeCode.objects.filter(
            participant__edition=edition, code__in={entry.code for entry in listed if entry.code}
        ).select_related("participant")
        people = Participant.objects.filter(
            edition=edition, public_id__in={entry.participant for entry in listed if entry.participant}
        )
        sessions = Session.objects.filter(
            edition=edition, public_id__in={entry.session for entry in listed if entry.session}
        ).select_related("room")
        found = cls(
            {row.code: row for row in codes},
            {row.public_id: row for row in people},
            {row.public_id: row for row in sessions},
            {row.pk: seats for row in sessions if (seats := seats_of(row)) is not None},
        )
        who = {row.participant_id for row in found.codes.values()} | {row.pk for row in found.people.values()}
        near = Q(participant__in=who) | Q(session__in=list(found.seats))
        for row in CheckIn.objects.counting().filter(near, edition=edition):
            found.add(row)
        return found

    def add(self, row: CheckIn) -> None:
        if row.counts and row.participant_id is not None:
            self.history.setdefault((row.participant_id, row.session_id), []).append(row)

    def of_person(self, row: CheckIn) -> list[CheckIn]:
        return self.history.get((row.participant_id or 0, row.session_id), [])

    def inside(self, session_pk: int) -> int:
        """How many are in a session."""
        return sum(1 for (_who, place), rows in self.history.items() if place == session_pk and is_inside(rows))


def seats_of(session: Session) -> int | None:
    """How many find room in a session: its own number of places, or that of its room."""
    if session.places is not None:
        return session.places
    return session.room.capacity if session.room else None


def is_inside(rows: Iterable[CheckIn]) -> bool:
    """Whether the last of some check-ins of one person at one place is a coming in."""
    last = max(rows, key=lambda row: (row.happened_at, row.received_at, row.pk))
    return last.direction == Direction.IN


def judge(row: CheckIn, entry: Entry, known: Known, *, is_credible: bool) -> None:
    """Fill in whom and what place ``row`` means, and what is odd about it: the first thing that is."""
    badge = known.codes.get(entry.code) if entry.code else None
    row.participant = known.people.get(entry.participant) if entry.participant else badge and badge.participant
    row.session = known.sessions.get(entry.session) if entry.session else None
    if row.participant is None:
        row.code_given = entry.code[:LONGEST_CODE]
        row.problem = Problem.UNKNOWN_CODE
    elif entry.session and row.session is None:
        row.problem = Problem.PLACE
    elif row.participant.state != ParticipantState.CONFIRMED:
        row.problem = Problem.NOT_COMING
    elif badge is not None and badge.ended_at is not None:
        row.problem = Problem.OLD_BADGE
    elif not is_credible:
        row.problem = Problem.CLOCK
    elif (opposite := _opposite(row, known)) is not None:
        row.problem, row.against = Problem.CONTRADICTION, opposite
    elif _is_too_full(row, known):
        row.problem = Problem.FULL


def _opposite(row: CheckIn, known: Known) -> CheckIn | None:
    """What another device said of the same person at the same place at nearly the same time."""
    others = [
        other
        for other in known.of_person(row)
        if other.direction != row.direction
        and _source(other) != _source(row)
        and abs(other.happened_at - row.happened_at) <= CLOSE
    ]
    return min(others, key=lambda other: abs(other.happened_at - row.happened_at), default=None)


def _source(row: CheckIn) -> object:
    """The device that told it; a page without a script is known by who used it."""
    return row.device or row.given_by_id


def _is_too_full(row: CheckIn, known: Known) -> bool:
    """More people come in than find room. It counts all the same: they are there."""
    if row.session_id is None or row.direction != Direction.IN or row.session_id not in known.seats:
        return False
    mine = known.of_person(row)
    if mine and is_inside(mine):
        return False
    return known.inside(row.session_id) >= known.seats[row.session_id]
