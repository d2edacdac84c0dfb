"""Costs of an edition, planned and spent."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jisr.accounts.access import staff_required
from jisr.accounts.states import Role
from jisr.events.editions.costs import costs_as_text
from jisr.events.editions.forms import CostsForm
from jisr.events.editions.models import Edition
from jisr.events.editions.services import keep_costs
from jisr.events.editions.states import Cost
from jisr.events.editions.views.finding import edition_or_404, sent, status_of
from jisr.kernel.money import euros
from jisr.municipalities.services.facts import ChangedMeanwhile, Clash, seal, unseal


@staff_required(Role.EVENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def edition_costs(request: HttpRequest, slug: str) -> HttpResponse:
    edition = edition_or_404(request, slug)
    form, clashes = CostsForm(sent(request), initial=_initial(edition)), []
    if form.is_bound and form.is_valid():
        opened = unseal(form.cleaned_data["opened"])
        try:
            keep_costs(slug, form.values(), opened=opened or costs_as_text(edition), actor=request.user)
        except ChangedMeanwhile as clash:
            clashes = [_in_words(each) for each in clash.clashes]
            form = _again(request, clash)
        else:
            messages.success(request, _("Your changes are saved."))
            return redirect(edition.desk_url)
    context = {"edition": edition, "form": form, "clashes": clashes}
    return render(request, "events/edition_costs.html", context, status=422 if clashes else status_of(form))


def _initial(edition: Edition) -> dict[str, Any]:
    now = costs_as_text(edition)
    found: dict[str, Any] = {
        name: int(text) if text.isdecimal() and "cents" in name else text for name, text in now.items()
    }
    return {**found, "opened": seal(now)}


def _again(request: HttpRequest, clash: ChangedMeanwhile) -> CostsForm:
    """What was typed, once more: sending it again overwrites what the other person wrote, now that it was read."""
    data = request.POST.copy()
    data["opened"] = seal(clash.now)
    return CostsForm(data)


def _in_words(clash: Clash) -> dict[str, str]:
    category, column = clash.name.split("_", 1)
    is_amount = column.endswith("_cents")

    def shown(text: str) -> str:
        return euros(int(text)) if is_amount and text else text

    return {"label": str(Cost(category).label), "mine": shown(clash.mine), "theirs": shown(clash.theirs)}
