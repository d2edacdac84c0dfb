"""What council papers add to other rooms: the page of a tie, what waits, the trail, own data."""

from typing import Any

from django.urls import reverse
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
        "body": _("body"),
        "name": _("name of the body"),
        "costs": _("costs"),
        "sources": _("sources"),
        "reason": _("reason"),
        "position": _("place in the order"),
        "outcome": _("what came of it"),
        "met_on": _("met on"),
        "planned_on": _("planned for"),
        "kind": _("kind of body"),
        "adjourned_reason": _("why it was adjourned"),
        "votes_yes": _("votes for it"),
        "votes_no": _("votes against it"),
        "abstentions": _("abstentions"),
        "note": _("note"),
        "minutes_reference": _("where the minutes are"),
        "is_shared": _("the partner may see this"),
    }
    access.register("partnerships.councilmatter", _may_read, _url, _label, fields=fields)
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


def _find(key: str) -> CouncilMatter | None:
    rows = CouncilMatter.objects.with_tie()
    found: CouncilMatter | None = rows.filter(pk=key).first() if key.isdecimal() else None
    return found


def _may_read(actor: Any, key: str) -> bool:  # noqa: ANN401 - a person
    found = _find(key)
    return found is not None and may(actor, READ_MATTER, found)


def _url(key: str) -> str:
    found = _find(key)
    return found.get_absolute_url() if found else reverse("workspace:home")


def _label(key: str) -> str:
    return str(_find(key) or _("council paper"))
