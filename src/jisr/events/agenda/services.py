"""Sessions of a programme: making, changing, moving and cancelling them.

Each step locks the edition first, so that what is published is never a mix of two states.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.audit.services import changes_between
from jisr.events.agenda import seats
from jisr.events.agenda.drafting import last_version, read
from jisr.events.agenda.models import Room, Session
from jisr.events.editions.models import Edition
from jisr.events.editions.new_days import shifted
from jisr.events.editions.policies import RUN_EDITION
from jisr.kernel import trail
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import authorize
from jisr.kernel.tables import LANGUAGES
from jisr.municipalities.models import Theme

TRANSLATED: Final = ("title", "abstract", "meeting_point", "transport", "permits")
PLAIN: Final = ("kind", "languages", "places", "needs_signup", "signup_until")
FIELDS: Final = (*(f"{name}_{code}" for name in TRANSLATED for code in LANGUAGES), *PLAIN, "themes")


class ChangedMeanwhile(DomainError):
    """Somebody else changed what the form shows. ``fields``: where both typed something."""

    def __init__(self, fields: Iterable[str] = ()) -> None:
        super().__init__(_("Somebody else changed this session meanwhile. Nothing of yours is lost."))
        self.fields = list(fields)


class WasPublished(DomainError):
    """A session that people know of is cancelled, not removed."""


class InUse(DomainError):
    """Something else hangs on it."""


def lock(edition: Edition) -> Edition:
    """The edition's row, locked: one change of a programme at a time."""
    found: Edition = Edition.objects.select_for_update(no_key=True).get(pk=edition.pk)
    return found


def locked_session(session: Session) -> Session:
    """The session as it is now, with its edition locked."""
    lock(session.edition)
    rows = Session.objects.select_for_update(of=("self",), no_key=True).select_related("edition", "room__venue")
    found: Session = rows.get(pk=session.pk)
    return found


def values_of(session: Session) -> dict[str, Any]:
    """What the form of a session shows, in plain values."""
    values = {name: getattr(session, name) for name in FIELDS if name != "themes"}
    texts = {name: value or "" for name, value in values.items() if name not in PLAIN}
    return {**values, **texts, "themes": sorted(theme.slug for theme in session.themes.all())}


def mark(value: Any) -> str:  # noqa: ANN401 - a plain value
    """A short sign by which a form knows a value again."""
    return hashlib.blake2b(json.dumps(value, ensure_ascii=False, default=str).encode(), digest_size=8).hexdigest()


def marks_of(values: Mapping[str, Any]) -> dict[str, str]:
    return {name: mark(values[name]) for name in FIELDS}


@transaction.atomic
def create_session(
    edition: Edition,
    values: Mapping[str, Any],
    *,
    room: Room | None = None,
    starts_at: datetime | None = None,
    minutes: int = 45,
    actor: User,
) -> Session:
    """Plan a session, with or without time and place."""
    lock(edition)
    authorize(actor, RUN_EDITION, edition)
    session = Session(edition=edition, room=room, starts_at=starts_at, minutes=minutes)
    _fill(session, values)
    session.save()
    session.themes.set(_themes(values))
    trail.record("events.session_made", session, actor=actor)
    return session


@transaction.atomic
def change_session(session: Session, values: Mapping[str, Any], *, seen: Mapping[str, str], actor: User) -> Session:
    """Write what was typed over what the form showed.

    ``seen`` has the marks of what it showed. What only somebody else changed stays as they wrote it. Raises
    ``ChangedMeanwhile`` where both changed a field to different values.
    """
    session = locked_session(session)
    authorize(actor, RUN_EDITION, session.edition)
    before = values_of(session)
    merged, clashes = _merged(before, values, seen)
    if clashes:
        raise ChangedMeanwhile(clashes)
    if changes := changes_between(before, merged):
        _fill(session, merged)
        session.themes.set(_themes(merged))
        touch(session)
        trail.record("events.session_changed", session, actor=actor, changes=changes)
        _fill_seats([session])
    return session


@transaction.atomic
def move_session(
    session: Session,
    *,
    room: Room | None,
    starts_at: datetime | None,
    minutes: int,
    seen: int | None = None,
    actor: User,
) -> Session:
    """Give a session its time and place, or take its time away. Raises ``ChangedMeanwhile`` if ``seen`` is old."""
    session = locked_session(session)
    authorize(actor, RUN_EDITION, session.edition)
    if seen is not None and seen != session.version:
        raise ChangedMeanwhile
    _place(session, room, starts_at, minutes, actor=actor)
    _fill_seats([session])
    return session


