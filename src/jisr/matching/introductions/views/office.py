"""All introductions, for the programme office."""

from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from jisr.accounts.access import staff_required
from jisr.matching.introductions.models import Introduction
from jisr.matching.introductions.states import LIVE, Origin, State
from jisr.municipalities import choices
from jisr.municipalities.places import authorities_like
from jisr.municipalities.policies import READING_STAFF
from jisr.web.listing import Filter, Listing, read_listing

ALL, UNDER_WAY = "all", "live"
Rows = QuerySet[Introduction]


def _in_state(rows: Rows, value: str) -> Rows:
    if value == ALL:
        return rows
    return rows.filter(state__in=LIVE if value == UNDER_WAY else [value])


def _states() -> list[tuple[str, Any]]:
    return [(UNDER_WAY, gettext("under way")), *State.choices, (ALL, gettext("All states"))]


def _by_name(rows: Rows, value: str) -> Rows:
    hits = authorities_like(value)
    return rows.filter(Q(german__in=hits) | Q(palestinian__in=hits))


def _in_region(rows: Rows, value: str) -> Rows:
    return rows.filter(Q(german__region__slug=value) | Q(palestinian__region__slug=value))


def _silent(rows: Rows, value: str) -> Rows:
    """Without an answer of both for so many days."""
    return rows.filter(state=State.ASKED, asked_at__lt=timezone.now() - timedelta(days=int(value)))


def _waits() -> list[tuple[str, Any]]:
    return [("14", gettext("14 days and longer")), ("28", gettext("28 days and longer"))]


FILTERS = (
    Filter("q", _("Name"), _by_name),
    Filter("state", _("State"), _in_state, _states),
    Filter("waiting", _("Without an answer for"), _silent, _waits),
    Filter("origin", _("How it came about"), lambda rows, value: rows.filter(origin=value), lambda: Origin.choices),
    Filter("region", _("Land or governorate"), _in_region, choices.regions),
)
SORTS = {
    "asked": (pgettext_lazy("introduction", "Asked"), ["asked_at", "pk"]),
    "german": (_("German side"), ["german__name", "pk"]),
    "palestinian": (_("Palestinian side"), ["palestinian__name", "pk"]),
    "state": (_("State"), ["state", "asked_at", "pk"]),
    "until": (_("Answer due by"), ["expires_on", "pk"]),
}


def introduction_listing(actor: Any, parameters: Any) -> Listing:  # noqa: ANN401 - a person and the address
    asked = parameters.copy()
    asked.setdefault("state", UNDER_WAY)
    rows = Introduction.objects.visible_to(actor).for_lists()
    return read_listing(asked, rows, filters=FILTERS, sorts=SORTS)


@staff_required(*READING_STAFF)
@require_safe
def introduction_office(request: HttpRequest) -> HttpResponse:
    listing = introduction_listing(request.user, request.GET)
    return render(request, "matching/introductions_office.html", {"listing": listing})
