"""Who sees profiles, requests and 1:1 meetings, and who may ask and answer."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from jisr.events.editions.policies import runs_events
from jisr.events.registration.states import ParticipantState
from jisr.kernel.policy import ALLOW, Verdict, deny, permission, rule
from jisr.municipalities.policies import Actor, is_person

if TYPE_CHECKING:
    from jisr.events.registration.models import Participant
    from jisr.events.talks.models import TalkProfile, TalkRequest

READ_TALK_PROFILE = permission("events.read_talk_profile", _("see the profile of a participant for 1:1 meetings"))
READ_TALK_REQUEST = permission("events.read_talk_request", _("see a request for a 1:1 meeting"))
KEEP_TALK_PROFILE = permission("events.keep_talk_profile", _("write one's profile for 1:1 meetings"))


@rule(KEEP_TALK_PROFILE)
def may_keep(actor: Actor, participant: "Participant") -> Verdict:
    """Nobody speaks for somebody else here, not even their coordinator."""
    if not is_person(actor) or participant.user_id != actor.pk:
        return deny(_("Only the person writes their own profile."))
    if participant.state != ParticipantState.CONFIRMED:
        return deny(_("1:1 meetings are for participants whose place is confirmed."))
    return ALLOW


@rule(READ_TALK_PROFILE)
def may_read_profile(actor: Actor, profile: "TalkProfile") -> Verdict:
    if not is_person(actor):
        return deny(_("Please sign in first."))
    if runs_events(actor) or profile.participant.user_id == actor.pk:
        return ALLOW
    is_seen = profile.is_open and profile.participant.state == ParticipantState.CONFIRMED
    if is_seen and type(profile).objects.open_of(actor, profile.participant.edition_id).exists():
        return ALLOW
    return deny(_("Profiles are seen by participants who take part in the 1:1 meetings themselves."))


@rule(READ_TALK_REQUEST)
def may_read_request(actor: Actor, request: "TalkRequest") -> Verdict:
    if not is_person(actor):
        return deny(_("Please sign in first."))
    people = {request.asking.participant.user_id, request.asked.participant.user_id}
    if runs_events(actor) or actor.pk in people:
        return ALLOW
    return deny(_("Only the two and the events team see this."))
