"""What an authority sees of suggestions: who would suit it, its own limits, and how often it was suggested."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from jisr.kernel.policy import may
from jisr.matching.models import MatchingProfile
from jisr.matching.profiles import Pool
from jisr.matching.ranking import PartnerSuggestion, rank_partners
from jisr.matching.suggestions import presenting, queries
from jisr.matching.suggestions.forms import LimitsForm
from jisr.matching.suggestions.pairs import Moment
from jisr.matching.suggestions.policies import SEE_SUGGESTIONS
from jisr.matching.suggestions.services import ChangedMeanwhile, Limits, NotWithin, set_limits
from jisr.municipalities.acting import memberships_of
from jisr.municipalities.models import Authority
from jisr.municipalities.states import MembershipRole

LIMIT = 10
LOOKED_AT = (40, 400)  # how many of the best are looked through for those that everybody may see


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ours(request: HttpRequest, slug: str) -> HttpResponse:
    """Who would suit one's own authority, and the form of its limits."""
    authority = get_object_or_404(Authority.objects.for_lists(), slug=slug)
    if not may(request.user, SEE_SUGGESTIONS, authority):
        raise Http404
    profile = MatchingProfile.objects.filter(authority=authority).first()
    limits = Limits(profile.is_willing, profile.introductions_limit) if profile else None
    form = LimitsForm(request.POST or None, initial=vars(limits) if limits else {})
    status = 200
    if request.method == "POST" and profile is not None:
        if form.is_valid() and _set(request, authority, form):
            return redirect("suggestions:ours", authority.slug)
        status = 422
    context = {"authority": authority, "profile": profile, "form": form, "seen": limits.mark if limits else ""}
    return render(request, "matching/suggestions_ours.html", context | _suggestions(authority), status=status)


def _set(request: HttpRequest, authority: Authority, form: LimitsForm) -> bool:
    try:
        wanted = Limits(**form.cleaned_data)
        set_limits(authority, wanted, seen=request.POST.get("seen", ""), actor=request.user)
    except NotWithin as refusal:
        form.add_error(refusal.facts["field"], str(refusal.message))
    except ChangedMeanwhile as refusal:
        form.add_error(None, str(refusal.message))
    else:
        messages.success(request, _("Saved. Suggestions follow this from now on."))
        return True
    return False


def _suggestions(authority: Authority) -> dict[str, Any]:
    """Only authorities that everybody may see looking: what a private offer says is for the office alone."""
    today = presenting.today()
    moment = Moment.bare()
    found = _public(authority, today, moment.pool)
    requests = queries.open_requests({one.authority.pk for one in found}, only_public_on=today)
    rows = presenting.show_found(authority, found, moment, requests)
    return {
        "rows": rows,
        "why_none": "" if rows else presenting.why_none(moment.pool, authority),
        "weight_set": moment.weight_set,
        "weights": presenting.weights_in_words(moment.weight_set, moment.weights),
    }


def _public(authority: Authority, today: date, pool: Pool) -> list[PartnerSuggestion]:
    chosen: list[PartnerSuggestion] = []
    for most in LOOKED_AT:
        found = rank_partners(authority, limit=most, pool=pool)
        shown = queries.open_requests({one.authority.pk for one in found}, only_public_on=today)
        chosen = [one for one in found if one.authority.pk in shown][:LIMIT]
        if len(chosen) == LIMIT or len(found) < most:
            break
    return chosen


@never_cache
@login_required
@require_safe
def exposure(request: HttpRequest) -> HttpResponse:
    """How often the authorities that the reader coordinates were suggested in the last round."""
    mine = [
        row.authority
        for row in memberships_of(request)
        if row.authority is not None and row.role == MembershipRole.COORDINATOR
    ]
    made = queries.last_round() if mine else None
    times = queries.times_shown(made, mine) if made else {}
    rows = [
        {"authority": one, "times": times.get(one.pk, 0), "side": _side(made, one) if made else None} for one in mine
    ]
    return render(request, "matching/suggestions_exposure.html", {"rows": rows, "made": made})


def _side(made: Any, authority: Authority) -> dict[str, Any]:  # noqa: ANN401 - a round
    found: dict[str, Any] = made.exposure["german" if authority.country_id == "DE" else "palestinian"]
    return found
