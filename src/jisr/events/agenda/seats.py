"""How many may sign up for a session, and who gets the next free place. Places are given under the lock of the edition.

What the office set is in force at once; which sessions people know of, and when they are, is what was published.
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import count

from jisr.audit.services import SYSTEM
from jisr.events.agenda import days, telling
from jisr.events.agenda.models import Session
from jisr.events.agenda.queries import SessionQuerySet
from jisr.events.agenda.signup_models import SessionSignup
from jisr.events.registration.times import is_ahead
from jisr.kernel import trail


def limit_of(session: Session) -> int | None:
    """What the office set, else what the room holds; None: no limit."""
    if session.places is not None:
        return int(session.places)
    return session.room.capacity if session.room else None


def is_to_come(session: Session, *, at: datetime) -> bool:
    """Whether people can still come or stay away."""
    begins = session.starts_at
    return not session.is_cancelled and begins is not None and at < begins and is_ahead(session.edition, at=at)


def takes_signups(session: Session, *, at: datetime) -> bool:
    """Whether people sign up now: until the last day is over on the clocks of the meeting."""
    if not session.needs_signup or not is_to_come(session, at=at):
        return False
    last = session.signup_until
    return last is None or at < days.bounds(last, session.edition.zone)[1]


def give(session: Session) -> list[SessionSignup]:
    """Give free places in order; return whom. Nobody gets one while more have a place than there are."""
    taken = set(session.signups.placed().values_list("seat", flat=True))
    limit = limit_of(session)
    rows = session.signups.waiting().for_telling()
    placed = list(rows if limit is None else rows[: max(limit - len(taken), 0)])
    for row, seat in zip(placed, _free(taken), strict=False):
        row.seat = seat
        row.save(update_fields=["seat"])
    return placed


def go_on(sessions: SessionQuerySet, *, at: datetime, fresh: int | None = None) -> None:
    """Give free places of these sessions to those who wait, and tell them, but for a ``fresh`` row.

    Lock the editions of all of them first.
    """
    rows = sessions.filter(signups__in=SessionSignup.objects.waiting()).distinct()
    moved: list[SessionSignup] = []
    for session in rows.select_related("edition", "room").order_by("pk"):
        if is_to_come(session, at=at):
            moved += [row for row in give(session) if row.pk != fresh]
    telling.tell_signups("seat", moved, actor=SYSTEM, at=at)
    for row in moved:
        note("moved_up", row, actor=SYSTEM)


def note(step: str, row: SessionSignup, *, actor: object) -> None:
    """Write a step into the history of the participant, by the code of the session."""
    code = row.session.code
    changes = [code, None] if step == "signed_off" else [None, code]
    trail.record(f"events.session_{step}", row.participant, actor=actor, changes={"session": changes})


def _free(taken: set[int]) -> Iterator[int]:
    return (number for number in count(1) if number not in taken)
