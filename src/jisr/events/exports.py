"""The list of meetings as a file."""

from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from jisr.events.models import Edition
from jisr.events.views.edition import edition_listing
from jisr.exports import tables
from jisr.exports.policies import STAFF_LISTS
from jisr.exports.tables import Column
from jisr.web.structured_data import absolute


def _themes(edition: Edition) -> str:
    return pgettext("between items of a list", ", ").join(theme.name for theme in edition.themes.all())


COLUMNS = (
    Column("series", _("Series"), lambda edition: edition.series.name),
    Column("number", _("Number"), lambda edition: edition.number, "number"),
    Column("title", _("Title"), lambda edition: edition.title),
    Column("start", _("First day"), lambda edition: edition.start, "partial_date"),
    Column("end", _("Last day"), lambda edition: edition.end, "partial_date"),
    Column("place", _("Place"), lambda edition: edition.place),
    Column("country", _("Country"), lambda edition: edition.country.name if edition.country else ""),
    Column("mode", _("Where"), lambda edition: edition.get_mode_display()),
    Column("german", _("Municipalities stated"), lambda edition: edition.german_authorities, "number"),
    Column(
        "palestinian", _("Palestinian authorities stated"), lambda edition: edition.palestinian_authorities, "number"
    ),
    Column("themes", _("Themes"), _themes),
    Column("source", _("Source"), lambda edition: next(iter(edition.source_urls), ""), "url"),
    Column("page", _("Page"), lambda edition: absolute(edition.get_absolute_url()), "url"),
)


def register() -> None:
    tables.register("editions", _("Meetings"), columns=COLUMNS, rows=_rows, permission=STAFF_LISTS)


def _rows(_actor: Any, parameters: QueryDict) -> QuerySet[Edition]:  # noqa: ANN401 - the same for all who may
    return edition_listing(parameters).rows
