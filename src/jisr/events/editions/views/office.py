"""The office's list of meetings, and their series."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jisr.accounts.access import staff_required
from jisr.accounts.states import Role
from jisr.events.editions.forms import SeriesForm
from jisr.events.editions.hosting import turn_of
from jisr.events.editions.models import Edition, Series
from jisr.events.editions.policies import RUN_EDITION
from jisr.events.editions.services import change_series, create_series
from jisr.events.editions.sheets import SERIES_SHEET
from jisr.events.editions.states import Kind, State
from jisr.events.editions.views.finding import sent, status_of
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import may
from jisr.municipalities.policies import READING_STAFF
from jisr.municipalities.services.facts import AlreadyThere, ChangedMeanwhile
from jisr.web.listing import Filter, Listing, read_listing
from jisr.web.public_data import remembered


def _series() -> list[tuple[str, str]]:
    return remembered(
        f"choices series {get_language()}",
        lambda: [(series.slug, series.name) for series in Series.objects.order_by("name")],
    )


def _years() -> list[tuple[str, str]]:
    days = Edition.objects.dates("start_on", "year", order="DESC")
    return [(str(day.year), str(day.year)) for day in days]


def _in_year(rows: Any, value: str) -> Any:  # noqa: ANN401 - a query
    year = int(value)
    return rows.filter(start_on__range=(date(year, 1, 1), date(year, 12, 31)))


FILTERS = (
    Filter("series", gettext_lazy("Series"), lambda rows, value: rows.filter(series__slug=value), _series),
    Filter("state", gettext_lazy("State"), lambda rows, value: rows.filter(state=value), lambda: State.choices),
    Filter("kind", gettext_lazy("Kind"), lambda rows, value: rows.filter(series__kind=value), lambda: Kind.choices),
    Filter("year", gettext_lazy("Year"), _in_year, _years),
)
SORTS = {
    "start": (gettext_lazy("First day"), ["-start_on"]),
    "title": (gettext_lazy("Title"), ["title"]),
    "series": (gettext_lazy("Series"), ["series__name", "-start_on"]),
    "state": (gettext_lazy("State"), ["state", "-start_on"]),
}


def office_listing(actor: Any, parameters: Any) -> Listing:  # noqa: ANN401 - a person and the address
    """The list as its address asks for it, for the page and for its file."""
    rows = Edition.objects.visible_to(actor).select_related("series", "country")
    return read_listing(parameters, rows, filters=FILTERS, sorts=SORTS)


@staff_required(*READING_STAFF)
@require_safe
def edition_office(request: HttpRequest) -> HttpResponse:
    context = {"listing": office_listing(request.user, request.GET), "may_run": may(request.user, RUN_EDITION)}
    return render(request, "events/edition_office.html", context)


@staff_required(*READING_STAFF)
@require_safe
def series_list(request: HttpRequest) -> HttpResponse:
    """All series with what each proposes for its next edition."""
    turns = [(row, turn_of(row)) for row in Series.objects.prefetch_related("editions").order_by("name")]
    context = {"turns": turns, "may_run": may(request.user, RUN_EDITION), "today": timezone.localdate()}
    return render(request, "events/series_list.html", context)


@staff_required(Role.EVENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def series_new(request: HttpRequest) -> HttpResponse:
    form = SeriesForm(sent(request), now=dict.fromkeys(SERIES_SHEET.fields, ""), sources={})
    if form.is_bound and form.is_valid():
        try:
            create_series(form.all_values(), actor=request.user, at=timezone.now())
        except AlreadyThere as known:
            messages.info(request, str(known.message))
            return redirect("meetings:series")
        except DomainError as refusal:
            form.add_error(None, str(refusal.message))
        else:
            messages.success(request, _("The series is begun."))
            return redirect("meetings:series")
    return render(request, "events/series_form.html", {"form": form}, status=status_of(form))


@staff_required(Role.EVENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def series_edit(request: HttpRequest, slug: str) -> HttpResponse:
    series = get_object_or_404(Series, slug=slug)
    form = _series_form(slug, sent(request))
    if form.is_bound and form.is_valid():
        try:
            change_series(slug, form.values(), opened=form.opened_with, actor=request.user, at=timezone.now())
        except ChangedMeanwhile as clash:
            form = _series_form(slug, form.with_clashes(request.POST, clash.clashes, clash.now))
            form.add_error(None, str(clash.message))
        except DomainError as refusal:
            form.add_error(None, str(refusal.message))
        else:
            messages.success(request, _("Your changes are saved."))
            return redirect("meetings:series")
    return render(request, "events/series_form.html", {"form": form, "series": series}, status=status_of(form))


def _series_form(slug: str, data: Any) -> SeriesForm:  # noqa: ANN401 - what was sent
    """The form writes typed values into its row, so it gets one of its own."""
    series = Series.objects.get(slug=slug)
    return SeriesForm(data, instance=series, now=SERIES_SHEET.read(series), sources={})
