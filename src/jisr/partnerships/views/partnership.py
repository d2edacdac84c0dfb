"""Public pages of ties: the list and one tie."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from jisr.municipalities import choices
from jisr.municipalities.moving import moved
from jisr.partnerships.models import Milestone, Partnership
from jisr.partnerships.states import Form, Status
from jisr.web.listing import Filter, Listing, read_listing

FILTERS = (
    Filter("land", _("Land"), lambda rows, value: rows.filter(german__region__slug=value), choices.laender),
    Filter(
        "governorate",
        _("Governorate"),
        lambda rows, value: rows.filter(palestinian__region__slug=value),
        choices.governorates,
    ),
    Filter("theme", _("Theme"), lambda rows, value: rows.filter(themes__slug=value), choices.themes),
    Filter("form", _("Form"), lambda rows, value: rows.filter(form=value), lambda: Form.choices),
    Filter("status", _("Status"), lambda rows, value: rows.filter(status=value), lambda: Status.choices),
)
SORTS = {
    "german": (_("German authority"), ["german__name", "palestinian__name"]),
    "palestinian": (_("Palestinian authority"), ["palestinian__name", "german__name"]),
    "since": (_("Since"), ["since_on", "german__name"]),
    "form": (_("Form"), ["form", "german__name"]),
    "status": (_("Status"), ["status", "german__name"]),
}


def partnership_listing(parameters: QueryDict) -> Listing:
    """The list as its address asks for it, for the page and for its file."""
    return read_listing(parameters, Partnership.objects.public().with_partners(), filters=FILTERS, sorts=SORTS)


@require_safe
def partnership_list(request: HttpRequest) -> HttpResponse:
    context = {"listing": partnership_listing(request.GET), "today": timezone.localdate()}
    return render(request, "partnerships/partnership_list.html", context)


@require_safe
def partnership_detail(request: HttpRequest, slug: str) -> HttpResponse:
    tie = Partnership.objects.public().for_lists().filter(slug=slug).first()
    if tie is None:
        return moved(Partnership, "partnerships:partnership", slug, shown=Partnership.objects.public())
    neighbours = list(Partnership.objects.public().neighbours_of(tie).with_partners())
    context = {
        "tie": tie,
        "milestones": sorted(tie.milestones.all(), key=Milestone.moment),
        "projects": tie.projects.all(),
        "source_urls": [source.url for source in tie.sources.all()],
        "german_neighbours": [other for other in neighbours if other.german_id == tie.german_id],
        "palestinian_neighbours": [other for other in neighbours if other.palestinian_id == tie.palestinian_id],
        "today": timezone.localdate(),
    }
    return render(request, "partnerships/partnership_detail.html", context)
