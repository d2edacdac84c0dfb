"""Who checks people in, sees who was there, and has which certificate."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from jisr.events.attendance.states import CertificateState
from jisr.events.editions.policies import runs_events
from jisr.events.editions.states import OVER, State
from jisr.kernel.policy import ALLOW, Verdict, deny, permission, rule
from jisr.municipalities.policies import Actor, coordinates, is_person, reads_for_office

if TYPE_CHECKING:
    from jisr.events.attendance.models import Certificate, FeedbackForm
    from jisr.events.editions.models import Edition
    from jisr.events.registration.models import Participant

CHECK_IN = permission("events.check_in", _("check people in at a meeting"))
KEEP_ATTENDANCE = permission("events.keep_attendance", _("print badges, settle check-ins and issue certificates"))
ISSUE_CERTIFICATE = permission("events.issue_certificate", _("issue certificates of a meeting"))
READ_CERTIFICATE = permission("events.read_certificate", _("see a certificate"))
DECLARE_PRESENCE = permission("events.declare_presence", _("declare that one takes part in an online session"))
GIVE_FEEDBACK = permission("events.give_feedback", _("give feedback on a meeting"))
READ_FEEDBACK = permission("events.read_feedback", _("see what came of the feedback on a meeting"))


@rule(CHECK_IN)
def may_check_in(actor: Actor, edition: "Edition") -> Verdict:
    """The events team, and those whom it named for this very meeting."""
    if runs_events(actor):
        return ALLOW
    if is_person(actor) and edition.check_in_people.filter(user=actor).exists():
        return ALLOW
    return deny(_("Only the events team and those named for this meeting check people in."))


@rule(KEEP_ATTENDANCE)
def may_keep(actor: Actor, _edition: object) -> Verdict:
    return ALLOW if runs_events(actor) else deny(_("Only the events team of the programme office can do this."))


@rule(ISSUE_CERTIFICATE)
def may_issue(actor: Actor, edition: "Edition") -> Verdict:
    if not runs_events(actor):
        return deny(_("Only the events team of the programme office can do this."))
    if edition.state not in OVER:
        return deny(_("Certificates are issued when the meeting has been held."))
    return ALLOW


@rule(READ_CERTIFICATE)
def may_read_certificate(actor: Actor, certificate: "Certificate") -> Verdict:
    """The person and the events team; for somebody without an account the coordinators who sent them."""
    if not is_person(actor):
        return deny(_("Please sign in first."))
    if runs_events(actor) or certificate.user_id == actor.pk:
        return ALLOW
    participant = certificate.participant
    if not certificate.had_account and participant.authority is not None and coordinates(actor, participant.authority):
        return ALLOW
    return deny(_("Only the person and the events team see this."))


@rule(DECLARE_PRESENCE)
def may_declare(actor: Actor, participant: "Participant") -> Verdict:
    if not is_person(actor) or participant.user_id != actor.pk:
        return deny(_("Everybody can only declare this of themself."))
    if participant.state != "confirmed":
        return deny(_("You have no confirmed place at this meeting."))
    if participant.edition.state == State.CANCELLED:
        return deny(_("This meeting does not take place."))
    return ALLOW


@rule(GIVE_FEEDBACK)
def may_give_feedback(actor: Actor, participant: "Participant") -> Verdict:
    if is_person(actor) and participant.user_id == actor.pk and participant.state == "confirmed":
        return ALLOW
    return deny(_("Only those who had a confirmed place give feedback."))


@rule(READ_FEEDBACK)
def may_read_feedback(actor: Actor, _form: "FeedbackForm") -> Verdict:
    return ALLOW if reads_for_office(actor) else deny(_("Only the programme office sees this."))


def holds(certificate: "Certificate") -> bool:
    return certificate.state == CertificateState.ISSUED
