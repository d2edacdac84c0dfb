"""What results add to other rooms: menus, messages, the trail, what waits, search, files, own data, panels."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jisr.audit import access
from jisr.events.editions import cloning
from jisr.events.results import exports, holdings, panels, personal, search, telling
from jisr.events.results.carrying import carry, open_steps
from jisr.events.results.models import Decision, FollowUp, Minutes, Outcome, ResultSheet
from jisr.events.results.policies import READ_FOLLOW_UP, RELEASE_RESULT
from jisr.events.results.waiting import follow_ups_waiting
from jisr.kernel.policy import may
from jisr.web import panels as page_panels
from jisr.web import public_data, waiting, workspace_menu


def register() -> None:
    workspace_menu.register(27, _("Steps agreed at meetings"), "results:follow_ups", for_members=True)
    waiting.register("meeting results", follow_ups_waiting)
    telling.declare_kinds()
    personal.register()
    holdings.register()
    search.register()
    exports.register()
    public_data.register("events.Minutes", "events.Decision", "events.ResultSheet", "events.FollowUp")
    public_data.register("events.FollowUpCarry")
    page_panels.register("edition", "results", panels.of_edition, place=70)
    page_panels.register("edition_documentation", "results", panels.of_documentation, place=40)
    page_panels.register("edition_desk", "results", panels.of_desk, place=70)
    page_panels.register("participation", "results", panels.of_participation, place=70)
    page_panels.register("tie", "follow-ups", panels.of_tie, place=60)
    cloning.register("follow-ups", _("steps that are still open"), carry, place=90, count=open_steps)
    _name_histories()


def _name_histories() -> None:
    for model, one in (
        (Minutes, pgettext_lazy("what was written down", "minutes")),
        (Decision, _("decision")),
        (ResultSheet, _("result sheet")),
    ):
        access.register_rows(
            lambda model=model: model.objects.for_lists(), _may_read, elsewhere="results:follow_ups", one=one
        )
    access.register_rows(
        FollowUp.objects.for_lists,
        lambda actor, row: may(actor, READ_FOLLOW_UP, row),
        elsewhere="results:follow_ups",
        one=_("follow-up"),
        fields={"link": _("link")},
    )
    access.name_actions(ACTIONS)


def _may_read(actor: Any, outcome: Outcome) -> bool:  # noqa: ANN401 - a person
    """The history names who did what, so it is for the events team."""
    return may(actor, RELEASE_RESULT, outcome)


ACTIONS = {
    "events.minute_taker_named": _("minute taker named"),
    "events.minute_taker_removed": _("minute taker removed"),
    "events.minutes_begun": _("minutes begun"),
    "events.minutes_language_changed": _("language of minutes changed"),
    "events.minutes_checked": _("minutes checked"),
    "events.minutes_shared": _("minutes shared with participants"),
    "events.minutes_published": _("minutes published"),
    "events.minutes_renewed": _("minutes published anew"),
    "events.minutes_taken_back": _("minutes taken back"),
    "events.minutes_reopened": _("minutes opened for writing again"),
    "events.decision_noted": _("decision noted"),
    "events.decision_changed": _("decision changed"),
    "events.decision_checked": _("decision checked"),
    "events.decision_shared": _("decision shared with participants"),
    "events.decision_published": _("decision published"),
    "events.decision_renewed": _("decision published anew"),
    "events.decision_taken_back": _("decision taken back"),
    "events.decision_reopened": _("decision opened for writing again"),
    "events.sheet_begun": _("result sheet begun"),
    "events.sheet_translated": _("result sheet translated"),
    "events.resultsheet_checked": _("result sheet checked"),
    "events.resultsheet_shared": _("result sheet shared with participants"),
    "events.resultsheet_published": _("result sheet published"),
    "events.resultsheet_renewed": _("result sheet published anew"),
    "events.resultsheet_taken_back": _("result sheet taken back"),
    "events.resultsheet_reopened": _("result sheet opened for writing again"),
    "events.follow_up_agreed": _("step agreed"),
    "events.follow_up_changed": _("agreed step changed"),
    "events.follow_up_handed_over": _("agreed step handed over"),
    "events.follow_up_start": _("agreed step begun"),
    "events.follow_up_finish": _("agreed step done"),
    "events.follow_up_drop": _("agreed step dropped"),
    "events.follow_up_reopen": _("agreed step opened again"),
    "events.follow_up_person_named": _("person named for an agreed step"),
    "events.follow_up_linked": _("agreed step linked"),
    "events.follow_up_released": _("agreed step released for the public"),
    "events.follow_up_withheld": _("agreed step no longer public"),
    "events.follow_up_reminded": _("agreed step called to mind"),
    "events.follow_ups_carried": _("open steps brought into the next meeting"),
}
