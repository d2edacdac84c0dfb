"""Who comes to act for an authority or organisation, who says so, and how it ends."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.accounts.services import invite
from jisr.kernel import trail
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import authorize, may
from jisr.municipalities.models import Authority, Membership, Organisation
from jisr.municipalities.policies import (
    ACCEPT_INVITATION,
    ASK_MEMBERSHIP,
    CONFIRM_MEMBERSHIP,
    END_MEMBERSHIP,
    INVITE_MEMBER,
    REFUSE_MEMBERSHIP,
)
from jisr.municipalities.services.telling import coordinators_of, deciders_on, office, tell
from jisr.municipalities.states import LIVE, MembershipRole, MembershipState

VALID_FOR = timedelta(days=14)
Body = Authority | Organisation


class AlreadyDecided(DomainError):
    """Somebody else was faster, or the form was open for a long time."""


class AlreadyMember(DomainError):
    """The person acts for this body in this role already, or has asked for it."""


class InvitationExpired(DomainError):
    """The invitation is older than ``VALID_FOR``."""


class NoteMissing(DomainError):
    """A step that needs words came without."""


class LastCoordinator(DomainError):
    """A body would be left without anybody who speaks for it."""


class NoSuccessor(DomainError):
    """The person named cannot take over."""


@transaction.atomic
def ask_membership(body: Body, *, role: str, function_title: str = "", actor: User, at: datetime) -> Membership:
    """Ask to act for a body. Asking twice gives the membership that is there and tells nobody again."""
    authorize(actor, ASK_MEMBERSHIP, body)
    known = _live_of(actor, body, role)
    if known is not None:
        return known
    try:
        with transaction.atomic():
            membership: Membership = Membership.objects.create(
                user=actor,
                role=MembershipRole(role),
                function_title=function_title,
                state=MembershipState.ASKED,
                asked_at=at,
                asked_by=actor,
                **_columns(body),
            )
    except IntegrityError:  # a second click came in between
        known = _live_of(actor, body, role)
        if known is None:
            raise
        return known
    tell("asked", membership, to=deciders_on(membership), actor=actor)
    _record("asked", membership, before=None, actor=actor)
    return membership


@transaction.atomic
def invite_member(  # noqa: PLR0913 - what an invitation says
    body: Body, *, email: str, role: str, function_title: str = "", language: str = "", actor: User, at: datetime
) -> Membership:
    """Invite a person by address, whether or not they have an account; inviting twice changes nothing.

    Raises ``AlreadyMember`` for somebody who acts for the body in this role or has asked to.
    """
    authorize(actor, INVITE_MEMBER, body)
    _lock_body(body)  # one invitation at a time, so that two clicks make one
    email = email.strip().lower()
    person = User.objects.filter(emailaddress__email__iexact=email, emailaddress__verified=True).first()
    open_one = Membership.objects.of_body(body).filter(state=MembershipState.INVITED, invited_email=email, role=role)
    known: Membership
    for known in open_one:
        if known.expires_at is not None and known.expires_at > at:
            return known
        _end(known, state=MembershipState.ENDED, note="", actor=actor, at=at)
    _refuse_second(person, body, role, actor=actor)
    membership: Membership = Membership.objects.create(
        user=person,
        invited_email=email,
        role=MembershipRole(role),
        function_title=function_title,
        state=MembershipState.INVITED,
        asked_at=at,
        asked_by=actor,
        expires_at=at + VALID_FOR,
        **_columns(body),
    )
    if person is None:
        note = gettext("It is about acting for %(body)s.") % {"body": body.name}
        invite(email, language=language or get_language() or "de", actor=actor, at=at, note=note)
    else:
        tell("invited", membership, to=[person], actor=actor)
    _record("invited", membership, before=None, actor=actor)
    return membership


@transaction.atomic
def accept_invitation(pk: int, *, actor: User, at: datetime) -> Membership:
    """Take up an invitation. It is confirmed by the one who invited, if they still may; else it waits for others.

    Raises ``InvitationExpired``, ``AlreadyDecided`` and ``AlreadyMember``.
    """
    membership = _locked(pk)
    authorize(actor, ACCEPT_INVITATION, membership)
    _require(membership, MembershipState.INVITED)
    if membership.expires_at is None or membership.expires_at <= at:
        raise InvitationExpired(_("This invitation has expired. Please ask the coordinator for a new one."))
    if _live_of(actor, membership.body, membership.role, besides=membership.pk):
        raise AlreadyMember(_("You act for this authority in this role already, or have asked to."))
    host = membership.asked_by
    is_confirmed = host is not None and host.pk != actor.pk and may(host, INVITE_MEMBER, membership.body)
    membership.user = actor
    membership.state = MembershipState.CONFIRMED if is_confirmed else MembershipState.ASKED
    if is_confirmed:
        membership.confirmed_at, membership.confirmed_by = at, host
    membership.save()
    if is_confirmed:
        tell("accepted", membership, to=[host], actor=actor)
    else:
        tell("asked", membership, to=deciders_on(membership), actor=actor)
    _record("accepted", membership, before=MembershipState.INVITED, actor=actor)
    return membership


@transaction.atomic
def confirm_membership(pk: int, *, actor: User, at: datetime) -> Membership:
    """Say that a person acts for the body. Raises ``AlreadyDecided`` if somebody was faster."""
    membership = _locked(pk)
    authorize(actor, CONFIRM_MEMBERSHIP, membership)
    _require(membership, MembershipState.ASKED)
    membership.state, membership.confirmed_at, membership.confirmed_by = MembershipState.CONFIRMED, at, actor
    membership.save(update_fields=["state", "confirmed_at", "confirmed_by", "updated_at"])
    tell("confirmed", membership, to=[membership.user], actor=actor)
    _record("confirmed", membership, before=MembershipState.ASKED, actor=actor)
    return membership


@transaction.atomic
def refuse_membership(pk: int, *, reason: str, actor: User, at: datetime) -> Membership:
    """Say that a person does not act for the body, and why. Raises ``NoteMissing`` and ``AlreadyDecided``."""
    membership = _locked(pk)
    authorize(actor, REFUSE_MEMBERSHIP, membership)
    _require(membership, MembershipState.ASKED)
    if not reason.strip():
        raise NoteMissing(_("Please give the reason, so that the person knows what to do."))
    _end(membership, state=MembershipState.REFUSED, note=reason.strip(), actor=actor, at=at)
    tell("refused", membership, to=[membership.user], actor=actor, note=membership.note)
    _record("refused", membership, before=MembershipState.ASKED, actor=actor)
    return membership


@transaction.atomic
def end_membership(pk: int, *, note: str = "", has_no_successor: bool = False, actor: User, at: datetime) -> Membership:
    """End a membership, withdraw a request or take an invitation back.

    Raises ``LastCoordinator`` unless ``has_no_successor`` is said with a note, ``AlreadyDecided`` if it has ended.
    """
    membership = _locked(pk)
    authorize(actor, END_MEMBERSHIP, membership)
    _require(membership, *LIVE)
    before, note = membership.state, note.strip()
    _lock_body(membership.body)  # of two who leave at once only the first may
    is_last = membership.is_last_coordinator()
    if is_last and not (has_no_successor and note):
        raise LastCoordinator(
            _("Nobody else coordinates here. Please hand over, or write down that there is no successor and why.")
        )
    _end(membership, state=MembershipState.ENDED, note=note, actor=actor, at=at)
    tell("ended", membership, to=[membership.user, *coordinators_of(membership.body)], actor=actor, note=note)
    if is_last:
        tell("without_coordinator", membership, to=office(), actor=actor, note=note)
    _record("ended", membership, before=before, actor=actor)
    return membership


@transaction.atomic
def hand_over(pk: int, *, successor: int, note: str, actor: User, at: datetime) -> Membership:
    """End a membership and pass its role to another confirmed member of the same body (a key); return the ended one.

    The note is for both. The new role is confirmed by the actor if they may confirm it, else it waits.
    """
    membership = _locked(pk)
    authorize(actor, END_MEMBERSHIP, membership)
    _require(membership, MembershipState.CONFIRMED)
    note = note.strip()
    if not note:
        raise NoteMissing(_("Please write what the successor needs to know."))
    heir = Membership.objects.of_body(membership.body).confirmed().filter(pk=successor).first()
    if heir is None or heir.user_id == membership.user_id:
        raise NoSuccessor(_("Only another confirmed member of the same authority can take over."))
    taken = _live_of(heir.user, membership.body, membership.role) or _pass_on(membership, heir, actor=actor, at=at)
    membership.successor = taken
    _end(membership, state=MembershipState.ENDED, note=note, actor=actor, at=at)
    tell("handed_over", taken, to=[membership.user, heir.user], actor=actor, note=note)
    if taken.state == MembershipState.ASKED:
        tell("asked", taken, to=deciders_on(taken), actor=actor)
    _record("handed_over", membership, before=MembershipState.CONFIRMED, actor=actor)
    return membership


def expire_invitations(at: datetime) -> int:
    """End invitations that nobody accepted in time and forget their addresses; return how many."""
    stale = Membership.objects.filter(state=MembershipState.INVITED, expires_at__lt=at)
    return stale.update(state=MembershipState.ENDED, ended_at=at, invited_email="", updated_at=at)


def _pass_on(membership: Membership, heir: Membership, *, actor: User, at: datetime) -> Membership:
    taken = Membership(
        user=heir.user,
        role=membership.role,
        function_title=heir.function_title,
        state=MembershipState.ASKED,
        asked_at=at,
        asked_by=actor,
        **_columns(membership.body),
    )
    if may(actor, CONFIRM_MEMBERSHIP, taken):
        taken.state, taken.confirmed_at, taken.confirmed_by = MembershipState.CONFIRMED, at, actor
    taken.save()
    _record("taken_over", taken, before=None, actor=actor)
    return taken


def _locked(pk: int) -> Membership:
    membership: Membership = Membership.objects.select_for_update(no_key=True).get(pk=pk)
    return membership


def _lock_body(body: Body) -> None:
    """Let one change at a time count who speaks for the body."""
    type(body).objects.select_for_update(no_key=True).get(pk=body.pk)


def _columns(body: Body) -> dict[str, Body]:
    return {str(body._meta.model_name): body}


def _live_of(person: User, body: Body, role: str, *, besides: int | None = None) -> Membership | None:
    rows = Membership.objects.of_body(body).live().filter(user=person, role=role).exclude(pk=besides)
    found: Membership | None = rows.first()
    return found


def _refuse_second(person: User | None, body: Body, role: str, *, actor: User) -> None:
    if person is None:
        return
    if person.pk == actor.pk:
        raise AlreadyMember(_("This is your own address. Somebody else has to invite you."))
    known = _live_of(person, body, role)
    if known is not None and known.state == MembershipState.ASKED:
        raise AlreadyMember(_("This person has asked for this role already. Please decide on the request."))
    if known is not None:
        raise AlreadyMember(_("This person acts here in this role already."))


def _require(membership: Membership, *states: str) -> None:
    if membership.state not in states:
        state = MembershipState(membership.state).label
        raise AlreadyDecided(gettext("This is settled already: %(state)s.") % {"state": state}, state=membership.state)


def _end(membership: Membership, *, state: str, note: str, actor: User, at: datetime) -> None:
    membership.state, membership.note = state, note
    membership.ended_at, membership.ended_by = at, actor
    membership.save()


def _record(step: str, membership: Membership, *, before: str | None, actor: User) -> None:
    changes = {"state": [before, str(membership.state)]}
    trail.record(f"municipalities.membership_{step}", membership, actor=actor, changes=changes)
