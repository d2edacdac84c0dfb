"""The published plan of 1:1 meetings as a file, for those who run the meeting."""

from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from jisr.events.editions.clock import day_of
from jisr.events.editions.models import Edition
from jisr.events.editions.policies import RUN_EDITION, runs_events
from jisr.events.talks.clock import hours
from jisr.events.talks.models import Talk
from jisr.exports import tables
from jisr.exports.tables import Column


def _edition(row: Talk) -> Edition:
    found: Edition = row.request.asking.participant.edition
    return found


COLUMNS = (
    Column("day", _("Day"), lambda row: day_of(_edition(row), row.starts_at), "date"),
    Column("hours", _("Time"), lambda row: hours(row.starts_at, _edition(row))),
    Column("table", _("Table"), lambda row: row.table, "number"),
    Column("one", _("Participant"), lambda row: row.request.asking.participant.full_name),
    Column("one_body", _("Authority or organisation"), lambda row: str(row.request.asking.participant.body or "")),
    Column("other", _("meets"), lambda row: row.request.asked.participant.full_name),
    Column("other_body", _("of"), lambda row: str(row.request.asked.participant.body or "")),
    Column("interpreter", _("Interpreter"), lambda row: row.interpreter.label if row.interpreter else ""),
)


def register() -> None:
    tables.register("talks", _("1:1 meetings"), columns=COLUMNS, rows=_rows, permission=RUN_EDITION)


def _rows(actor: Any, parameters: QueryDict) -> QuerySet[Talk]:  # noqa: ANN401 - a person
    """Those of the edition that the address names."""
    rows = Talk.objects.held().filter(request__asking__participant__edition__slug=parameters.get("edition", ""))
    rows = rows if runs_events(actor) else rows.none()
    return rows.for_lists().select_related("request__asking__participant__edition")
