"""What everybody reads of a meeting's results: only what was released, in three languages."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from jisr.events.editions.models import Edition
from jisr.events.results import accounts, paper, sheets
from jisr.events.results.models import Decision, FollowUp, Minutes, Outcome, ResultSheet
from jisr.events.results.presenting import public_decisions, public_texts, released_title
from jisr.events.results.views.finding import language_of


def _edition(slug: str) -> Edition:
    found: Edition = get_object_or_404(Edition.objects.public().select_related("follows"), slug=slug)
    return found


def _account(rows: Any) -> dict[str, Any]:  # noqa: ANN401 - steps
    """Figures of all, but names of authorities and words only of what was released."""
    today, language = timezone.localdate(), get_language() or "en"
    told = list(rows.released().for_lists().order_by("due_on", "pk"))
    return {
        "figures": accounts.figures_of(rows, today=today),
        "pairs": accounts.by_pair(told, today=today),
        "steps": accounts.released_steps(told, language),
        "today": today,
    }


@require_safe
def results_page(request: HttpRequest, slug: str) -> HttpResponse:
    """What became of what was agreed at this meeting, its decisions, result sheets and minutes."""
    edition = _edition(slug)
    sheets_here, minutes_here = public_texts(edition)
    context = {
        "edition": edition,
        **_account(FollowUp.objects.agreed_at(edition)),
        "decisions": public_decisions(Decision.objects.released().filter(edition=edition)),
        "sheets": sheets_here,
        "minutes": minutes_here,
    }
    is_empty = not (context["figures"].agreed or context["decisions"] or context["sheets"] or context["minutes"])
    return render(request, "events/results/public_results.html", context | {"is_empty": is_empty})


@require_safe
def opening_page(request: HttpRequest, slug: str) -> HttpResponse:
    """For the opening of a meeting: what became of what was agreed before. Made to be shown and printed."""
    edition = _edition(slug)
    context = {"edition": edition, **_account(accounts.agreed_before(edition))}
    return render(request, "events/results/public_opening.html", context)


def _released(model: type[Outcome], slug: str, public_id: UUID) -> Any:  # noqa: ANN401 - a released row
    rows = model._default_manager.released().filter(edition__in=Edition.objects.public()).select_related("edition")
    found = get_object_or_404(rows, public_id=public_id)
    if found.edition.slug != slug:
        raise Http404
    return found


@require_safe
def public_sheet(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    sheet, language = _released(ResultSheet, slug, public_id), get_language() or "en"
    context = {
        "sheet": sheet,
        "title": released_title(sheet),
        "parts": sheets.shown(sheet.released, language),
        "authorities": list(sheet.authorities.order_by("name")),
    }
    return render(request, "events/results/public_sheet.html", context)


@require_safe
def public_sheet_pdf(_request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    sheet: ResultSheet = _released(ResultSheet, slug, public_id)
    return paper.answer(sheet, sheet.released or {}, get_language() or "en")


@require_safe
def public_minutes(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    minutes = _released(Minutes, slug, public_id)
    context = {
        "minutes": minutes,
        "title": released_title(minutes),
        "language": language_of(minutes.released["language"]),
        "blocks": minutes.released["blocks"],
    }
    return render(request, "events/results/public_minutes.html", context)
