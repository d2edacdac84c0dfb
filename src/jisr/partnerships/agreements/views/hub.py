"""The ties of the reader, and the page from which all work on one tie starts."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from jisr.documents.models import Document
from jisr.documents.views.doors import signed_in
from jisr.kernel.policy import may
from jisr.municipalities.desk.policies import EDIT_FACTS, READ_DESK
from jisr.municipalities.places import authorities_like
from jisr.partnerships.agreements.queries import governing
from jisr.partnerships.agreements.waiting import entries_of
from jisr.partnerships.agreements.words import LABELS
from jisr.partnerships.agreements.workflow import open_moves
from jisr.partnerships.alarms import usual_months, why
from jisr.partnerships.models import Partnership
from jisr.partnerships.policies import CARRY_TIE
from jisr.partnerships.queries import CARED_FOR
from jisr.partnerships.states import Form, Status
from jisr.partnerships.views.finding import tie_or_404
from jisr.web.listing import Filter, read_listing
from jisr.web.panels import panels_for


def _by_name(rows: QuerySet[Partnership], value: str) -> QuerySet[Partnership]:
    hits = authorities_like(value)
    return rows.filter(german__in=hits) | rows.filter(palestinian__in=hits)


FILTERS = (
    Filter("q", _("Name"), _by_name),
    Filter("status", _("Status"), lambda rows, value: rows.filter(status=value), lambda: Status.choices),
    Filter("form", _("Form"), lambda rows, value: rows.filter(form=value), lambda: Form.choices),
)
SORTS = {
    "german": (_("German authority"), ["german__name", "palestinian__name"]),
    "palestinian": (_("Palestinian authority"), ["palestinian__name", "german__name"]),
    "status": (_("Status"), ["status", "german__name"]),
    "review": (_("Review of the pause"), ["review_on", "german__name"]),
}


@never_cache
@signed_in
@require_safe
def ties(request: HttpRequest) -> HttpResponse:
    """All ties of the reader's authorities; for the office all there are."""
    mine = Partnership.objects.visible_to(request.user).select_related("german", "palestinian")
    listing = read_listing(request.GET, mine, filters=FILTERS, sorts=SORTS)
    keys = [tie.pk for tie in listing.page.object_list]
    known = Partnership.objects.filter(pk__in=keys).with_contact().prefetch_related("agreements__parties").in_bulk()
    today = timezone.localdate()
    context = {
        "listing": listing,
        "rows": [_row(tie, known[tie.pk], today) for tie in listing.page.object_list],
        "today": today,
        "is_office": may(request.user, READ_DESK),
    }
    return render(request, "partnerships/ties.html", context)


def _row(tie: Partnership, known: Partnership, today: Any) -> dict[str, Any]:  # noqa: ANN401 - a date
    agreements = list(known.agreements.all())
    for each in agreements:
        each.tie = tie
    return {
        "tie": tie,
        "agreement": governing(agreements),
        "contact_on": known.contact_on,  # type: ignore[attr-defined]
        "waiting": entries_of(tie, agreements, today=today),
    }


@never_cache
@signed_in
@require_safe
def tie_page(request: HttpRequest, slug: str) -> HttpResponse:
    """How one tie stands, what it waits for, its steps, and the panels of all rooms that work on ties."""
    tie, today = tie_or_404(request, slug), timezone.localdate()
    agreements = list(tie.agreements.prefetch_related("parties"))
    for each in agreements:
        each.tie = tie
    may_carry = may(request.user, CARRY_TIE, tie)
    context = {
        "tie": tie,
        "today": today,
        "agreement": governing(agreements),
        "waiting": entries_of(tie, agreements, today=today),
        "alarm": _alarm(request, tie),
        "moves": [(name, LABELS[name]) for name in open_moves(tie.status)] if may_carry else [],
        "may_publish": may_carry and not tie.is_public and tie.status != Status.INITIATION,
        "steps": _steps(request, tie),
        "panels": panels_for("tie", request, tie),
        "history_url": reverse("audit:history", args=[tie._meta.label_lower, tie.pk])
        if may(request.user, READ_DESK)
        else "",
        "is_office": may(request.user, EDIT_FACTS, tie),
    }
    return render(request, "partnerships/tie.html", context)


def _alarm(request: HttpRequest, tie: Partnership) -> str:
    if tie.status not in CARED_FOR or not may(request.user, EDIT_FACTS, tie):
        return ""
    today = timezone.localdate()
    return why(tie, today=today, usual=usual_months(today=today))


def _steps(request: HttpRequest, tie: Partnership) -> list[Any]:
    """The steps, the newest first; a paper is named to those alone who may read it."""
    steps = list(tie.steps.select_related("agreement", "document", "recorded_by").order_by("-happened_on", "-pk"))
    named = [step.document_id for step in steps if step.document_id]
    open_papers = set(Document.objects.filter(pk__in=named).visible_to(request.user).values_list("pk", flat=True))
    for step in steps:
        if step.document_id and step.document_id not in open_papers:
            step.document = None
    return steps
