"""Meetings about a paper: adding and correcting them, their order, and what came of them."""

from copy import copy
from http import HTTPStatus
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from jisr.documents.views.doors import signed_in
from jisr.kernel.errors import DomainError
from jisr.municipalities.services.facts import ChangedMeanwhile
from jisr.partnerships.council.answers import OF_BODY, read_step
from jisr.partnerships.council.forms.steps import OutcomeForm, StepForm
from jisr.partnerships.council.models import CouncilMatter, CouncilStep
from jisr.partnerships.council.services import (
    GoneMeanwhile,
    Next,
    add_step,
    change_step,
    move_step,
    note_outcome,
    remove_step,
)
from jisr.partnerships.council.states import Outcome
from jisr.partnerships.council.views.matters import editable_or_404

Answer = HttpResponse | StepForm | OutcomeForm


def _step_or_404(matter: CouncilMatter, step_id: UUID) -> CouncilStep:
    return cast("CouncilStep", get_object_or_404(matter.steps.all(), public_id=step_id))


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def step_add(request: HttpRequest, public_id: UUID) -> HttpResponse:
    matter = editable_or_404(request, public_id)
    empty = dict.fromkeys(OF_BODY, "")
    form = StepForm(request.POST if request.method == "POST" else None, now=empty, sources={})
    if request.method == "POST" and form.is_valid():
        try:
            add_step(matter.pk, form.all_values(), actor=request.user)
        except DomainError as refusal:
            form.add_error(None, str(refusal.message))
        else:
            messages.success(request, _("The meeting is added."))
            return redirect(matter)
    return _page(request, matter, form, {"title": _("Add a meeting")})


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def step_edit(request: HttpRequest, public_id: UUID, step_id: UUID) -> HttpResponse:
    matter = editable_or_404(request, public_id)
    step = _step_or_404(matter, step_id)
    form = _body_form(step, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        answer = _saved(
            request,
            matter,
            form,
            lambda: change_step(step.pk, form.values(), opened=form.opened_with, actor=request.user),
            lambda data: _body_form(_step_or_404(matter, step_id), data),
        )
        if isinstance(answer, HttpResponse):
            return answer
        form = cast("StepForm", answer)
    return _page(request, matter, form, {"title": _("Change a meeting"), "step": step})


def _body_form(step: CouncilStep, data: Any) -> StepForm:  # noqa: ANN401 - typed values
    return StepForm(data, instance=copy(step), now=read_step(step), sources={})


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def step_outcome(request: HttpRequest, public_id: UUID, step_id: UUID) -> HttpResponse:
    """Note what came of a meeting, or correct it."""
    matter = editable_or_404(request, public_id)
    step = _step_or_404(matter, step_id)
    form = _outcome_form(step, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        answer = _saved(
            request,
            matter,
            form,
            lambda: note_outcome(
                step.pk,
                form.values(),
                opened=form.opened_with,
                then=Next(form.cleaned_data["next_on"]),
                actor=request.user,
                at=timezone.now(),
            ),
            lambda data: _outcome_form(_step_or_404(matter, step_id), data),
        )
        if isinstance(answer, HttpResponse):
            return answer
        form = cast("OutcomeForm", answer)
    return _page(request, matter, form, {"title": _("What came of the meeting"), "step": step, "is_outcome": True})


def _outcome_form(step: CouncilStep, data: Any) -> OutcomeForm:  # noqa: ANN401
    """A meeting without an outcome is offered the day for which it was planned, once that has come."""
    initial: dict[str, Any] = {}
    follower = CouncilStep.objects.filter(adjourned_from=step).first()
    if follower is not None:
        initial["next_on"] = follower.planned_on
    if step.outcome == Outcome.PLANNED and step.planned_on and step.planned_on <= timezone.localdate():
        initial["met_on"] = step.planned_on
    return OutcomeForm(data, instance=copy(step), initial=initial, now=read_step(step), sources={})


def _saved(request: HttpRequest, matter: CouncilMatter, form: Any, deed: Any, anew: Any) -> Answer:  # noqa: ANN401
    """The way back when all went well, else the form that says why not; ``anew`` makes it from the row of now."""
    try:
        changed = deed()
    except ChangedMeanwhile as clash:
        again = anew(form.with_clashes(request.POST, clash.clashes, clash.now))
        again.add_error(None, clash.message)
        return cast("Answer", again)
    except GoneMeanwhile as gone:
        messages.error(request, str(gone.message))
        return redirect(matter)
    except DomainError as refusal:
        form.add_error(None, str(refusal.message))
        return cast("Answer", form)
    if changed:
        messages.success(request, _("Saved."))
    return redirect(matter)


def _page(request: HttpRequest, matter: CouncilMatter, form: Any, more: dict[str, Any]) -> HttpResponse:  # noqa: ANN401
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    context = {"matter": matter, "form": form, **more}
    return render(request, "partnerships/council/step.html", context, status=int(status))


@never_cache
@signed_in
@require_POST
def step_move(request: HttpRequest, public_id: UUID, step_id: UUID) -> HttpResponse:
    matter = editable_or_404(request, public_id)
    step = _step_or_404(matter, step_id)
    try:
        move_step(step.pk, earlier=request.POST.get("to") == "earlier", actor=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
    return redirect(f"{matter.get_absolute_url()}#meetings")


@never_cache
@signed_in
@require_POST
def step_remove(request: HttpRequest, public_id: UUID, step_id: UUID) -> HttpResponse:
    """Sent twice, the second finds nothing left to take out, and that is what was wanted."""
    matter = editable_or_404(request, public_id)
    step = matter.steps.filter(public_id=step_id).first()
    try:
        if step is not None:
            remove_step(step.pk, actor=request.user)
            messages.success(request, _("The meeting is taken out."))
    except GoneMeanwhile:
        pass
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
    return redirect(f"{matter.get_absolute_url()}#meetings")
