"""Agreed steps and decisions as files, for the office."""

from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from jisr.events.editions.models import Edition
from jisr.events.results.listing import decision_listing, follow_up_listing
from jisr.events.results.models import Decision, FollowUp
from jisr.exports import tables
from jisr.exports.policies import STAFF_LISTS
from jisr.exports.tables import Column
from jisr.web.structured_data import absolute

STEPS = (
    Column("text", _("What is to be done"), lambda row: row.text),
    Column("meeting", _("Meeting"), lambda row: row.edition.title),
    Column("owner", _("Who takes it on"), lambda row: row.owner_name),
    Column("counterpart", _("Together with"), lambda row: row.counterpart.name if row.counterpart else ""),
    Column("due", _("Due by"), lambda row: row.due_on, "date"),
    Column("state", _("State"), lambda row: row.get_state_display()),
    Column("outcome", _("What came of it"), lambda row: row.outcome),
    Column("reason", _("Reason"), lambda row: row.drop_reason),
    Column("page", _("Page"), lambda row: absolute(row.get_absolute_url()), "url"),
)
DECISIONS = (
    Column("text", _("Decision"), lambda row: row.text),
    Column("place", _("Session"), lambda row: row.title),
    Column("by", _("Decided by"), lambda row: row.decided_by),
    Column("day", _("Day"), lambda row: row.decided_on, "date"),
    Column("state", _("State"), lambda row: row.get_state_display()),
    Column("page", _("Page"), lambda row: absolute(row.get_absolute_url()), "url"),
)


def register() -> None:
    tables.register("follow-ups", _("Steps agreed at meetings"), columns=STEPS, rows=_steps, permission=STAFF_LISTS)
    tables.register("decisions", _("Decisions of meetings"), columns=DECISIONS, rows=_decisions, permission=STAFF_LISTS)


def _edition(actor: Any, parameters: QueryDict) -> Edition | None:  # noqa: ANN401 - a person
    slug = parameters.get("edition", "")
    found: Edition | None = Edition.objects.visible_to(actor).filter(slug=slug).first() if slug else None
    return found


def _steps(actor: Any, parameters: QueryDict) -> QuerySet[FollowUp]:  # noqa: ANN401
    return follow_up_listing(actor, parameters, edition=_edition(actor, parameters)).rows


def _decisions(actor: Any, parameters: QueryDict) -> QuerySet[Decision]:  # noqa: ANN401
    return decision_listing(actor, parameters, edition=_edition(actor, parameters)).rows
