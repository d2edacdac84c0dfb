"""The lists of agreed steps and of decisions, as their addresses ask for them: for pages and files."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jisr.events.editions.models import Edition
from jisr.events.results.models import Decision, FollowUp
from jisr.events.results.states import UNDER_WAY, Owner, State, Step
from jisr.municipalities.places import authorities_like
from jisr.municipalities.policies import reads_for_office
from jisr.web.listing import Filter, Listing, read_listing

ALL, LIVE, OVERDUE = "all", "live", "overdue"
HERE, EARLIER = "here", "earlier"
Rows = QuerySet[FollowUp]


def _in_state(rows: Rows, value: str) -> Rows:
    if value == ALL:
        return rows
    if value == OVERDUE:
        return rows.filter(state__in=UNDER_WAY, due_on__lt=timezone.localdate())
    return rows.filter(state__in=UNDER_WAY if value == LIVE else [value])


def _states() -> list[tuple[str, Any]]:
    first = [(LIVE, gettext("under way")), (OVERDUE, gettext("overdue"))]
    return [*first, *Step.choices, (ALL, gettext("All states"))]


def _by_name(rows: Rows, value: str) -> Rows:
    hits = authorities_like(value)
    words = Q(text_de__icontains=value) | Q(text_en__icontains=value) | Q(text_ar__icontains=value)
    return rows.filter(Q(authority__in=hits) | Q(counterpart__in=hits) | words)


FILTERS = (
    Filter("q", _("Name or words"), _by_name),
    Filter("state", _("State"), _in_state, _states),
    Filter("owner", _("Who takes it on"), lambda rows, value: rows.filter(owner_kind=value), lambda: Owner.choices),
)
SORTS = {
    "due": (_("Due by"), ["due_on"]),
    "state": (_("State"), ["state", "due_on"]),
    "owner": (_("Who takes it on"), ["owner_kind", "authority__name", "due_on"]),
}


def follow_up_listing(actor: Any, parameters: QueryDict, *, edition: Edition | None = None) -> Listing:  # noqa: ANN401
    """Without an edition: for the office all of them, for others those of their people. Usually what is under way."""
    rows = FollowUp.objects.visible_to(actor)
    filters = list(FILTERS)
    if edition is not None:
        rows = rows.of_edition(edition)
        filters.append(_where_from(edition))
    elif not reads_for_office(actor):
        rows = rows.of_people(actor)
    asked = parameters.copy()
    if edition is None:
        asked.setdefault("state", LIVE)
    return read_listing(asked, rows.for_lists(), filters=filters, sorts=SORTS)


def _where_from(edition: Edition) -> Filter:
    def narrow(rows: Rows, value: str) -> Rows:
        return rows.filter(edition=edition) if value == HERE else rows.exclude(edition=edition)

    return Filter("from", _("Agreed"), narrow, lambda: [(HERE, gettext("here")), (EARLIER, gettext("earlier"))])


def decision_listing(actor: Any, parameters: QueryDict, *, edition: Edition | None = None) -> Listing:  # noqa: ANN401
    rows = Decision.objects.visible_to(actor).for_lists()
    if edition is not None:
        rows = rows.filter(edition=edition)
    in_state = Filter("state", _("State"), lambda some, value: some.filter(state=value), lambda: State.choices)
    sorts = {"day": (_("Day"), ["decided_on"]), "state": (_("State"), ["state", "decided_on"])}
    return read_listing(parameters, rows, filters=[in_state], sorts=sorts)
