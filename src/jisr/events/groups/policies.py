"""Who ranks wishes, who sees them, who sees where people are placed, and who plans."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from jisr.events.editions.policies import runs_events
from jisr.events.groups.states import PlanState
from jisr.events.registration.policies import may_read as may_read_participant
from jisr.kernel.policy import ALLOW, Verdict, deny, permission, rule
from jisr.municipalities.policies import Actor, coordinates, is_person

if TYPE_CHECKING:
    from jisr.events.groups.models import GroupPlace, GroupPlan, WishList
    from jisr.events.registration.models import Participant

RANK_WISHES = permission("events.rank_wishes", _("rank somebody's wishes for working groups"))
READ_WISHES = permission("events.read_wishes", _("see somebody's wishes for working groups"))
READ_PLACE = permission("events.read_group_place", _("see in which working group somebody is"))
READ_PLAN = permission("events.read_group_plan", _("see a plan of working groups"))


@rule(RANK_WISHES)
def may_rank(actor: Actor, participant: "Participant") -> Verdict:
    """The person, the coordinators of the authority that sends them, and the events team on their behalf."""
    if not is_person(actor):
        return deny(_("Please sign in first."))
    if participant.user_id == actor.pk or runs_events(actor):
        return ALLOW
    if participant.authority is not None and coordinates(actor, participant.authority):
        return ALLOW
    return deny(_("Only the person, the coordinators of the authority and the events team can do this."))


@rule(READ_WISHES)
def may_read_wishes(actor: Actor, wish_list: "WishList") -> Verdict:
    return may_read_participant(actor, wish_list.participant)


@rule(READ_PLACE)
def may_read_place(actor: Actor, place: "GroupPlace") -> Verdict:
    """Until a plan is published only the events team sees who would be where; one that was replaced is theirs again."""
    if runs_events(actor) or place.plan.state == PlanState.PUBLISHED:
        return may_read_participant(actor, place.participant)
    return deny(_("This plan is not published."))


@rule(READ_PLAN)
def may_read_plan(actor: Actor, _plan: "GroupPlan") -> Verdict:
    return ALLOW if runs_events(actor) else deny(_("Only the events team of the programme office sees this."))
