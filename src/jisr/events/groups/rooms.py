"""What working groups add to other rooms: pages of others, messages, the trail, what waits, files, own data."""

from django.utils.translation import gettext_lazy as _

from jisr.audit import access
from jisr.events.agenda import commitments as times
from jisr.events.editions import cloning as takeover
from jisr.events.editions.policies import runs_events
from jisr.events.groups import exports, new_days, panels, personal, telling
from jisr.events.groups.cloning import clone, count
from jisr.events.groups.commitments import commitments_of
from jisr.events.groups.models import GroupPlan, GroupRules, WishList, WorkingGroup
from jisr.events.groups.waiting import groups_waiting
from jisr.municipalities.services import merging
from jisr.web import panels as page_panels
from jisr.web import waiting


def register() -> None:
    new_days.register()
    page_panels.register("edition_desk", "groups", panels.on_desk, place=50)
    page_panels.register("participation", "groups", panels.of_participant, place=60)
    times.register("groups", commitments_of)
    takeover.register(
        *("working_groups", _("working groups and their rules"), clone),
        requires=("participant_kinds",),
        place=50,
        count=count,
    )
    waiting.register("working_groups", groups_waiting)
    telling.declare_kinds()
    personal.register()
    exports.register()
    merging.register("events.WorkingGroup", "host")
    for model in (WorkingGroup, GroupRules, GroupPlan):
        access.register_rows(
            lambda model=model: model.objects.select_related("edition"),
            lambda actor, _row: runs_events(actor),
            elsewhere="workspace:home",
            one=model._meta.verbose_name,
        )
    access.register_rows(
        lambda: WishList.objects.select_related("participant__edition"),
        lambda actor, _row: runs_events(actor),
        elsewhere="workspace:home",
        one=WishList._meta.verbose_name,
    )
    access.name_actions(
        {
            "events.working_group_added": _("working group added"),
            "events.working_group_changed": _("working group changed"),
            "events.working_group_moved": _("working group put elsewhere in the list"),
            "events.working_group_removed": _("working group deleted"),
            "events.working_group_cancelled": _("working group does not take place"),
            "events.working_group_restored": _("working group takes place after all"),
            "events.working_groups_copied": _("working groups taken over from another meeting"),
            "events.group_rules_set": _("rules of working groups set"),
            "events.group_wishes_ranked": _("wishes for working groups ranked"),
            "events.group_plan_asked": _("plan of working groups asked for"),
            "events.group_plan_computed": _("plan of working groups computed"),
            "events.group_plan_stopped": _("plan of working groups stopped"),
            "events.group_place_set": _("somebody placed in a working group by hand"),
            "events.group_plan_published": _("plan of working groups published"),
        }
    )
