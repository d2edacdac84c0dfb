"""The list of joint projects as a file."""

from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from jisr.exports import tables
from jisr.exports.policies import STAFF_LISTS
from jisr.exports.tables import Column
from jisr.partnerships.projects.models import JointProject
from jisr.partnerships.projects.views.listing import project_listing
from jisr.web.structured_data import absolute


def _themes(row: JointProject) -> str:
    return pgettext("between items of a list", ", ").join(theme.name for theme in row.themes.all())


def _sdip(row: JointProject) -> str:
    return " · ".join(part for part in (row.sdip_period, row.sdip_project) if part)


def _euros(cents: int | None) -> float | None:
    if cents is None:
        return None
    return cents / 100 if cents % 100 else cents // 100


COLUMNS = (
    Column("title", _("Title"), lambda row: row.title),
    Column("german", _("German authority"), lambda row: row.tie.german.name),
    Column("palestinian", _("Palestinian authority"), lambda row: row.tie.palestinian.name),
    Column("state", _("State"), lambda row: row.get_state_display()),
    Column("themes", _("Themes"), _themes),
    Column("lead", _("Who leads"), lambda row: row.get_lead_side_display()),
    Column("sdip", _("Project in the plan"), _sdip),
    Column("start", _("Wanted start"), lambda row: row.start_on, "date"),
    Column("end", _("Wanted end"), lambda row: row.end_on, "date"),
    Column("cost", _("Estimated cost (EUR)"), lambda row: _euros(row.estimated_cost_cents), "number"),
    Column("own", _("Own means (EUR)"), lambda row: _euros(row.own_means_cents), "number"),
    Column("page", _("Page"), lambda row: absolute(row.get_absolute_url()), "url"),
)


def register() -> None:
    tables.register("joint-projects", _("Joint projects"), columns=COLUMNS, rows=_rows, permission=STAFF_LISTS)


def _rows(actor: Any, parameters: QueryDict) -> QuerySet[JointProject]:  # noqa: ANN401 - the list's own rule
    return project_listing(actor, parameters).rows.prefetch_related("themes")
