"""Public pages of local authorities."""

from django.db.models import Case, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from jisr.kernel.tables import LANGUAGES
from jisr.municipalities import choices
from jisr.municipalities.models import Authority, Country
from jisr.municipalities.moving import moved
from jisr.municipalities.places import authorities_like
from jisr.web.listing import Filter, Listing, clean_value, read_listing
from jisr.web.panels import panels_for
from jisr.web.public_data import remembered
from jisr.web.structured_data import absolute, json_ld


def _by_name(rows: QuerySet[Authority], value: str) -> QuerySet[Authority]:
    hits = authorities_like(value)
    nearest = Case(*(When(pk=pk, then=Value(place)) for place, pk in enumerate(hits)), default=Value(len(hits)))
    return rows.filter(pk__in=hits).annotate(distance=nearest)


def _countries() -> list[tuple[str, str]]:
    return [(country.code, country.name) for country in remembered("countries", lambda: list(Country.objects.all()))]


FILTERS = (
    Filter("q", _("Name"), _by_name),
    Filter("country", _("Country"), lambda rows, value: rows.filter(country=value), _countries),
    Filter("region", _("Land or governorate"), lambda rows, value: rows.filter(region__slug=value), choices.regions),
    Filter("kind", _("Kind"), lambda rows, value: rows.filter(kind=value), lambda: Authority.Kind.choices),
)
SORTS = {
    "name": (_("Name"), ["name"]),
    "kind": (_("Kind"), ["kind", "name"]),
    "region": (_("Region"), ["region__name", "name"]),
}


def authority_listing(parameters: QueryDict) -> Listing:
    """The list as its address asks for it, for the page and for its file."""
    sorts = SORTS
    if clean_value(parameters.get("q", "")):
        sorts = {"nearest": (_("Nearest name"), ["distance"]), **SORTS}
    return read_listing(parameters, Authority.objects.for_lists(), filters=FILTERS, sorts=sorts)


@require_safe
def authority_list(request: HttpRequest) -> HttpResponse:
    return render(request, "municipalities/authority_list.html", {"listing": authority_listing(request.GET)})


def _geo(authority: Authority) -> dict[str, str] | None:
    if authority.latitude is None:
        return None
    return {"@type": "GeoCoordinates", "latitude": str(authority.latitude), "longitude": str(authority.longitude)}


@require_safe
def authority_detail(request: HttpRequest, slug: str) -> HttpResponse:
    authority = Authority.objects.for_lists().filter(slug=slug).first()
    if authority is None:
        return moved(Authority, "municipalities:authority", slug)
    context = {
        "authority": authority,
        "aliases": authority.aliases.all(),
        "keys": authority.keys.all(),
        "populations": authority.populations.best_first(),
        "successions": authority.steps(),
        "panels": panels_for("authority", request, authority),
        "names": [(code, name) for code in LANGUAGES if (name := getattr(authority, f"name_{code}"))],
        "json_ld": json_ld(
            "AdministrativeArea",
            name=authority.name,
            url=absolute(authority.get_absolute_url()),
            containedInPlace={"@type": "AdministrativeArea", "name": authority.region.name},
            geo=_geo(authority),
        ),
    }
    return render(request, "municipalities/authority_detail.html", context)
