"""Public pages of meetings."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from jisr.events.editions.doors import edition_or_404, is_signed_in
from jisr.events.editions.policies import READ_EDITION
from jisr.events.editions.states import OVER, State
from jisr.events.models import Edition, Mode, Series
from jisr.kernel.policy import may
from jisr.municipalities import choices
from jisr.web.listing import Filter, Listing, read_listing
from jisr.web.panels import panels_for
from jisr.web.public_data import remembered
from jisr.web.structured_data import absolute, json_ld

STATUSES = {State.POSTPONED: "EventPostponed", State.CANCELLED: "EventCancelled"}
ATTENDANCE = {
    Mode.ONSITE: "OfflineEventAttendanceMode",
    Mode.ONLINE: "OnlineEventAttendanceMode",
    Mode.HYBRID: "MixedEventAttendanceMode",
}


def _series() -> list[tuple[str, str]]:
    return remembered(
        f"choices series {get_language()}",
        lambda: [(series.slug, series.name) for series in Series.objects.order_by("name")],
    )


def _whens() -> list[tuple[str, Any]]:
    return [("ahead", gettext("to come")), ("over", gettext("past")), (State.CANCELLED, State.CANCELLED.label)]


def _when(rows: QuerySet[Edition], value: str) -> QuerySet[Edition]:
    """A cancelled meeting is neither to come nor past."""
    if value == "ahead":
        return rows.exclude(state__in=[*OVER, State.CANCELLED])
    return rows.filter(state__in=OVER if value == "over" else [value])


FILTERS = (
    Filter("when", _("When"), _when, _whens),
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
    rows = Edition.objects.for_lists().select_related("follows", "contribution_call")
    edition = edition_or_404(request, slug, rows)
    followed = edition.follows
    may_follow = followed and (
        followed.is_public or (is_signed_in(request) and may(request.user, READ_EDITION, followed))
    )
    context = {
        "edition": edition,
        "reason": edition.reason_to_stop(),
        "siblings": edition.series.editions.public().order_by("start_on"),
        "follows": followed if may_follow else None,
        "places": edition.places.all(),
        "panels": panels_for("edition", request, edition),
        "json_ld": _facts(edition),
    }
    return render(request, "events/edition_detail.html", context)


def _facts(edition: Edition) -> SafeString:
    """The meeting for machines: whether it takes place and where one meets."""
    url = absolute(edition.get_absolute_url())
    virtual = {"@type": "VirtualLocation", "url": url}
    place = {"@type": "Place", "name": edition.place, "address": edition.place}
    locations = {Mode.ONLINE: [virtual], Mode.HYBRID: [place, virtual]}.get(Mode(edition.mode), [place])
    return json_ld(
        "Event",
        name=edition.title,
        description=edition.summary,
        url=url,
        startDate=str(edition.start),
        endDate=str(edition.end),
        eventStatus=f"https://schema.org/{STATUSES.get(State(edition.state), 'EventScheduled')}",
        eventAttendanceMode=f"https://schema.org/{ATTENDANCE[Mode(edition.mode)]}",
        location=locations[0] if len(locations) == 1 else locations,
        organizer=[{"@type": "Organization", "name": name} for name in edition.organisers],
    )
