"""Badges, check-ins with and without a line, what staff settles of them, and who helps.

The state of somebody at a place, the door or a session, is that of the last check-in that counts, by the time when it
happened, put right by the clock of the device. All check-ins are kept; those that are odd are listed for staff.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid5

from django.core.cache import cache
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.events.agenda.models import Session
from jisr.events.attendance.codes import new_session_code, read_code
from jisr.events.attendance.entries import Device, Entry, corrected
from jisr.events.attendance.judging import Known, judge
from jisr.events.attendance.models import BadgeCode, CheckIn, CheckInPerson, SessionCode
from jisr.events.attendance.policies import CHECK_IN, DECLARE_PRESENCE, KEEP_ATTENDANCE
from jisr.events.attendance.states import COUNTED, Direction, Origin, Problem
from jisr.events.editions.models import Edition
from jisr.events.registration.models import Participant
from jisr.kernel import trail
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import authorize
from jisr.kernel.workflow import IllegalMove

BEFORE, AFTER = timedelta(minutes=10), timedelta(minutes=15)
MOST_TRIES, HOUR = 20, 60 * 60
SELF: Final = UUID("6f3a0d5e-6f0b-4a53-9b1c-3a7f0c1d2e4b")


class NoSuchPerson(DomainError):
    """No account has this address."""


class WrongCode(DomainError):
    """The code is not that of the session, or its time is over."""


class TooManyTries(DomainError):
    """Somebody tries codes."""


class NotTimed(DomainError):
    """A session without a time has no code."""


@dataclass(frozen=True)
class Received:
    """What became of one check-in. ``is_new`` is false for one that was sent before."""

    key: UUID
    check_in: CheckIn
    is_new: bool


@transaction.atomic
def receive(
    edition: Edition, entries: Sequence[Entry], *, actor: User, at: datetime, device: Device | None = None
) -> list[Received]:
    """Keep what a device sends, one or hundreds, in the order in which it happened; what was sent before stays as is.

    Two devices at once take turns, so that each sees what the other brought. Raises ``Refused``.
    """
    Edition.objects.select_for_update(no_key=True).get(pk=edition.pk)
    authorize(actor, CHECK_IN, edition)
    sender, wanted = device or Device(), {entry.key: entry for entry in entries}
    known = {row.key: row for row in CheckIn.objects.filter(key__in=list(wanted)).select_related("participant")}
    fresh = [entry for key, entry in wanted.items() if key not in known]
    rows = _written(edition, fresh, sender, actor=actor, at=at)
    if rows:
        told = {"new": [None, len(rows)], "odd": [None, sum(1 for row in rows if row.problem)]}
        trail.record("events.check_ins_received", edition, actor=actor, changes=told)
    made = {row.key: row for row in rows}
    return [Received(key, made.get(key) or known[key], key in made) for key in wanted]


def _written(edition: Edition, entries: Iterable[Entry], device: Device, *, actor: User, at: datetime) -> list[CheckIn]:
    timed = [(entry, corrected(entry.device_at, device, at)) for entry in entries]
    timed.sort(key=lambda pair: pair[1].happened_at)
    if not timed:
        return []
    world, rows = Known.of(edition, [entry for entry, _moment in timed]), []
    for entry, moment in timed:
        row = CheckIn(
            key=entry.key,
            edition=edition,
            direction=entry.direction,
            origin=entry.origin,
            happened_at=moment.happened_at,
            received_at=at,
            device_at=entry.device_at,
            offset_seconds=moment.offset_seconds,
            device=device.key,
            given_by=actor,
        )
        judge(row, entry, world, is_credible=moment.is_credible)
        row.counts = row.participant_id is not None and row.problem in COUNTED
        row.save(force_insert=True)
        world.add(row)
        rows.append(row)
    return rows


@transaction.atomic
def settle(key: UUID, *, counts: bool, actor: User, at: datetime) -> CheckIn:
    """Decide whether an odd check-in counts. The same again changes nothing; another decision replaces the first.

    Raises ``IllegalMove`` for one that has nothing odd or names nobody, ``Refused``.
    """
    row: CheckIn = CheckIn.objects.select_for_update(no_key=True).get(key=key)
    authorize(actor, KEEP_ATTENDANCE, row.edition)
    if not row.problem:
        raise IllegalMove(_("There is nothing to settle about this check-in."))
    if counts and row.participant_id is None:
        raise IllegalMove(_("Nobody knows whose code this is. Please check the person in by the list."))
    if row.settled_at is not None and row.counts == counts:
        return row
    before, row.counts, row.settled_at, row.settled_by = row.counts, counts, at, actor
    row.save(update_fields=["counts", "settled_at", "settled_by"])
    trail.record("events.check_in_settled", row, actor=actor, changes={"counts": [before, counts]})
    return row


@transaction.atomic
def badge_codes(edition: Edition, *, actor: User, at: datetime) -> dict[int, BadgeCode]:
    """The code of each participant who comes, by the participant's key; those without one get theirs now."""
    authorize(actor, KEEP_ATTENDANCE, edition)
    Edition.objects.select_for_update(no_key=True).get(pk=edition.pk)
    return _codes_for(Participant.objects.coming().filter(edition=edition), at=at)


