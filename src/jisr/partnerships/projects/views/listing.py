"""All joint projects that the reader may see, as one list with filters."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from jisr.municipalities import choices
from jisr.municipalities.places import authorities_like
from jisr.partnerships.models import Partnership
from jisr.partnerships.projects.models import JointProject
from jisr.partnerships.projects.states import LeadSide, State
from jisr.web import public_data
from jisr.web.listing import Choices, Filter, Listing, read_listing

Rows = QuerySet[JointProject]


def _by_name(rows: Rows, value: str) -> Rows:
    hits = authorities_like(value)
    titles = Q(title_de__icontains=value) | Q(title_en__icontains=value) | Q(title_ar__icontains=value)
    return rows.filter(titles | Q(tie__german__in=hits) | Q(tie__palestinian__in=hits))


def _by_tie(rows: Rows, value: str) -> Rows:
    return rows.filter(tie__slug=value)


def filters_for(rows: Rows) -> tuple[Filter, ...]:
    """The filters; the ties to choose from are those of the rows."""

    def ties() -> Choices:
        found = Partnership.objects.filter(pk__in=rows.order_by().values("tie"))
        named = found.select_related("german", "palestinian")
        return sorted(((tie.slug, str(tie)) for tie in named), key=lambda choice: choice[1])

    return (
        Filter("q", _("Title or authority"), _by_name),
        Filter("state", _("State"), lambda found, value: found.filter(state=value), lambda: State.choices),
        Filter("theme", _("Theme"), lambda found, value: found.filter(themes__slug=value), choices.themes),
        Filter("tie", _("Partnership"), _by_tie, ties),
        Filter("lead", _("Who leads"), lambda found, value: found.filter(lead_side=value), lambda: LeadSide.choices),
    )


SORTS = {
    "newest": (_("Newest first"), ["-created_at"]),
    "tie": (_("Partnership"), ["tie__german__name", "tie__palestinian__name"]),
    "state": (_("State"), ["state", "-created_at"]),
    "start": (_("Wanted start"), ["start_on"]),
    "cost": (_("Estimated cost"), ["estimated_cost_cents"]),
}


def project_listing(actor: Any, parameters: Any) -> Listing:  # noqa: ANN401 - a person and the address
    """The list as its address asks for it, for the page and for its file."""
    rows = JointProject.objects.visible_to(actor)
    return read_listing(parameters, rows.with_tie(), filters=filters_for(rows), sorts=SORTS)


@never_cache
@login_required
@require_safe
def project_list(request: HttpRequest) -> HttpResponse:
    with public_data.at(public_data.generation()):  # asked once, not for each set of choices
        listing = project_listing(request.user, request.GET)
        return render(request, "partnerships/projects/list.html", {"listing": listing})
