"""The adviser's pages: choose an authority, see who suits it and why, add somebody by hand, check and send."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from jisr.accounts.access import staff_required
from jisr.accounts.states import Role
from jisr.matching.models import MatchingProfile
from jisr.matching.ranking import rank_partners
from jisr.matching.suggestions import presenting
from jisr.matching.suggestions.forms import NoteForm, OwnWordsForm
from jisr.matching.suggestions.pairs import Moment, Pair, read_pairs
from jisr.matching.suggestions.queries import open_requests
from jisr.matching.suggestions.services import Outcome, Wish, reason_kinds, send_suggestions
from jisr.municipalities.models import Authority
from jisr.municipalities.places import authorities_like, find_places
from jisr.municipalities.reference import placing
from jisr.web.listing import Filter, clean_value, read_listing

LIMIT, MOST_FOUND = 10, 8


def _by_name(rows: QuerySet[MatchingProfile], value: str) -> QuerySet[MatchingProfile]:
    return rows.filter(authority__in=authorities_like(value))


FILTERS = (
    Filter("q", _("Name"), _by_name),
    Filter(
        "country",
        _("Country"),
        lambda rows, value: rows.filter(authority__country=value),
        lambda: [("DE", _("Germany")), ("PS", _("Palestine"))],
    ),
    Filter(
        "willing",
        _("Suggestions"),
        lambda rows, value: rows.filter(is_willing=value == "yes"),
        lambda: [("yes", _("may be suggested")), ("no", _("is not suggested"))],
    ),
)
SORTS = {
    "authority": (_("Authority"), ["authority__name"]),
    "open": (_("Open introductions"), ["open_introductions", "authority__name"]),
    "changed": (_("Last change"), ["-updated_at"]),
}


@staff_required(Role.ADVISER)
@require_safe
def suggestion_choose(request: HttpRequest) -> HttpResponse:
    """All authorities that partners can be sought for."""
    rows = MatchingProfile.objects.select_related("authority").filter(authority__is_former=False)
    listing = read_listing(request.GET, rows, filters=FILTERS, sorts=SORTS)
    place = placing()
    for row in listing.page:
        place(row.authority)
    return render(request, "matching/suggestions_choose.html", {"listing": listing})


@staff_required(Role.ADVISER)
@require_safe
def suggestion_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Who suits one authority best, with all reasons. ``without`` in the address leaves kinds of reasons out."""
    authority = get_object_or_404(Authority.objects.for_lists(), slug=slug)
    without = reason_kinds(request.GET.getlist("without"))
    moment = Moment.bare()
    found = rank_partners(authority, limit=LIMIT, without=without, pool=moment.pool)
    requests = open_requests({authority.pk, *(one.authority.pk for one in found)})
    rows = presenting.show_found(authority, found, moment, requests)
    context = {
        "authority": authority,
        "rows": rows,
        "facts": presenting.facts_of(authority, moment.profile(authority)),
        "own_request": requests.get(authority.pk),
        "why_none": "" if rows else presenting.why_none(moment.pool, authority, without=without),
        "switches": presenting.switches(authority, moment.weights, without),
        "without": without,
        **_weights(moment),
    }
    return render(request, "matching/suggestions_list.html", context)


def _weights(moment: Moment) -> dict[str, Any]:
    return {
        "weight_set": moment.weight_set,
        "weights": presenting.weights_in_words(moment.weight_set, moment.weights),
    }


