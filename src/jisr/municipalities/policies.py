"""Who may do what with memberships and organisations, and why not."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from jisr.accounts.states import Role
from jisr.kernel.policy import ALLOW, Verdict, deny, permission, rule
from jisr.municipalities.states import LIVE, MembershipRole, MembershipState

if TYPE_CHECKING:
    from jisr.municipalities.models import Authority, Membership, Organisation

Actor = Any  # a person or Django's AnonymousUser

READ_ORGANISATION = permission("municipalities.read_organisation", _("see an organisation"))
ASK_MEMBERSHIP = permission("municipalities.ask_membership", _("ask to act for an authority or organisation"))
INVITE_MEMBER = permission("municipalities.invite_member", _("invite a member"))
READ_MEMBERSHIP = permission("municipalities.read_membership", _("see a membership"))
READ_ALL_MEMBERSHIPS = permission("municipalities.read_all_memberships", _("see all memberships"))
READ_MEMBERS = permission("municipalities.read_members", _("see the members of an authority or organisation"))
CONFIRM_MEMBERSHIP = permission("municipalities.confirm_membership", _("confirm a membership"))
REFUSE_MEMBERSHIP = permission("municipalities.refuse_membership", _("refuse a membership"))
ACCEPT_INVITATION = permission("municipalities.accept_invitation", _("accept an invitation"))
END_MEMBERSHIP = permission("municipalities.end_membership", _("end a membership"))

DECIDING_STAFF = (Role.ADVISER,)  # and administrators, who have every role
READING_STAFF = (Role.ADVISER, Role.EVENTS, Role.FUNDING, Role.AUDIT)


def is_person(actor: Actor) -> bool:
    """Whether somebody is signed in with an account that is open."""
    return bool(getattr(actor, "is_authenticated", False) and actor.is_active)


def acts_for(actor: Actor, body: "Authority | Organisation", *roles: str) -> bool:
    """Whether the actor is a confirmed member of ``body``, in one of ``roles`` if any are named."""
    if not is_person(actor):
        return False
    mine = actor.memberships.filter(state=MembershipState.CONFIRMED, **{str(body._meta.model_name): body})
    return bool((mine.filter(role__in=roles) if roles else mine).exists())


def coordinates(actor: Actor, body: "Authority | Organisation") -> bool:
    return acts_for(actor, body, MembershipRole.COORDINATOR)


def decides_for_office(actor: Actor) -> bool:
    """Whether the actor confirms memberships for the programme office."""
    return is_person(actor) and actor.has_role(*DECIDING_STAFF)


def reads_for_office(actor: Actor) -> bool:
    """Whether the actor sees all memberships for the programme office."""
    return is_person(actor) and actor.has_role(*READING_STAFF)


@rule(READ_ORGANISATION)
def may_read_organisation(actor: Actor, _organisation: "Organisation") -> Verdict:
    return ALLOW if is_person(actor) else deny(_("Please sign in first."))


@rule(ASK_MEMBERSHIP)
def may_ask(actor: Actor, _body: "Authority | Organisation") -> Verdict:
    return ALLOW if is_person(actor) else deny(_("Please sign in first."))


@rule(INVITE_MEMBER)
def may_invite(actor: Actor, body: "Authority | Organisation") -> Verdict:
    if decides_for_office(actor) or coordinates(actor, body):
        return ALLOW
    return deny(_("Only a confirmed coordinator or the programme office can invite members."))


@rule(READ_MEMBERS)
def may_read_members(actor: Actor, body: "Authority | Organisation") -> Verdict:
    if reads_for_office(actor) or coordinates(actor, body):
        return ALLOW
    return deny(_("Only a confirmed coordinator or the programme office sees the members."))


@rule(READ_MEMBERSHIP)
def may_read_membership(actor: Actor, membership: "Membership") -> Verdict:
    if is_own(actor, membership):
        return ALLOW
    return may_read_members(actor, membership.body)


@rule(READ_ALL_MEMBERSHIPS)
def may_read_all_memberships(actor: Actor, _subject: object) -> Verdict:
    return ALLOW if reads_for_office(actor) else deny(_("Only the programme office can take this list along."))


@rule(CONFIRM_MEMBERSHIP)
def may_confirm(actor: Actor, membership: "Membership") -> Verdict:
    if is_own(actor, membership):
        return deny(_("Nobody can confirm themself. The programme office or another coordinator does it."))
    if decides_for_office(actor) or coordinates(actor, membership.body):
        return ALLOW
    return deny(_("Only a confirmed coordinator of the same authority or the programme office can decide on this."))


@rule(REFUSE_MEMBERSHIP)
def may_refuse(actor: Actor, membership: "Membership") -> Verdict:
    return may_confirm(actor, membership)


@rule(ACCEPT_INVITATION)
def may_accept(actor: Actor, membership: "Membership") -> Verdict:
    if is_own(actor, membership):
        return ALLOW
    return deny(_("Only the invited person can accept this invitation."))


@rule(END_MEMBERSHIP)
def may_end(actor: Actor, membership: "Membership") -> Verdict:
    if is_own(actor, membership) or decides_for_office(actor) or coordinates(actor, membership.body):
        return ALLOW
    return deny(_("Only the person, a confirmed coordinator or the programme office can end this."))


def is_own(actor: Actor, membership: "Membership") -> bool:
    """Whether the membership is the actor's own, or an open invitation to an address they have confirmed as theirs."""
    if not is_person(actor):
        return False
    if membership.user_id is not None:
        return bool(membership.user_id == actor.pk)
    return membership.state in LIVE and membership.invited_email in confirmed_addresses(actor)


def confirmed_addresses(actor: Actor) -> list[str]:
    """The e-mail addresses that somebody has shown to be theirs, in small letters."""
    return [address.lower() for address in actor.emailaddress_set.filter(verified=True).values_list("email", flat=True)]
