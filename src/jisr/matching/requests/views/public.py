"""Public pages: the list, the map, one request, and its sheet on paper."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from jisr.documents import pdf
from jisr.matching.requests.map import draw
from jisr.matching.requests.models import PartnershipRequest
from jisr.matching.requests.presenting import facts_of
from jisr.matching.requests.sheet import sheet_of
from jisr.matching.requests.states import AdministrationLanguage, Kind, State
from jisr.matching.requests.translating import shown_texts
from jisr.municipalities import choices
from jisr.partnerships.states import Form
from jisr.web.listing import Filter, Listing, read_listing


def _speaks(rows: QuerySet[PartnershipRequest], value: str) -> QuerySet[PartnershipRequest]:
    # The codes stand in quotes in the list; SQLite knows no "contains" for JSON.
    return rows.filter(languages__icontains=f'"{value}"')


FILTERS = (
    Filter("kind", _("Kind"), lambda rows, value: rows.filter(kind=value), lambda: Kind.choices),
    Filter("region", _("Land or governorate"), lambda rows, v: rows.filter(authority__region__slug=v), choices.regions),
    Filter("theme", _("Theme"), lambda rows, value: rows.filter(themes__slug=value), choices.themes),
    Filter("form", _("Preferred form"), lambda rows, v: rows.filter(preferred_form=v), lambda: Form.choices),
    Filter("language", _("Language of the administration"), _speaks, lambda: AdministrationLanguage.choices),
    Filter(
        "status",
        _("Status"),
        lambda rows, value: rows.filter(state=value),
        lambda: [(state.value, state.label) for state in (State.PUBLISHED, State.STALE, State.MATCHED)],
    ),
)
SORTS = {
    "published": (_("Published (newest first)"), ["-published_on", "authority__name"]),
    "authority": (_("Authority"), ["authority__name"]),
    "region": (_("Region"), ["authority__region__name", "authority__name"]),
    "status": (_("Status"), ["state", "authority__name"]),
}


def request_listing(parameters: QueryDict) -> Listing:
    """The list as its address asks for it, for the page and for its file."""
    return read_listing(parameters, PartnershipRequest.objects.shown().for_lists(), filters=FILTERS, sorts=SORTS)


@require_safe
def request_list(request: HttpRequest) -> HttpResponse:
    context = {"listing": request_listing(request.GET), "today": timezone.localdate()}
    return render(request, "matching/request_list.html", context)


@require_safe
def request_map(request: HttpRequest) -> HttpResponse:
    rows = PartnershipRequest.objects.shown().for_lists().order_by("authority__name", "pk")
    return render(request, "matching/request_map.html", {"map": draw(rows), "today": timezone.localdate()})


def shown_or_404(slug: str) -> PartnershipRequest:
    found: PartnershipRequest = get_object_or_404(PartnershipRequest.objects.shown().with_texts(), slug=slug)
    return found


@require_safe
def request_detail(request: HttpRequest, slug: str) -> HttpResponse:
    found = shown_or_404(slug)
    context: dict[str, Any] = {
        "case": found,
        "texts": shown_texts(found, get_language() or "en"),
        "themes": [row.theme for row in found.wanted.all()],
        "facts": facts_of(found),
        "populations": found.authority.populations.best_first(),
        "today": timezone.localdate(),
        "is_fresh": found.is_fresh(today=timezone.localdate()),
    }
    context["main_texts"] = [shown for key, shown in context["texts"].items() if not key.startswith("theme:")]
    context["wishes"] = [(theme, context["texts"].get(f"theme:{theme.slug}")) for theme in context["themes"]]
    return render(request, "matching/request_detail.html", context)


@require_safe
def request_sheet(_request: HttpRequest, slug: str) -> HttpResponse:
    """One page for a council, in the language of the address."""
    found, language = shown_or_404(slug), get_language() or "en"
    content = pdf.render_apart("matching/request_sheet", sheet_of(found, language), language=language)
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{found.slug}-{language}.pdf"'
    return response
