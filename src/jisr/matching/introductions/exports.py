"""The office's list of introductions as a file: no contact, no note, no reason of a no."""

from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jisr.exports import tables
from jisr.exports.policies import STAFF_LISTS
from jisr.exports.tables import Column
from jisr.matching.introductions.models import Introduction
from jisr.matching.introductions.views.office import introduction_listing
from jisr.web.structured_data import absolute

COLUMNS = (
    Column("german", _("German side"), lambda row: row.german.name),
    Column("palestinian", _("Palestinian side"), lambda row: row.palestinian.name),
    Column("state", _("State"), lambda row: row.get_state_display()),
    Column("origin", _("How it came about"), lambda row: row.get_origin_display()),
    Column("asked", pgettext_lazy("introduction", "Asked"), lambda row: timezone.localdate(row.asked_at), "date"),
    Column("due", _("Answer due by"), lambda row: row.expires_on, "date"),
    Column("opened", _("Opened"), lambda row: timezone.localdate(row.opened_at) if row.opened_at else None, "date"),
    Column("ended", _("Ended"), lambda row: timezone.localdate(row.ended_at) if row.ended_at else None, "date"),
    Column("page", _("Page"), lambda row: absolute(row.get_absolute_url()), "url"),
)


def register() -> None:
    title = _("Introductions in the office")
    tables.register("introductions", title, columns=COLUMNS, rows=_rows, permission=STAFF_LISTS)


def _rows(actor: Any, parameters: QueryDict) -> QuerySet[Introduction]:  # noqa: ANN401 - a person
    return introduction_listing(actor, parameters).rows
