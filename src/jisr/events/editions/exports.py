"""The office's list of meetings as a file."""

from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from jisr.events.editions.models import Edition
from jisr.events.editions.views.office import office_listing
from jisr.exports import tables
from jisr.exports.policies import STAFF_LISTS
from jisr.exports.tables import Column
from jisr.web.structured_data import absolute

COLUMNS = (
    Column("series", _("Series"), lambda edition: edition.series.name),
    Column("kind", _("Kind"), lambda edition: edition.series.get_kind_display()),
    Column("number", _("Number"), lambda edition: edition.number, "number"),
    Column("title", _("Title"), lambda edition: edition.title),
    Column("state", _("State"), lambda edition: edition.get_state_display()),
    Column("start", _("First day"), lambda edition: edition.start, "partial_date"),
    Column("end", _("Last day"), lambda edition: edition.end, "partial_date"),
    Column("zone", _("Time zone"), lambda edition: edition.get_zone_display()),
    Column("deadline", _("Last day of registration"), lambda edition: edition.registration_deadline, "date"),
    Column("place", _("Place"), lambda edition: edition.place),
    Column("country", _("Country"), lambda edition: edition.country.name if edition.country else ""),
    Column("mode", _("Where"), lambda edition: edition.get_mode_display()),
    Column("page", _("Page"), lambda edition: absolute(edition.desk_url), "url"),
)


def register() -> None:
    tables.register("meetings", _("Meetings in the office"), columns=COLUMNS, rows=_rows, permission=STAFF_LISTS)


def _rows(actor: Any, parameters: QueryDict) -> QuerySet[Edition]:  # noqa: ANN401 - a person
    return office_listing(actor, parameters).rows
