"""Rounds of suggestions for the whole programme: asking for one, what came of it, and who was left out."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe
from django_tasks import TaskResultStatus

from jisr.accounts.access import staff_required
from jisr.accounts.states import Role
from jisr.matching.models import SuggestionRound
from jisr.matching.suggestions import presenting, queries
from jisr.matching.suggestions.pairs import BETWEEN
from jisr.matching.suggestions.services import ask_for_one_round, is_under_way, last_asked_round
from jisr.municipalities import choices
from jisr.municipalities.models import Authority
from jisr.municipalities.places import authorities_like
from jisr.web.listing import Filter, read_listing

PAGE_SIZE, NEVER_PAGE = 20, 100
MOST_GIVEN_UP = 2.0  # percent


def _by_name(rows: QuerySet[Authority], value: str) -> QuerySet[Authority]:
    return rows.filter(pk__in=authorities_like(value))


FILTERS = (
    Filter("q", _("Name"), _by_name),
    Filter("region", _("Governorate"), lambda rows, v: rows.filter(region__slug=v), choices.governorates),
)
SORTS = {"authority": (_("Authority"), ["name"])}


@staff_required(Role.ADVISER)
@require_safe
def rounds(request: HttpRequest) -> HttpResponse:
    """The last round by Palestinian authority, how suggestions are spread, and whether a new one is under way."""
    made, asked = queries.last_round(on=timezone.localdate()), last_asked_round()
    context: dict[str, Any] = {
        "made": made,
        "under_way": asked if is_under_way(asked) else None,
        "failed": asked if asked is not None and asked.status == TaskResultStatus.FAILED else None,
    }
    if made is not None:
        listing = read_listing(
            request.GET, queries.suggested_to(made), filters=FILTERS, sorts=SORTS, page_size=PAGE_SIZE
        )
        suggested = queries.of_round(made, listing.page)
        context |= {
            "listing": listing,
            "rows": [(authority, _rows(suggested.get(authority.pk, []))) for authority in listing.page],
            "report": report_of(made),
            "has_other_weights": made.weights_now != made.weight_set_id,
        }
    return render(request, "matching/suggestions_rounds.html", context)


def _rows(suggested: list[Any]) -> list[dict[str, Any]]:
    return [
        {
            "key": f"{row.palestinian.slug}{BETWEEN}{row.german.slug}",
            "german": row.german,
            "points": presenting.spoken_points(row.points),
            "share": round(row.points / presenting.HUNDRED),
            "parts": presenting.parts_in_words(row.parts),
        }
        for row in suggested
    ]


def report_of(made: SuggestionRound) -> dict[str, Any]:
    """The figures of a round for plain sentences."""
    unlimited = made.exposure.get("unlimited_points") or 0
    within, beyond = _given_up(made.total_points, made.best_points), _given_up(made.total_points, unlimited)
    return {
        "sides": [
            {"name": name, **made.exposure[side], "gini": number_format(made.exposure[side]["gini"], 2)}
            for name, side in (
                (gettext("Palestinian authorities"), "palestinian"),
                (gettext("German authorities"), "german"),
            )
        ],
        "within": number_format(within, 1),
        "beyond": number_format(beyond, 1),
        "is_too_much": within > MOST_GIVEN_UP,
        "total": presenting.spoken_points(made.total_points),
    }


def _given_up(total: int, best: int) -> float:
    """The share of the points that could have been, in percent."""
    return max(0.0, 100 * (1 - total / best)) if best else 0.0


@staff_required(Role.ADVISER)
@require_POST
def round_ask(request: HttpRequest) -> HttpResponse:
    if ask_for_one_round(actor=request.user):
        messages.success(request, gettext("The round is on its way. It takes a few seconds; look again then."))
    else:
        messages.info(request, gettext("A round is under way already. It is not computed twice."))
    return redirect("suggestions:rounds")


@staff_required(Role.ADVISER)
@require_safe
def never_shown(request: HttpRequest) -> HttpResponse:
    """The authorities that could have been suggested in the last round and were not, by country and name."""
    made = queries.last_round()
    numbers = made.exposure.get("never_shown", []) if made else []
    page = Paginator(numbers, NEVER_PAGE).get_page(request.GET.get("page"))
    found = {row.pk: row for row in Authority.objects.filter(pk__in=list(page)).for_lists()}
    rows = [found[number] for number in page if number in found]
    return render(request, "matching/suggestions_never.html", {"made": made, "page": page, "rows": rows})