@transaction.atomic
def own_code(participant: Participant, *, at: datetime) -> BadgeCode:
    """The code of one participant, made when it is first looked at."""
    Participant.objects.select_for_update(no_key=True).get(pk=participant.pk)
    return _codes_for(Participant.objects.filter(pk=participant.pk), at=at)[participant.pk]


def _codes_for(people: Any, *, at: datetime) -> dict[int, BadgeCode]:  # noqa: ANN401 - a query set
    live = BadgeCode.objects.filter(participant__in=people, ended_at__isnull=True)
    found = {row.participant_id: row for row in live}
    missing = [pk for pk in people.values_list("pk", flat=True) if pk not in found]
    made = BadgeCode.objects.bulk_create(BadgeCode(participant_id=pk, issued_at=at) for pk in missing)
    return found | {row.participant_id: row for row in made}


@transaction.atomic
def renew_badge(participant: Participant, *, actor: User, at: datetime) -> BadgeCode:
    """A new code for a badge that was lost. The old one is known from then on as an old badge."""
    authorize(actor, KEEP_ATTENDANCE, participant.edition)
    Participant.objects.select_for_update(no_key=True).get(pk=participant.pk)
    BadgeCode.objects.filter(participant=participant, ended_at__isnull=True).update(ended_at=at)
    code: BadgeCode = BadgeCode.objects.create(participant=participant, issued_at=at)
    trail.record("events.badge_renewed", participant, actor=actor)
    return code


@transaction.atomic
def name_helper(edition: Edition, email: str, *, actor: User, at: datetime) -> CheckInPerson:
    """Let somebody with an account check people in at this edition. Naming them again changes nothing."""
    authorize(actor, KEEP_ATTENDANCE, edition)
    person = User.objects.filter(email__iexact=email.strip(), is_active=True).first()
    if person is None:
        raise NoSuchPerson(_("No account has this e-mail address."))
    helper: CheckInPerson
    helper, is_new = CheckInPerson.objects.get_or_create(edition=edition, user=person, defaults={"named_at": at})
    if is_new:
        trail.record("events.check_in_person_named", edition, actor=actor, changes={"person": [None, None]})
    return helper


@transaction.atomic
def remove_helper(helper: CheckInPerson, *, actor: User) -> None:
    """From now on the person checks nobody in; what they brought stays."""
    authorize(actor, KEEP_ATTENDANCE, helper.edition)
    gone, _rows = CheckInPerson.objects.filter(pk=helper.pk).delete()
    if gone:
        changes = {"person": [None, None]}
        trail.record("events.check_in_person_removed", helper.edition, actor=actor, changes=changes)


@transaction.atomic
def open_session_code(session: Session, *, actor: User) -> SessionCode:
    """A code that is shown in an online session, valid from shortly before it to shortly after; a new one each time."""
    authorize(actor, KEEP_ATTENDANCE, session.edition)
    if session.starts_at is None or session.ends_at is None or session.is_cancelled:
        raise NotTimed(_("This session has no time yet, so it has no code."))
    window = {"opens_at": session.starts_at - BEFORE, "closes_at": session.ends_at + AFTER}
    code: SessionCode
    code, _is_new = SessionCode.objects.update_or_create(
        session=session, defaults={"code": new_session_code(), **window}
    )
    trail.record("events.session_code_opened", session.edition, actor=actor)
    return code


@transaction.atomic
def declare_presence(participant: Participant, typed: str, *, actor: User, at: datetime) -> CheckIn:
    """Somebody who takes part online types the code that the session shows. Typing it again changes nothing.

    Raises ``WrongCode``, ``TooManyTries``, ``Refused``.
    """
    authorize(actor, DECLARE_PRESENCE, participant)
    if _tries(participant) > MOST_TRIES:
        raise TooManyTries(_("That were too many tries. Please try again in an hour, or tell the office."))
    rows = SessionCode.objects.filter(session__edition=participant.edition, opens_at__lte=at, closes_at__gt=at)
    code = rows.filter(code=read_code(typed)).select_related("session").first()
    if code is None:
        raise WrongCode(_("This is not the code of a session that runs now."))
    Participant.objects.select_for_update(no_key=True).get(pk=participant.pk)
    row: CheckIn
    row, is_new = CheckIn.objects.get_or_create(
        key=uuid5(SELF, f"{participant.public_id}:{code.session.public_id}"),
        defaults={
            "edition": participant.edition,
            "session": code.session,
            "participant": participant,
            "direction": Direction.IN,
            "origin": Origin.SELF,
            "happened_at": at,
            "received_at": at,
            "given_by": actor,
            "problem": Problem.NONE,
        },
    )
    if is_new:
        trail.record("events.presence_declared", participant.edition, actor=actor)
    return row


def _tries(participant: Participant) -> int:
    """How often this person tried in this hour; who guesses is stopped long before a code is found."""
    key = f"session-code-tries:{participant.pk}"
    if cache.add(key, 1, HOUR):
        return 1
    try:
        return int(cache.incr(key))
    except ValueError:  # it ran out between the two
        return 1
