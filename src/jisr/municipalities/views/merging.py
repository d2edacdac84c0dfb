"""The office makes one authority of two: find the double, compare, choose, confirm."""

from collections import Counter

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jisr.accounts.access import staff_required
from jisr.accounts.states import Role
from jisr.kernel.errors import DomainError
from jisr.municipalities.duplicates import candidates_for, possible_pairs
from jisr.municipalities.forms.merging import MergeForm
from jisr.municipalities.models import Authority
from jisr.municipalities.places import find_places
from jisr.municipalities.services.merging import Plan, current_slug, merge_authorities, plan_merge
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
        "query": query,
        "found": [found[key] for key in keys if key in found and key != survivor.pk],
        "candidates": candidates_for(survivor),
    }
    return render(request, "municipalities/desk/merge_choose.html", context)


@staff_required(Role.ADVISER)
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest, slug: str, other: str) -> HttpResponse:
    """Compare, choose, confirm. A plan that has changed since it was shown is shown anew with the choices kept."""
    rows = Authority.objects.for_lists()
    into = current_slug(Authority, other) or current_slug(Authority, slug)
    if into is not None:
        messages.info(request, _("These two have been merged already."))
        return redirect("municipalities:directory_entry", "authorities", into)
    survivor, duplicate = get_object_or_404(rows, slug=slug), get_object_or_404(rows, slug=other)
    plan = plan_merge(survivor, duplicate)
    form = MergeForm(request.POST or None, plan=plan)
    if request.method == "POST" and form.is_valid():
        try:
            merged = merge_authorities(
                survivor.pk,
                duplicate.pk,
                choices=form.choices,
                version=form.cleaned_data["version"],
                actor=request.user,
            )
        except DomainError as refusal:
            plan = plan_merge(survivor, duplicate)
            form = _again(request, plan)
            form.add_error(None, str(refusal.message))
        else:
            messages.success(request, _("The two are one now. The old address leads to the one that stayed."))
            return redirect("municipalities:directory_entry", "authorities", merged.slug)
    return render(request, "municipalities/desk/merge.html", _context(form, plan), status=422 if form.is_bound else 200)


def _again(request: HttpRequest, plan: Plan) -> MergeForm:
    """The form with what was chosen and the version of the plan that is shown now."""
    data = request.POST.copy()
    data["version"] = plan.version
    return MergeForm(data, plan=plan)


def _context(form: MergeForm, plan: Plan) -> dict[str, object]:
    moves = Counter(part.model._meta.verbose_name_plural for part, _row in plan.moves)
    dropped = Counter(double.part.model._meta.verbose_name_plural for double in plan.doubles if not double.part.asks)
    return {
        "form": form,
        "plan": plan,
        "survivor": plan.survivor,
        "duplicate": plan.duplicate,
        "moves": sorted((str(name), number) for name, number in moves.items()),
        "dropped": sorted((str(name), number) for name, number in dropped.items()),
    }
