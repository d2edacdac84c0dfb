"""Who may change the directory, and who may propose a change."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from jisr.accounts.states import Role
from jisr.kernel.policy import ALLOW, Verdict, deny, permission, rule
from jisr.municipalities.policies import acts_for, is_person

if TYPE_CHECKING:
    from jisr.municipalities.models import Authority, AuthorityContact, Proposal

Actor = Any  # a person or Django's AnonymousUser

READ_DESK = permission("municipalities.read_desk", _("see the office's directory"))
EDIT_FACTS = permission("municipalities.edit_facts", _("change facts of the directory"))
PROPOSE_FACTS = permission("municipalities.propose_facts", _("propose a change to an authority's facts"))
READ_PROPOSAL = permission("municipalities.read_proposal", _("see a proposal"))
DECIDE_PROPOSAL = permission("municipalities.decide_proposal", _("decide on a proposal"))
READ_CONTACT = permission("municipalities.read_contact", _("see a contact of an authority"))


def reads_for(actor: Actor, *authorities: "Authority") -> bool:
    """Whether the actor reads what the office and the authority's own people know: contacts and papers."""
    if not is_person(actor):
        return False
    return actor.is_programme_staff or any(acts_for(actor, authority) for authority in authorities)


@rule(READ_DESK)
def may_read_desk(actor: Actor, _subject: object) -> Verdict:
    if is_person(actor) and actor.is_programme_staff:
        return ALLOW
    return deny(_("Only the programme office sees this."))


@rule(EDIT_FACTS)
def may_edit_facts(actor: Actor, _subject: object) -> Verdict:
    if is_person(actor) and actor.has_role(Role.ADVISER):
        return ALLOW
    return deny(_("Only advisers and administrators of the programme office can change the directory."))


@rule(PROPOSE_FACTS)
def may_propose(actor: Actor, authority: "Authority") -> Verdict:
    if acts_for(actor, authority):
        return ALLOW
    return deny(_("Only confirmed members of this authority can propose changes to its facts."))


@rule(READ_PROPOSAL)
def may_read_proposal(actor: Actor, proposal: "Proposal") -> Verdict:
    if is_person(actor) and (actor.is_programme_staff or acts_for(actor, proposal.authority)):
        return ALLOW
    return deny(_("Only the programme office and members of the authority see this proposal."))


@rule(DECIDE_PROPOSAL)
def may_decide(actor: Actor, proposal: "Proposal") -> Verdict:
    if proposal.proposed_by_id is not None and proposal.proposed_by_id == getattr(actor, "pk", None):
        return deny(_("Nobody decides on a proposal of their own."))
    return may_edit_facts(actor, proposal)


@rule(READ_CONTACT)
def may_read_contact(actor: Actor, contact: "AuthorityContact") -> Verdict:
    if reads_for(actor, contact.authority):
        return ALLOW
    return deny(_("Only the programme office and members of the authority see its contacts."))
