"""Who works on a checklist, who reads passports, who sees counts and who sees names, and why not."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from jisr.accounts.states import Role
from jisr.events.editions.policies import runs_events
from jisr.events.registration.policies import READ_PARTICIPANT
from jisr.events.travel.states import Doer
from jisr.kernel.policy import ALLOW, Verdict, deny, permission, rule, verdict
from jisr.municipalities.policies import Actor, is_person, reads_for_office

if TYPE_CHECKING:
    from jisr.events.editions.models import Edition
    from jisr.events.registration.models import Participant
    from jisr.events.travel.models import TravelItem

READ_TRAVEL = permission("events.read_travel", _("see the travel checklist of a participant"))
WORK_ON_TRAVEL = permission("events.work_on_travel", _("plan the journey of a participant"))
SETTLE_ITEM = permission("events.settle_travel_item", _("change an item of a travel checklist"))
READ_TRAVEL_DATA = permission("events.read_travel_data", _("read the personal travel data of a participant"))
WRITE_TRAVEL_DATA = permission("events.write_travel_data", _("enter the personal travel data of a participant"))
ISSUE_LETTER = permission("events.issue_letter", _("issue invitation letters"))
PLAN_TRAVEL = permission("events.plan_travel", _("set the checklists and cost rules of a meeting"))
READ_TRAVEL_COUNTS = permission(
    "events.read_travel_counts", _("see how many rooms, transfers and meals a meeting needs")
)
READ_TRAVEL_NAMES = permission("events.read_travel_names", _("take lists of travellers with their names"))


def is_of_events_team(actor: Actor) -> bool:
    """Whether somebody has the role of the events team themself; being an administrator is not enough."""
    return is_person(actor) and Role.EVENTS in actor.role_names


@rule(READ_TRAVEL)
def may_read(actor: Actor, participant: "Participant") -> Verdict:
    """Whoever sees the participant."""
    return verdict(actor, READ_PARTICIPANT, participant)


@rule(WORK_ON_TRAVEL)
def may_work(actor: Actor, participant: "Participant") -> Verdict:
    return verdict(actor, READ_PARTICIPANT, participant)


@rule(SETTLE_ITEM)
def may_settle(actor: Actor, item: "TravelItem") -> Verdict:
    if item.doer == Doer.OFFICE and not runs_events(actor):
        return deny(_("Only the events team of the programme office can do this."))
    return may_work(actor, item.participant)


@rule(READ_TRAVEL_DATA)
def may_read_data(actor: Actor, participant: "Participant") -> Verdict:
    """The person, and the events team by its own role: neither coordinators nor administrators as such."""
    if is_person(actor) and participant.user_id == actor.pk:
        return ALLOW
    if is_of_events_team(actor):
        return ALLOW
    return deny(_("Only the person and the events team of the programme office can see personal travel data."))


@rule(WRITE_TRAVEL_DATA)
def may_write_data(actor: Actor, participant: "Participant") -> Verdict:
    return may_read_data(actor, participant)


@rule(ISSUE_LETTER)
def may_issue(actor: Actor, _participant: object) -> Verdict:
    return ALLOW if runs_events(actor) else deny(_("Only the events team of the programme office can do this."))


@rule(PLAN_TRAVEL)
def may_plan(actor: Actor, _edition: object) -> Verdict:
    return ALLOW if runs_events(actor) else deny(_("Only the events team of the programme office can do this."))


@rule(READ_TRAVEL_COUNTS)
def may_read_counts(actor: Actor, _edition: "Edition") -> Verdict:
    return ALLOW if reads_for_office(actor) else deny(_("Only the programme office sees these numbers."))


@rule(READ_TRAVEL_NAMES)
def may_read_names(actor: Actor, _edition: "Edition") -> Verdict:
    if is_of_events_team(actor):
        return ALLOW
    return deny(_("Only people with the role of the events team can take lists with names."))
