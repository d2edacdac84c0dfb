"""Who sees a programme before it is published, who is asked for consent, who hands in, reviews and decides."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from jisr.events.agenda.states import ContributionState
from jisr.events.editions.policies import runs_events
from jisr.events.registration.policies import may_read as may_read_participant
from jisr.kernel.policy import ALLOW, Verdict, deny, permission, rule
from jisr.municipalities.policies import Actor, is_person, reads_for_office
from jisr.municipalities.states import MembershipState

if TYPE_CHECKING:
    from jisr.events.agenda.contribution_models import Contribution
    from jisr.events.agenda.models import Session, SessionSpeaker
    from jisr.events.agenda.signup_models import SessionSignup

READ_SESSION = permission("events.read_session", _("see a session before it is published"))
READ_APPEARANCE = permission("events.read_appearance", _("see who speaks in a session"))
READ_SIGNUP = permission("events.read_signup", _("see who signed up for a session"))
SAY_CONSENT = permission("events.say_consent", _("say whether a speaker is shown"))
HAND_IN = permission("events.hand_in", _("hand in a contribution"))
READ_CONTRIBUTION = permission("events.read_contribution", _("see a contribution"))
WRITE_CONTRIBUTION = permission("events.write_contribution", _("change a contribution"))
REVIEW_CONTRIBUTION = permission("events.review_contribution", _("review a contribution"))

SEEN_BY_OFFICE = (ContributionState.SUBMITTED, ContributionState.ACCEPTED, ContributionState.DECLINED)


@rule(READ_SESSION)
def may_read(actor: Actor, _session: "Session") -> Verdict:
    """The office alone; everybody else reads what is published."""
    return ALLOW if reads_for_office(actor) else deny(_("Only the programme office sees what is not published."))


@rule(READ_APPEARANCE)
def may_read_appearance(actor: Actor, speaker: "SessionSpeaker") -> Verdict:
    if reads_for_office(actor) or is_own(actor, speaker):
        return ALLOW
    return deny(_("Only the person and the programme office see this."))


@rule(SAY_CONSENT)
def may_say_consent(actor: Actor, speaker: "SessionSpeaker") -> Verdict:
    """Who has an account says it themself; for others the events team notes when and how they said it."""
    if speaker.participant is not None and not speaker.participant.is_live:
        return deny(_("This person does not come to the meeting."))
    if is_own(actor, speaker):
        return ALLOW
    if speaker.participant is not None and speaker.participant.user_id is not None:
        return deny(_("This person has an account and answers for themself."))
    return ALLOW if runs_events(actor) else deny(_("Only the events team of the programme office can do this."))


@rule(READ_SIGNUP)
def may_read_signup(actor: Actor, signup: "SessionSignup") -> Verdict:
    """As the participant: the person, the coordinators of the body that sends them, and the events team."""
    return may_read_participant(actor, signup.participant)


@rule(HAND_IN)
def may_hand_in(actor: Actor, _call: object) -> Verdict:
    """Members of an authority or organisation, confirmed; and the office's own people."""
    if not is_person(actor):
        return deny(_("Please sign in first."))
    if reads_for_office(actor) or actor.memberships.filter(state=MembershipState.CONFIRMED).exists():
        return ALLOW
    return deny(_("Only confirmed members of an authority or organisation hand in contributions."))


@rule(READ_CONTRIBUTION)
def may_read_contribution(actor: Actor, contribution: "Contribution") -> Verdict:
    """The author; from its handing in on also the office and the invited reviewers."""
    if is_person(actor) and contribution.author_id == actor.pk:
        return ALLOW
    if contribution.state in SEEN_BY_OFFICE and (reads_for_office(actor) or is_invited(actor, contribution)):
        return ALLOW
    return deny(_("Only the author, the reviewers and the programme office see a contribution."))


@rule(WRITE_CONTRIBUTION)
def may_write(actor: Actor, contribution: "Contribution") -> Verdict:
    if is_person(actor) and contribution.author_id == actor.pk:
        return ALLOW
    return deny(_("Only the author changes a contribution."))


@rule(REVIEW_CONTRIBUTION)
def may_review(actor: Actor, contribution: "Contribution") -> Verdict:
    if is_person(actor) and contribution.author_id == actor.pk:
        return deny(_("Nobody reviews their own contribution."))
    if not (runs_events(actor) or is_invited(actor, contribution)):
        return deny(_("Only the events team and invited reviewers review contributions."))
    if contribution.state != ContributionState.SUBMITTED:
        return deny(_("This contribution is decided already."))
    return ALLOW


def is_own(actor: Actor, speaker: "SessionSpeaker") -> bool:
    """Whether the actor is this speaker."""
    participant = speaker.participant
    return participant is not None and is_person(actor) and participant.user_id == actor.pk


def is_invited(actor: Actor, contribution: "Contribution") -> bool:
    """Whether the actor was invited to review what comes in for this call."""
    return is_person(actor) and contribution.call.reviewers.filter(pk=actor.pk).exists()
