"""Who is in which working group as a file, for the office."""

from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from jisr.events.editions.policies import RUN_EDITION
from jisr.events.groups.models import GroupPlace
from jisr.events.groups.words import language, listed, when
from jisr.exports import tables
from jisr.exports.tables import Column
from jisr.web.listing import clean_value

LONGEST_NUMBER = 5
COLUMNS = (
    Column("number", _("Number"), lambda row: row.group.position + 1, "number"),
    Column("group", _("Working group"), lambda row: row.group.title),
    Column("when", _("When"), lambda row: when(row.group.session, row.plan.edition)),
    Column("room", _("Room"), lambda row: str(row.group.session.room or "") if row.group.session else ""),
    Column("name", _("Name"), lambda row: row.participant.full_name),
    Column("body", _("Comes for"), lambda row: str(row.participant.body or "")),
    Column("side", _("Side"), lambda row: row.participant.side.label),
    Column("languages", _("Languages"), lambda row: listed(language(code) for code in row.participant.languages)),
    Column("presence", _("Takes part"), lambda row: row.participant.get_presence_display()),
    Column("wish", _("Which wish"), lambda row: row.rank, "number"),
    Column("by_hand", _("Placed by hand"), lambda row: _("yes") if row.is_pinned else _("no")),
    Column("plan", _("Plan"), lambda row: row.plan.number, "number"),
)


def register() -> None:
    title = _("Working groups and who is in them")
    tables.register("working-groups", title, columns=COLUMNS, rows=_rows, permission=RUN_EDITION)


def _rows(actor: Any, parameters: QueryDict) -> QuerySet[GroupPlace]:  # noqa: ANN401 - a person
    """The places of the plan that the address names, or the published ones of the meeting that it names."""
    rows = GroupPlace.objects.visible_to(actor).for_lists()
    rows = rows.select_related("plan__edition", "group__session__room", "participant__authority__country")
    rows = rows.filter(plan__edition__slug=clean_value(parameters.get("meeting", "")))
    number = parameters.get("plan", "")
    return (
        rows.filter(plan__number=number) if number.isdecimal() and len(number) <= LONGEST_NUMBER else rows.published()
    )
