"""The expectations of one tie: how they stand, noting a promise, noting and removing an event."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jisr.kernel.errors import DomainError
from jisr.kernel.policy import may
from jisr.partnerships.expectations.forms import EvidenceForm, PromiseForm, initial_of
from jisr.partnerships.expectations.models import Evidence, Expectation
from jisr.partnerships.expectations.policies import WRITE_EXPECTATION, OneSide
from jisr.partnerships.expectations.services import (
    ChangedMeanwhile,
    note_evidence,
    note_promise,
    take_evidence_away,
)
from jisr.partnerships.expectations.standing import points_of
from jisr.partnerships.expectations.states import LIMIT_MONTHS, Kind, Side
from jisr.partnerships.models import Partnership
from jisr.partnerships.views.finding import tie_or_404


@never_cache
@login_required
@require_safe
def tie_expectations(request: HttpRequest, slug: str) -> HttpResponse:
    tie = tie_or_404(request, slug)
    may_write = {side: may(request.user, WRITE_EXPECTATION, OneSide(tie, side)) for side in Side}
    events = Evidence.objects.filter(tie=tie).select_related("noted_by")
    found: dict[tuple[str, str], list[Evidence]] = {}
    for event in events:
        found.setdefault((event.side, event.expectation), []).append(event)
    points = points_of([tie.pk], today=timezone.localdate())[tie.pk]
    context = {
        "tie": tie,
        "limit": LIMIT_MONTHS,
        "kinds": [
            (kind, [(point, found.get((point.side, kind), []), may_write[point.side]) for point in of_kind])
            for kind in Kind
            if (of_kind := [point for point in points if point.kind == kind])
        ],
    }
    return render(request, "partnerships/expectations/tie.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def promise_edit(request: HttpRequest, slug: str, side: str, kind: str) -> HttpResponse:
    tie, one_side, point = _point(request, slug, side, kind)
    known = Expectation.objects.filter(tie=tie, side=one_side, kind=point).select_related("changed_by").first()
    theirs = None
    form = PromiseForm(request.POST if request.method == "POST" else None, initial=initial_of(known))
    if request.method == "POST" and form.is_valid():
        try:
            note_promise(tie, one_side, point, form.cleaned_data, seen=form.cleaned_data["seen"], actor=request.user)
        except ChangedMeanwhile as refusal:
            theirs = refusal.theirs
            form.data = form.data.copy()
            form.data["seen"] = str(theirs.version)
            form.add_error(None, str(refusal.message))
        else:
            messages.success(request, _("The promise is noted."))
            return redirect("expectations:tie", tie.slug)
    context = {"tie": tie, "side": one_side, "kind": point, "form": form, "theirs": theirs}
    return render(request, "partnerships/expectations/promise.html", context, status=_status(form, theirs))


def _status(form: PromiseForm, theirs: Expectation | None) -> int:
    if theirs is not None:
        return HTTPStatus.CONFLICT
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def evidence_add(request: HttpRequest, slug: str, side: str, kind: str) -> HttpResponse:
    tie, one_side, point = _point(request, slug, side, kind)
    form = EvidenceForm(
        request.POST if request.method == "POST" else None,
        expectation=point,
        initial={"form_key": get_random_string(32)},
    )
    if request.method == "POST" and form.is_valid():
        values, key = form.cleaned_data, form.cleaned_data["form_key"]
        try:
            note_evidence(tie, one_side, point, values, form_key=key, actor=request.user, at=timezone.now())
        except DomainError as refusal:
            form.add_error(None, str(refusal.message))
        else:
            messages.success(request, _("The event is noted."))
            return redirect("expectations:tie", tie.slug)
    context = {"tie": tie, "side": one_side, "kind": point, "form": form}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "partnerships/expectations/evidence.html", context, status=status)


@never_cache
@login_required
@require_POST
def evidence_remove(request: HttpRequest, public_id: UUID) -> HttpResponse:
    row = get_object_or_404(Evidence.objects.visible_to(request.user).select_related("tie"), public_id=public_id)
    if not may(request.user, WRITE_EXPECTATION, OneSide(row.tie, row.side)):
        raise Http404
    if take_evidence_away(row.pk, actor=request.user):
        messages.success(request, _("The event is removed. The history still knows it."))
    return redirect("expectations:tie", row.tie.slug)


def _point(request: HttpRequest, slug: str, side: str, kind: str) -> tuple[Partnership, Side, Kind]:
    """One side and one point of a tie that the reader may write about; others are as if they were not there."""
    tie = tie_or_404(request, slug)
    if side not in Side or kind not in Kind or not may(request.user, WRITE_EXPECTATION, OneSide(tie, side)):
        raise Http404
    return tie, Side(side), Kind(kind)