@staff_required(Role.ADVISER)
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest) -> HttpResponse:
    """Check what both sides will read, add a note in their languages, send; what cannot be sent stays with its note."""
    pairs = read_pairs((request.POST if request.method == "POST" else request.GET).getlist("pair"))
    back = _back(request)
    if not pairs:
        messages.error(request, gettext("Please choose at least one suggestion."))
        return redirect(back)
    if request.method != "POST":
        forms = {pair.key: NoteForm(prefix=pair.key) for pair in pairs}
        return _check(request, pairs, forms, back=back)
    forms = {pair.key: NoteForm(request.POST, prefix=pair.key) for pair in pairs}
    if not all([form.is_valid() for form in forms.values()]):  # noqa: C419 - each one is to show its errors
        return _check(request, pairs, forms, back=back, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    wishes = [Wish(pair, forms[pair.key].note(), request.POST.get(f"seen-{pair.key}", "")) for pair in pairs]
    outcomes = send_suggestions(wishes, actor=request.user, at=timezone.now())
    _tell(request, outcomes)
    left = [outcome for outcome in outcomes if outcome.problem]
    if not left:
        return redirect(back)
    for outcome in left:
        forms[outcome.wish.pair.key].add_error(None, outcome.problem)
    pairs = [outcome.wish.pair for outcome in left]
    return _check(request, pairs, forms, back=back, status=HTTPStatus.CONFLICT)


def _check(
    request: HttpRequest,
    pairs: Sequence[Pair],
    forms: dict[str, NoteForm],
    *,
    back: str,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    rows = presenting.shown_pairs(pairs, Moment.now(pairs))
    context = {
        "rows": [(row, forms[row.key]) for row in rows],
        "back": back,
        "of": _of(request),
        "can_send": any(not row.hindrance and not row.under_way for row in rows),
    }
    return render(request, "matching/suggestions_send.html", context, status=status)


def _of(request: HttpRequest) -> str:
    return clean_value((request.POST if request.method == "POST" else request.GET).get("of", ""))


def _back(request: HttpRequest) -> str:
    """The list of the authority that the pairs were chosen from, or the round."""
    of = _of(request)
    if of and Authority.objects.filter(slug=of).exists():
        return reverse("suggestions:of", args=[of])
    return reverse("suggestions:rounds")


def _tell(request: HttpRequest, outcomes: Sequence[Outcome]) -> None:
    """What was sent, and what somebody else had sent before."""
    sent = sum(outcome.is_new for outcome in outcomes)
    if sent:
        text = ngettext("%(number)s suggestion is on its way.", "%(number)s suggestions are on their way.", sent)
        messages.success(request, text % {"number": sent})
    for outcome in outcomes:
        if not outcome.is_new and not outcome.problem:
            text = gettext("%(pair)s: an introduction of these two is under way already. Nothing was sent twice.")
            messages.info(request, text % {"pair": outcome.wish.pair})


@staff_required(Role.ADVISER)
@require_http_methods(["GET", "HEAD", "POST"])
def partner_add(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a partner that no list named: found by any spelling, with a reason in one's own words."""
    authority = get_object_or_404(Authority.objects.for_lists(), slug=slug)
    query = clean_value(request.GET.get("q", ""))
    pair = _chosen(authority, request.GET.get("other", ""))
    form = OwnWordsForm(request.POST or None)
    if request.method == "POST" and pair is not None and form.is_valid():
        (outcome,) = send_suggestions([Wish(pair, form.note())], actor=request.user, at=timezone.now())
        if not outcome.problem:
            _tell(request, [outcome])
            return redirect("suggestions:of", authority.slug)
        form.add_error(None, outcome.problem)
    context = {"authority": authority, "query": query, "form": form, **_offered(authority, query, pair)}
    is_bad = form.is_bound and pair is not None
    return render(request, "matching/suggestions_add.html", context, status=422 if is_bad else 200)


def _chosen(authority: Authority, slug: str) -> Pair | None:
    other = Authority.objects.filter(slug=clean_value(slug)).for_lists().first()
    return Pair.of(authority, other) if other is not None and other.pk != authority.pk else None


def _offered(authority: Authority, query: str, pair: Pair | None) -> dict[str, Any]:
    """What was found, each with why it cannot be added; the chosen one with the reasons that there are."""
    if pair is not None:
        (row,) = presenting.shown_pairs([pair], Moment.now([pair]))
        other = pair.german if authority.pk == pair.palestinian.pk else pair.palestinian
        return {"row": row, "other": other}
    keys = [hit.authority_id for hit in find_places(query, limit=MOST_FOUND)] if query else []
    found = {row.pk: row for row in Authority.objects.filter(pk__in=keys).for_lists()}
    others = [found[key] for key in keys if key in found and key != authority.pk]
    moment = Moment.now([Pair.of(authority, other) for other in others])
    return {"found": [(other, _why_not(moment, authority, other)) for other in others]}


def _why_not(moment: Moment, authority: Authority, other: Authority) -> str:
    pair = Pair.of(authority, other)
    if pair.numbers in moment.under_way:
        return gettext("An introduction of these two is under way already.")
    return moment.hindrance(pair)
