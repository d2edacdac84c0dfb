"""Who sees a participant."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from jisr.events.editions.policies import runs_events
from jisr.kernel.policy import ALLOW, Verdict, deny, permission, rule
from jisr.municipalities.policies import Actor, coordinates, is_person

if TYPE_CHECKING:
    from jisr.events.registration.models import Participant

READ_PARTICIPANT = permission("events.read_participant", _("see a participant of a meeting"))


@rule(READ_PARTICIPANT)
def may_read(actor: Actor, participant: "Participant") -> Verdict:
    """The person, the coordinators of the authority that sends them, and the events team."""
    if not is_person(actor):
        return deny(_("Please sign in first."))
    if participant.user_id == actor.pk or runs_events(actor):
        return ALLOW
    if participant.authority is not None and coordinates(actor, participant.authority):
        return ALLOW
    return deny(_("Only the person, the coordinators of the authority and the events team see this."))
