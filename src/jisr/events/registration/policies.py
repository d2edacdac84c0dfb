"""Who registers whom, who sees a participant and what they answered, and who decides."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from jisr.events.editions.policies import runs_events
from jisr.kernel.policy import ALLOW, Verdict, deny, permission, rule
from jisr.municipalities.policies import Actor, acts_for, coordinates, is_person
from jisr.municipalities.states import MembershipRole

if TYPE_CHECKING:
    from jisr.events.registration.form_models import FormAnswer
    from jisr.events.registration.models import Participant

READ_PARTICIPANT = permission("events.read_participant", _("see a participant of a meeting"))
READ_ANSWER = permission("events.read_answer", _("see what a participant answered"))
REGISTER = permission("events.register", _("register for a meeting"))
REGISTER_DELEGATION = permission("events.register_delegation", _("register a delegation"))
CHANGE_PARTICIPANT = permission("events.change_participant", _("change or withdraw a registration"))
CORRECT_PARTICIPANT = permission("events.correct_participant", _("correct the details of a participant"))
ANSWER_FOR = permission("events.answer_for", _("answer the questions of a registration"))
REPLACE_PARTICIPANT = permission("events.replace_participant", _("name somebody else for a place"))
CONFIRM_RELEASE = permission("events.confirm_release", _("say for the employer whether somebody is released"))
DECIDE_PARTICIPANT = permission("events.decide_participant", _("decide about registrations"))
LIST_PARTICIPANTS = permission("events.list_participants", _("see the list of participants"))


def sends(actor: Actor, participant: "Participant") -> bool:
    """Whether the actor coordinates the body that sends the participant."""
    return participant.body is not None and coordinates(actor, participant.body)


@rule(READ_PARTICIPANT)
def may_read(actor: Actor, participant: "Participant") -> Verdict:
    """The person, the coordinators of the body that sends them, and the events team."""
    if not is_person(actor):
        return deny(_("Please sign in first."))
    if participant.user_id == actor.pk or runs_events(actor) or sends(actor, participant):
        return ALLOW
    return deny(_("Only the person, the coordinators of the authority and the events team see this."))


@rule(READ_ANSWER)
def may_read_answer(actor: Actor, answer: "FormAnswer") -> Verdict:
    return may_answer(actor, answer.participant)


@rule(ANSWER_FOR)
def may_answer(actor: Actor, participant: "Participant") -> Verdict:
    """Answers can be as private as what somebody eats: the coordinator sees only whether they are complete."""
    if is_person(actor) and (participant.user_id == actor.pk or runs_events(actor)):
        return ALLOW
    return deny(_("Only the person and the events team see and give these answers."))


@rule(REGISTER)
def may_register(actor: Actor, _edition: object) -> Verdict:
    return ALLOW if is_person(actor) else deny(_("Please sign in first."))


@rule(REGISTER_DELEGATION)
def may_register_delegation(actor: Actor, body: Any) -> Verdict:  # noqa: ANN401 - an authority or organisation
    if coordinates(actor, body) or runs_events(actor):
        return ALLOW
    return deny(_("Only a confirmed coordinator registers a delegation."))


@rule(CHANGE_PARTICIPANT)
def may_change(actor: Actor, participant: "Participant") -> Verdict:
    return may_read(actor, participant)


@rule(CORRECT_PARTICIPANT)
def may_correct(actor: Actor, participant: "Participant") -> Verdict:
    """The person, the events team, and the coordinators unless the person registered themself."""
    if is_person(actor) and (participant.user_id == actor.pk or runs_events(actor)):
        return ALLOW
    by = participant.party.registered_by_id if participant.party else None
    is_by_themself = by is not None and by == participant.user_id
    if sends(actor, participant) and not is_by_themself:
        return ALLOW
    return deny(_("Only the person and the events team correct this, and the coordinators for whom they registered."))


@rule(REPLACE_PARTICIPANT)
def may_replace(actor: Actor, participant: "Participant") -> Verdict:
    if participant.body is not None and may_register_delegation(actor, participant.body):
        return ALLOW
    return deny(_("Only the coordinators of the authority and the events team name somebody else."))


@rule(CONFIRM_RELEASE)
def may_confirm_release(actor: Actor, participant: "Participant") -> Verdict:
    """Coordinators and mayors speak for the employer, but nobody for themself; the office notes what it is told."""
    if not is_person(actor):
        return deny(_("Please sign in first."))
    if participant.user_id == actor.pk:
        return deny(_("Nobody can release themself. Another coordinator, the mayor or the events team does it."))
    if runs_events(actor):
        return ALLOW
    if participant.body is not None and acts_for(
        actor, participant.body, MembershipRole.COORDINATOR, MembershipRole.MAYOR
    ):
        return ALLOW
    return deny(_("Only coordinators and mayors speak for the employer."))


@rule(DECIDE_PARTICIPANT)
def may_decide(actor: Actor, _subject: object) -> Verdict:
    return ALLOW if runs_events(actor) else deny(_("Only the events team of the programme office can do this."))


@rule(LIST_PARTICIPANTS)
def may_list(actor: Actor, _subject: object) -> Verdict:
    return may_decide(actor, None)