@transaction.atomic
def move_all(
    moves: Iterable[tuple[Session, Room]], *, seen: Mapping[int, int], edition: Edition, actor: User
) -> list[Session]:
    """Bring several sessions into other rooms in one step: all of them or none.

    ``seen``: the version of each as the page showed it. Raises ``ChangedMeanwhile``.
    """
    lock(edition)
    authorize(actor, RUN_EDITION, edition)
    wanted = {session.pk: room for session, room in moves}
    rows = Session.objects.select_for_update(of=("self",), no_key=True).filter(edition=edition, pk__in=wanted)
    moved = list(rows.select_related("room__venue").order_by("pk"))
    if any(row.version != seen.get(row.pk) for row in moved):
        raise ChangedMeanwhile
    for row in moved:
        _place(row, wanted[row.pk], row.starts_at, row.minutes, actor=actor)
    _fill_seats(moved)
    return moved


@transaction.atomic
def move_by_days(edition: Edition, *, days: int, actor: User, at: datetime) -> None:  # noqa: ARG001 - moves need no date
    """Bring all sessions that have a time to other days, at the same time on the clocks of the place.

    The last day to sign up moves along.
    """
    edition = lock(edition)
    authorize(actor, RUN_EDITION, edition)
    rows = Session.objects.select_for_update(of=("self",), no_key=True).filter(edition=edition)
    for row in rows.select_related("room__venue").order_by("pk"):
        zone = row.room.venue.zone if row.room else edition.zone
        if row.starts_at is not None:
            row.signup_until = row.signup_until and row.signup_until + timedelta(days=days)
            _place(row, row.room, shifted(row.starts_at, days=days, zone=zone), row.minutes, actor=actor)


@transaction.atomic
def set_cancelled(session: Session, *, is_cancelled: bool, actor: User) -> Session:
    """Let a session drop out, or take place after all. Doing it twice changes nothing."""
    session = locked_session(session)
    authorize(actor, RUN_EDITION, session.edition)
    if session.is_cancelled != is_cancelled:
        session.is_cancelled = is_cancelled
        touch(session)
        name = "cancelled" if is_cancelled else "revived"
        trail.record(f"events.session_{name}", session, actor=actor)
        _fill_seats([session])
    return session


@transaction.atomic
def remove_session(session: Session, *, actor: User) -> None:
    """Delete a session that nobody outside the office knows. Raises ``WasPublished`` and ``InUse`` for others."""
    session = locked_session(session)
    authorize(actor, RUN_EDITION, session.edition)
    if is_published(session):
        raise WasPublished(_("This session was published. Cancel it instead, so that everybody learns of it."))
    trail.record("events.session_removed", session, actor=actor)
    try:
        session.delete()
    except ProtectedError as error:
        raise InUse(_("Other parts of the meeting need this session. Cancel it instead.")) from error


def is_published(session: Session) -> bool:
    """Whether people outside the office know of it: what was published once stays in every later version."""
    last = read(last_version(session.edition))
    return last is not None and any(each.number == session.pk for each in last.sessions)


def touch(session: Session) -> None:
    """Save a session as the next version of itself."""
    session.version += 1
    session.save()


def _fill_seats(sessions: Iterable[Session]) -> None:
    """There may be more places now: who waits for one gets it."""
    seats.go_on(Session.objects.filter(pk__in=[session.pk for session in sessions]), at=timezone.now())


def _place(session: Session, room: Room | None, starts_at: datetime | None, minutes: int, *, actor: User) -> None:
    before = _where(session)
    session.room, session.starts_at, session.minutes = room, starts_at, minutes
    if changes := changes_between(before, _where(session)):
        touch(session)
        trail.record("events.session_moved", session, actor=actor, changes=changes)


def _where(session: Session) -> dict[str, Any]:
    return {
        "room": str(session.room) if session.room else None,
        "starts_at": session.starts_at.isoformat() if session.starts_at else None,
        "minutes": session.minutes,
    }


def _merged(
    now: Mapping[str, Any], typed: Mapping[str, Any], seen: Mapping[str, str]
) -> tuple[dict[str, Any], list[str]]:
    """Field by field: mine where only I changed it, theirs where only they did; and where both did."""
    merged, clashes = dict(now), []
    for name in FIELDS:
        shown, mine = seen.get(name, mark(now[name])), mark(typed[name])
        if mine in (shown, mark(now[name])):
            continue
        if mark(now[name]) != shown:
            clashes.append(name)
        merged[name] = typed[name]
    return merged, clashes


def _fill(session: Session, values: Mapping[str, Any]) -> None:
    for name in FIELDS:
        if name != "themes":
            setattr(session, name, values[name])


def _themes(values: Mapping[str, Any]) -> list[Theme]:
    return list(Theme.objects.filter(slug__in=values["themes"]))
