"""Public pages of meetings."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from jisr.events.models import Edition, Mode, Series
from jisr.municipalities import choices
from jisr.web.listing import Filter, Listing, read_listing
from jisr.web.public_data import remembered
from jisr.web.structured_data import absolute, json_ld


def _series() -> list[tuple[str, str]]:
    return remembered(
        f"choices series {get_language()}",
        lambda: [(series.slug, series.name) for series in Series.objects.order_by("name")],
    )


FILTERS = (
    Filter("series", _("Series"), lambda rows, value: rows.filter(series__slug=value), _series),
    Filter("theme", _("Theme"), lambda rows, value: rows.filter(themes__slug=value), choices.themes),
    Filter("mode", _("Where"), lambda rows, value: rows.filter(mode=value), lambda: Mode.choices),
)
SORTS = {
    "newest": (_("Newest first"), ["-start_on"]),
    "oldest": (_("Oldest first"), ["start_on"]),
    "title": (_("Title"), ["title"]),
}


def edition_listing(parameters: QueryDict) -> Listing:
    """The list as its address asks for it, for the page and for its file."""
    return read_listing(parameters, Edition.objects.public().for_lists(), filters=FILTERS, sorts=SORTS)


@require_safe
def edition_list(request: HttpRequest) -> HttpResponse:
    return render(request, "events/edition_list.html", {"listing": edition_listing(request.GET)})


@require_safe
def edition_detail(request: HttpRequest, slug: str) -> HttpResponse:
    edition = get_object_or_404(Edition.objects.visible_to(request.user).for_lists(), slug=slug)
    siblings = edition.series.editions.public().order_by("start_on")
    facts = json_ld(
        "Event",
        name=edition.title,
        url=absolute(edition.get_absolute_url()),
        startDate=str(edition.start),
        endDate=str(edition.end),
        location=edition.place,
        organizer=[{"@type": "Organization", "name": name} for name in edition.organisers],
    )
    context = {"edition": edition, "siblings": siblings, "places": edition.places.all(), "json_ld": facts}
    return render(request, "events/edition_detail.html", context)
