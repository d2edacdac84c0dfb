"""The office makes one authority or organisation of two: find the double, compare, choose, confirm."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jisr.accounts.access import staff_required
from jisr.accounts.states import Role
from jisr.kernel.errors import DomainError
from jisr.kernel.tables import LANGUAGES
from jisr.municipalities.desk.directory import find_kind
from jisr.municipalities.duplicates import candidates_for, possible_pairs
from jisr.municipalities.forms.merging import MergeForm
from jisr.municipalities.models import Authority, Organisation
from jisr.municipalities.places import find_places
from jisr.municipalities.services import merging
from jisr.municipalities.services.merging import Mergeable, Plan, current_slug, names_of, plan_merge
from jisr.web.listing import clean_value

MOST_FOUND = 12


@staff_required(Role.ADVISER)
@require_safe
def duplicates(request: HttpRequest) -> HttpResponse:
    """Pairs in the whole directory that may be the same."""
    pairs = possible_pairs()
    found = Authority.objects.for_lists().in_bulk({pk for pair in pairs for pk in pair[:2]})
    rows = [(found[pair.first], found[pair.second]) for pair in pairs if {pair.first, pair.second} <= found.keys()]
    return render(request, "municipalities/desk/duplicates.html", {"pairs": rows})


@staff_required(Role.ADVISER)
@require_safe
def merge_choose(request: HttpRequest, slug: str) -> HttpResponse:
    """Find the double of one authority, by any spelling."""
    survivor = get_object_or_404(Authority.objects.for_lists(), slug=slug)
    query = clean_value(request.GET.get("q", ""))
    keys = [hit.authority_id for hit in find_places(query, limit=MOST_FOUND)] if query else []
    found = Authority.objects.for_lists().in_bulk(keys)
    context = {
        "survivor": survivor,
        "survivor_url": survivor.get_absolute_url(),
        "kicker": survivor.region.name,
        "query": query,
        "found": [_authority_card(survivor, found[key]) for key in keys if key in found and key != survivor.pk],
        "candidates": [_authority_card(survivor, each) for each in candidates_for(survivor)],
    }
    return render(request, "municipalities/desk/merge_choose.html", context)


def _authority_card(survivor: Authority, each: Authority) -> dict[str, object]:
    url = reverse("municipalities:merge", args=[survivor.slug, each.slug])
    return {"title": each.name, "url": url, "kicker": each.region.name, "text": each.get_kind_display()}


@staff_required(Role.ADVISER)
@require_safe
def merge_choose_organisation(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Find the double of one organisation, by a part of its name in any language."""
    survivor = get_object_or_404(Organisation.objects.select_related("country"), public_id=public_id)
    query = clean_value(request.GET.get("q", ""))
    context = {
        "survivor": survivor,
        "survivor_url": find_kind("organisations").entry_url(survivor),
        "kicker": survivor.country.name,
        "query": query,
        "found": [_organisation_card(survivor, each) for each in _organisations(survivor, [query])] if query else [],
        "candidates": [_organisation_card(survivor, each) for each in _organisations(survivor, names_of(survivor))],
    }
    return render(request, "municipalities/desk/merge_choose.html", context)


def _organisations(survivor: Organisation, parts: Iterable[str]) -> list[Organisation]:
    """Those of the same country whose name in some language holds one of the parts."""
    alike = Q()
    for part in parts:
        for language in LANGUAGES:
            alike |= Q(**{f"name_{language}__icontains": part})
    rows = Organisation.objects.select_related("country").filter(alike, country=survivor.country_id)
    return list(rows.exclude(pk=survivor.pk)[:MOST_FOUND])


def _organisation_card(survivor: Organisation, each: Organisation) -> dict[str, object]:
    url = reverse("municipalities:merge_organisation", args=[survivor.public_id, each.public_id])
    return {"title": each.name, "url": url, "kicker": each.country.name, "text": each.get_kind_display()}


@staff_required(Role.ADVISER)
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest, slug: str, other: str) -> HttpResponse:
    return _merge(request, merging.AUTHORITIES, Authority.objects.for_lists(), slug, other)


@staff_required(Role.ADVISER)
@require_http_methods(["GET", "HEAD", "POST"])
def merge_organisation(request: HttpRequest, public_id: UUID, other: UUID) -> HttpResponse:
    rows = Organisation.objects.select_related("country")
    return _merge(request, merging.ORGANISATIONS, rows, str(public_id), str(other))


@dataclass(frozen=True)
class Routes:
    """Where the pages of one kind of merge lie."""

    directory: str
    choose: str
    merge: str


ROUTES: dict[type[Any], Routes] = {
    Authority: Routes("authorities", "municipalities:merge_choose", "municipalities:merge"),
    Organisation: Routes(
        "organisations", "municipalities:merge_choose_organisation", "municipalities:merge_organisation"
    ),
}


def _merge(request: HttpRequest, kind: Mergeable, rows: QuerySet[Any], key: str, other: str) -> HttpResponse:
    """Compare, choose, confirm. A plan that has changed since it was shown is shown anew with the choices kept."""
    routes = ROUTES[kind.model]
    into = current_slug(kind.model, other) or current_slug(kind.model, key)
    if into is not None:
        messages.info(request, _("These two have been merged already."))
        return redirect("municipalities:directory_entry", routes.directory, into)
    survivor, duplicate = (get_object_or_404(rows, **{kind.key: each}) for each in (key, other))
    plan = plan_merge(survivor, duplicate)
    form = MergeForm(request.POST or None, plan=plan)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        try:
            merged = merging.merge(
                kind, survivor.pk, duplicate.pk, choices=form.choices, version=version, actor=request.user
            )
        except DomainError as refusal:
            plan = plan_merge(survivor, duplicate)
            form = _again(request, plan)
            form.add_error(None, str(refusal.message))
        else:
            messages.success(request, _("The two are one now. The old address leads to the one that stayed."))
            return redirect("municipalities:directory_entry", routes.directory, kind.key_of(merged))
    return render(request, "municipalities/desk/merge.html", _context(form, plan), status=422 if form.is_bound else 200)


def _again(request: HttpRequest, plan: Plan) -> MergeForm:
    """The form with what was chosen and the version of the plan that is shown now."""
    data = request.POST.copy()
    data["version"] = plan.version
    return MergeForm(data, plan=plan)


def _context(form: MergeForm, plan: Plan) -> dict[str, object]:
    moves = Counter(part.model._meta.verbose_name_plural for part, _row in plan.moves)
    dropped = Counter(double.part.model._meta.verbose_name_plural for double in plan.doubles if not double.part.asks)
    routes = ROUTES[plan.kind.model]
    stays, goes = plan.kind.key_of(plan.survivor), plan.kind.key_of(plan.duplicate)
    return {
        "form": form,
        "plan": plan,
        "survivor": plan.survivor,
        "duplicate": plan.duplicate,
        "survivor_url": find_kind(routes.directory).entry_url(plan.survivor),
        "stays": stays,
        "goes": goes,
        "choose_url": reverse(routes.choose, args=[stays]),
        "swap_url": reverse(routes.merge, args=[goes, stays]),
        "moves": sorted((str(name), number) for name, number in moves.items()),
        "dropped": sorted((str(name), number) for name, number in dropped.items()),
    }
