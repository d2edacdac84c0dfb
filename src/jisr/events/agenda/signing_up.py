"""Signing up for a session and off again. Each step locks the edition, so that no place is given twice."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.audit.services import SYSTEM
from jisr.events.agenda import seats, telling
from jisr.events.agenda.drafting import last_version, read
from jisr.events.agenda.models import Session
from jisr.events.agenda.published import PublishedSession
from jisr.events.agenda.queries import SessionQuerySet, SignupQuerySet
from jisr.events.agenda.seats import note
from jisr.events.agenda.services import lock
from jisr.events.agenda.signup_models import SessionSignup
from jisr.events.editions.clock import told
from jisr.events.editions.policies import runs_events
from jisr.events.registration import places
from jisr.events.registration.models import Participant
from jisr.events.registration.policies import CHANGE_PARTICIPANT
from jisr.events.registration.states import ParticipantState
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import authorize


class SignupClosed(DomainError):
    """The session takes no sign-ups, or not any more."""


class NotConfirmed(DomainError):
    """Somebody without a confirmed place at the meeting."""


class SameTime(DomainError):
    """The person signed up for another session at that time."""


@transaction.atomic
def sign_up(session: Session, participant: Participant, *, actor: User, at: datetime) -> SessionSignup:
    """Give a participant a place, or put them on the waiting list where all are taken. Twice changes nothing.

    The events team may do it after the last day, too. Raises ``SignupClosed``, ``NotConfirmed``, ``SameTime``,
    ``Refused``.
    """
    session, participant = _locked(session, participant)
    authorize(actor, CHANGE_PARTICIPANT, participant)
    known = SessionSignup.objects.filter(session=session, participant=participant).for_telling().first()
    if known is not None:
        return known
    _refuse(session, participant, actor=actor, at=at)
    row = SessionSignup.objects.create(session=session, participant=participant, signed_up_at=at)
    note("signed_up", row, actor=actor)
    seats.go_on(_only(session), at=at, fresh=row.pk)
    row.refresh_from_db()
    if participant.user_id != actor.pk:
        telling.tell_signups("queue" if row.is_waiting else "seat", [row], actor=actor, at=at)
    return row


@transaction.atomic
def sign_off(session: Session, participant: Participant, *, actor: User, at: datetime) -> None:
    """Give a place back; who waits first gets it. Twice changes nothing. Raises ``SignupClosed``, ``Refused``."""
    session, participant = _locked(session, participant)
    authorize(actor, CHANGE_PARTICIPANT, participant)
    row = SessionSignup.objects.filter(session=session, participant=participant).for_telling().first()
    if row is None:
        return
    if not seats.is_to_come(session, at=at):
        raise SignupClosed(_("This session has begun or does not take place."))
    _end(row, actor=actor)
    if participant.user_id != actor.pk:
        telling.tell_signups("off", [row], actor=actor, at=at)
    seats.go_on(_only(session), at=at)


@transaction.atomic
def leave_all(participant_pk: int, *, at: datetime) -> None:
    """Take somebody who does not come out of all sessions; who waits first gets each place."""
    participant = Participant.objects.select_related("edition").get(pk=participant_pk)
    lock(participant.edition)
    _leave(SessionSignup.objects.filter(participant=participant), at=at)


def erase(user: User, *, at: datetime) -> int:
    """Delete all sign-ups of a person in the caller's transaction; return how many these were."""
    rows = SessionSignup.objects.filter(participant__user=user)
    editions = {row.participant.edition for row in rows.select_related("participant__edition")}
    for edition in sorted(editions, key=lambda each: each.pk):
        places.lock(edition.pk)  # registration takes this lock first, too
        lock(edition)
    return _leave(rows, at=at)


def _leave(rows: SignupQuerySet, *, at: datetime) -> int:
    ended = list(rows.for_telling())
    for row in ended:
        _end(row, actor=SYSTEM)
    seats.go_on(Session.objects.filter(pk__in=[row.session_id for row in ended]), at=at)
    return len(ended)


def _end(row: SessionSignup, *, actor: Any) -> None:  # noqa: ANN401 - a person or the system
    note("signed_off", row, actor=actor)
    SessionSignup.objects.filter(pk=row.pk).delete()


def _locked(session: Session, participant: Participant) -> tuple[Session, Participant]:
    """Both as they are now, with the edition locked."""
    lock(session.edition)
    found: Session = _only(session).select_related("edition", "room").get()
    return found, Participant.objects.for_telling().get(pk=participant.pk)


def _only(session: Session) -> SessionQuerySet:
    rows: SessionQuerySet = Session.objects.filter(pk=session.pk)
    return rows


def _refuse(session: Session, participant: Participant, *, actor: User, at: datetime) -> None:
    programme = read(last_version(session.edition))
    known = {each.number: each for each in programme.sessions if not each.is_cancelled} if programme else {}
    here = known.get(session.pk)
    if here is None or not here.needs_signup or not seats.is_to_come(session, at=at):
        raise SignupClosed(_("This session takes no sign-ups."))
    if not seats.takes_signups(session, at=at) and not (session.needs_signup and runs_events(actor)):
        raise SignupClosed(_("Sign-up for this session is closed."))
    if participant.edition_id != session.edition_id or participant.state != ParticipantState.CONFIRMED:
        raise NotConfirmed(_("Only those with a confirmed place at the meeting sign up for its sessions."))
    mine = set(SessionSignup.objects.filter(participant=participant).values_list("session", flat=True))
    other = next((known[key] for key in sorted(mine & known.keys()) if overlapping(here, known[key])), None)
    if other is not None:
        raise _same_time(other, participant, session.edition.zone, actor=actor)


def overlapping(one: PublishedSession, other: PublishedSession) -> bool:
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


def _same_time(other: PublishedSession, participant: Participant, zone: str, *, actor: User) -> SameTime:
    facts = {
        "name": participant.full_name,
        "other": telling.choose(other.title),
        "when": told(other.starts_at, zone),
    }
    if participant.user_id == actor.pk:
        return SameTime(
            _("You signed up for “%(other)s” at the same time (%(when)s). Sign off there first, then sign up here.")
            % facts
        )
    return SameTime(
        _("%(name)s signed up for “%(other)s” at the same time (%(when)s). Sign them off there first.") % facts
    )
