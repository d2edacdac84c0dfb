"""The list of ties as a file."""

from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from jisr.exports import tables
from jisr.exports.policies import STAFF_LISTS
from jisr.exports.tables import Column
from jisr.partnerships.models import Partnership
from jisr.partnerships.views.partnership import partnership_listing
from jisr.web.structured_data import absolute


def _themes(tie: Partnership) -> str:
    return pgettext("between items of a list", ", ").join(theme.name for theme in tie.themes.all())


COLUMNS = (
    Column("german", _("German authority"), lambda tie: tie.german.name),
    Column("land", _("Land"), lambda tie: tie.german.region.name),
    Column("palestinian", _("Palestinian authority"), lambda tie: tie.palestinian.name),
    Column("governorate", _("Governorate"), lambda tie: tie.palestinian.region.name),
    Column("since", _("Since"), lambda tie: tie.since, "partial_date"),
    Column("form", _("Form"), lambda tie: tie.get_form_display()),
    Column("themes", _("Themes"), _themes),
    Column("status", _("Status"), lambda tie: tie.get_status_display()),
    Column("status_date", _("Status as of"), lambda tie: tie.status_date, "partial_date"),
    Column("status_source", _("Source of the status"), lambda tie: tie.status_source_url, "url"),
    Column("page", _("Page"), lambda tie: absolute(tie.get_absolute_url()), "url"),
)


def register() -> None:
    tables.register("partnerships", _("Partnerships"), columns=COLUMNS, rows=_rows, permission=STAFF_LISTS)


def _rows(_actor: Any, parameters: QueryDict) -> QuerySet[Partnership]:  # noqa: ANN401 - the same for all who may
    return partnership_listing(parameters).rows.prefetch_related("themes")
