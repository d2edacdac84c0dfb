"""Who may do what with enquiries, advice records and questions to peers, and why not."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from jisr.accounts.states import Role
from jisr.advice.states import Visibility
from jisr.kernel.policy import ALLOW, Verdict, deny, permission, rule
from jisr.municipalities.policies import Actor, acts_for, is_person

if TYPE_CHECKING:
    from jisr.advice.models import Enquiry, Entry, PeerConsent, PeerQuestion
    from jisr.municipalities.models import Authority

READ_ENQUIRY = permission("advice.read_enquiry", _("see an enquiry and what was agreed on it"))
READ_MESSAGE = permission("advice.read_message", _("read the words and the contact of somebody who asked"))
READ_ENTRY = permission("advice.read_entry", _("read an entry of an advice record"))
HANDLE = permission("advice.handle", _("handle enquiries for the programme office"))
ANSWER = permission("advice.answer", _("answer an enquiry"))
EDIT_TEMPLATES = permission("advice.edit_templates", _("change templates for replies"))
FINISH_STEP = permission("advice.finish_step", _("mark a next step as done"))
GIVE_CONSENT = permission("advice.give_consent", _("let an authority be asked by others"))
ASK_PEER = permission("advice.ask_peer", _("ask an authority for its experience"))
READ_QUESTION = permission("advice.read_question", _("see a question to peers"))
DECIDE_QUESTION = permission("advice.decide_question", _("answer a question of a peer with yes or no"))
WITHDRAW_QUESTION = permission("advice.withdraw_question", _("take a question to peers back"))

ADVISERS = (Role.ADVISER,)  # and administrators, who have every role


def advises(actor: Actor) -> bool:
    """Whether the actor answers enquiries for the programme office."""
    return is_person(actor) and bool(actor.has_role(*ADVISERS))


def is_enquirer(actor: Actor, enquiry: "Enquiry") -> bool:
    return is_person(actor) and enquiry.user_id == actor.pk


def _acts_for_one_of(actor: Actor, *authorities: "Authority | None") -> bool:
    return any(acts_for(actor, authority) for authority in authorities if authority is not None)


@rule(READ_ENQUIRY)
def may_read(actor: Actor, enquiry: "Enquiry") -> Verdict:
    if advises(actor) or is_enquirer(actor, enquiry):
        return ALLOW
    if _acts_for_one_of(actor, enquiry.authority, enquiry.other_authority):
        return ALLOW
    return deny(_("Only the programme office and those whom this enquiry concerns can see it."))


@rule(READ_MESSAGE)
def may_read_message(actor: Actor, enquiry: "Enquiry") -> Verdict:
    if advises(actor) or is_enquirer(actor, enquiry):
        return ALLOW
    return deny(_("Only the programme office and the person who asked can read this."))


@rule(READ_ENTRY)
def may_read_entry(actor: Actor, entry: "Entry") -> Verdict:
    if advises(actor):
        return ALLOW
    if entry.visibility == Visibility.OFFICE:
        return deny(_("This note is for the programme office."))
    enquiry = entry.enquiry
    if is_enquirer(actor, enquiry) or _acts_for_one_of(actor, enquiry.authority):
        return ALLOW
    if entry.visibility == Visibility.BOTH and _acts_for_one_of(actor, enquiry.other_authority):
        return ALLOW
    return deny(_("This note is for the authority that asked."))


@rule(HANDLE)
def may_handle(actor: Actor, _enquiry: "Enquiry | None") -> Verdict:
    return ALLOW if advises(actor) else deny(_("Only advisers of the programme office can do this."))


@rule(ANSWER)
def may_answer(actor: Actor, enquiry: "Enquiry") -> Verdict:
    if not advises(actor):
        return deny(_("Only advisers of the programme office can do this."))
    if enquiry.adviser_id != actor.pk:
        return deny(_("Please take this enquiry over first, so that nobody answers it twice."))
    return ALLOW


@rule(EDIT_TEMPLATES)
def may_edit_templates(actor: Actor, _template: object) -> Verdict:
    return may_handle(actor, None)


@rule(FINISH_STEP)
def may_finish(actor: Actor, step: object) -> Verdict:
    if advises(actor):
        return ALLOW
    is_own = is_person(actor) and getattr(step, "owner_id", None) == actor.pk
    if is_own and may_read(actor, step.enquiry):  # type: ignore[attr-defined]
        return ALLOW
    return deny(_("Only the person who took this step on and the programme office can mark it as done."))


@rule(GIVE_CONSENT)
def may_give_consent(actor: Actor, authority: "Authority") -> Verdict:
    if acts_for(actor, authority):
        return ALLOW
    return deny(_("Only confirmed members of an authority can decide whether it may be asked."))


@rule(ASK_PEER)
def may_ask(actor: Actor, consent: "PeerConsent") -> Verdict:
    if consent.withdrawn_at is not None:
        return deny(_("This authority does not want to be asked about this theme any more."))
    if advises(actor):
        return ALLOW
    if acts_for(actor, consent.authority):
        return deny(_("This is your own authority."))
    if is_member(actor):
        return ALLOW
    return deny(_("Only confirmed members of a local authority and the programme office can ask."))


def is_member(actor: Actor) -> bool:
    """Whether the actor is a confirmed member of any local authority."""
    return is_person(actor) and bool(actor.memberships.filter(state="confirmed", authority__isnull=False).exists())


@rule(READ_QUESTION)
def may_read_question(actor: Actor, question: "PeerQuestion") -> Verdict:
    if advises(actor) or (is_person(actor) and question.asked_by_id == actor.pk):
        return ALLOW
    if acts_for(actor, question.consent.authority):
        return ALLOW
    return deny(_("Only those who ask, those who are asked and the programme office can see this question."))


@rule(DECIDE_QUESTION)
def may_decide_question(actor: Actor, question: "PeerQuestion") -> Verdict:
    if acts_for(actor, question.consent.authority):
        return ALLOW
    return deny(_("Only confirmed members of the authority that is asked can say yes or no."))


@rule(WITHDRAW_QUESTION)
def may_withdraw_question(actor: Actor, question: "PeerQuestion") -> Verdict:
    if is_person(actor) and question.asked_by_id == actor.pk:
        return ALLOW
    return deny(_("Only the person who asked can take the question back."))
