"""What council papers add to other rooms: the page of a tie, what waits, the trail, own data."""

from django.utils.translation import gettext_lazy as _

from jisr.audit import access
from jisr.kernel.policy import may
from jisr.partnerships.council import panels as own
from jisr.partnerships.council import personal
from jisr.partnerships.council.models import CouncilMatter
from jisr.partnerships.council.policies import READ_MATTER
from jisr.partnerships.council.waiting import councils_waiting
from jisr.web import panels, waiting


def register() -> None:
    panels.register("tie", "council", own.of_tie, place=20)
    waiting.register("councils", councils_waiting)
    personal.register()
    fields = {
        "body": _("Body"),
        "name": _("Name of the body"),
        "costs": _("Costs"),
        "sources": _("Sources"),
        "reason": _("Reason"),
        "position": _("Place in the order"),
        "outcome": _("Outcome"),
        "met_on": _("Met on"),
        "planned_on": _("Planned for"),
        "kind": _("Kind of body"),
        "adjourned_reason": _("Why it was adjourned"),
        "votes_yes": _("Votes for it"),
        "votes_no": _("Votes against it"),
        "abstentions": _("Abstentions"),
        "note": _("Note"),
        "minutes_reference": _("Where the minutes are"),
        "is_shared": _("The partner may see this meeting and what came of it"),
    }
    access.register_rows(
        CouncilMatter.objects.with_tie,
        lambda actor, matter: may(actor, READ_MATTER, matter),
        elsewhere="workspace:home",
        one=_("council paper"),
        fields=fields,
    )
    access.name_actions(
        {
            "partnerships.council_started": _("council paper begun"),
            "partnerships.council_changed": _("council paper changed"),
            "partnerships.council_withdrawn": _("council paper withdrawn"),
            "partnerships.council_step_added": _("meeting about a council paper added"),
            "partnerships.council_step_changed": _("meeting about a council paper changed"),
            "partnerships.council_step_moved": _("meeting about a council paper moved in the order"),
            "partnerships.council_step_removed": _("meeting about a council paper taken out"),
            "partnerships.council_outcome_noted": _("outcome of a meeting about a council paper noted"),
        }
    )
