"""All ties with how each expectation stands, for the office."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from jisr.accounts.access import staff_required
from jisr.municipalities import choices
from jisr.municipalities.places import authorities_like
from jisr.partnerships.expectations.standing import Point, points_of
from jisr.partnerships.expectations.states import LIMIT_MONTHS, Kind, Standing
from jisr.partnerships.models import Partnership
from jisr.partnerships.states import Status
from jisr.web import public_data
from jisr.web.listing import Filter, Listing, read_listing

Rows = QuerySet[Partnership]


def _by_name(rows: Rows, value: str) -> Rows:
    hits = authorities_like(value)
    return rows.filter(Q(german__in=hits) | Q(palestinian__in=hits))


class Standings:
    """How all ties stand today, asked once however many filters and rows need it."""

    def __init__(self) -> None:
        self.known: dict[int, list[Point]] | None = None

    def of_all(self) -> dict[int, list[Point]]:
        if self.known is None:
            keys = Partnership.objects.order_by().values_list("pk", flat=True)
            self.known = points_of(keys, today=timezone.localdate())
        return self.known

    def of(self, ties: list[Partnership]) -> dict[int, list[Point]]:
        return self.known or points_of([tie.pk for tie in ties], today=timezone.localdate())


def _standing_filter(kind: Kind, standings: Standings) -> Filter:
    """Ties of which at least one side stands so on one point."""

    def narrow(rows: Rows, value: str) -> Rows:
        fitting = [
            tie
            for tie, found in standings.of_all().items()
            if any(point.kind == kind and point.standing == value for point in found)
        ]
        return rows.filter(pk__in=fitting)

    return Filter(kind.value, kind.label, narrow, lambda: Standing.choices)


FILTERS = (
    Filter("q", _("Name"), _by_name),
    Filter("status", _("Status"), lambda rows, value: rows.filter(status=value), lambda: Status.choices),
    Filter("land", _("Land"), lambda rows, value: rows.filter(german__region__slug=value), choices.laender),
)
SORTS = {
    "german": (_("German authority"), ["german__name", "palestinian__name"]),
    "palestinian": (_("Palestinian authority"), ["palestinian__name", "german__name"]),
    "status": (_("Status"), ["status", "german__name"]),
}


def expectation_listing(parameters: Any, standings: Standings) -> Listing:  # noqa: ANN401 - the address
    """The list as its address asks for it, for the page and for its file."""
    filters = (*FILTERS, *(_standing_filter(kind, standings) for kind in Kind))
    return read_listing(parameters, Partnership.objects.with_partners(), filters=filters, sorts=SORTS)


@staff_required()
@require_safe
def expectation_table(request: HttpRequest) -> HttpResponse:
    with public_data.at(public_data.generation()):  # asked once, not for each set of choices
        standings = Standings()
        listing = expectation_listing(request.GET, standings)
        context = {"listing": listing, "points": standings.of(list(listing.page)), "limit": LIMIT_MONTHS}
        return render(request, "partnerships/expectations/table.html", context)
