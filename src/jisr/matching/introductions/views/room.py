"""The room of an open introduction: notes, the first call, visits, next steps and papers."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jisr.documents.views.doors import signed_in
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import may
from jisr.matching.introductions import room
from jisr.matching.introductions.forms import CallForm, NoteForm, PaperForm, StepForm, VisitForm
from jisr.matching.introductions.models import (
    Introduction,
    IntroductionCall,
    IntroductionStep,
    IntroductionVisit,
)
from jisr.matching.introductions.policies import WORK_TOGETHER, seat_of
from jisr.matching.introductions.presenting import names_of
from jisr.matching.introductions.states import Side, VisitState
from jisr.matching.introductions.times import calendar_entry, local
from jisr.matching.introductions.views.finding import form_page, introduction_or_404, key_of
from jisr.matching.introductions.views.introduction import show


def _for_form(request: HttpRequest, public_id: UUID) -> Introduction:
    """One in whose room the reader may write now; what was typed before it closed comes back with the reason."""
    introduction = _seen(request, public_id)
    if request.method != "POST" and not may(request.user, WORK_TOGETHER, introduction):
        raise Http404
    return introduction


def _seen(request: HttpRequest, public_id: UUID) -> Introduction:
    """One that the reader speaks in; whether it is still open is for the service to say."""
    introduction = introduction_or_404(request, public_id)
    if seat_of(request.user, introduction) is None:
        raise Http404
    return introduction


def _try(request: HttpRequest, introduction: Introduction, step: Callable[[], object], done: str) -> HttpResponse:
    try:
        step()
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, done)
    return redirect(introduction)


@never_cache
@signed_in
@require_POST
def note_add(request: HttpRequest, public_id: UUID) -> HttpResponse:
    introduction = _seen(request, public_id)
    form = NoteForm(request.POST)
    if form.is_valid():
        typed = form.cleaned_data
        try:
            room.add_note(
                introduction.public_id,
                typed["text"],
                corrects=typed["corrects"],
                actor=request.user,
                at=timezone.now(),
                form_key=key_of(request),
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal.message))
        else:
            messages.success(request, _("Your note is saved."))
            return redirect(introduction)
    return show(request, introduction, note_form=form)


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def call_set(request: HttpRequest, public_id: UUID) -> HttpResponse:
    introduction = _for_form(request, public_id)
    known = IntroductionCall.objects.filter(introduction=introduction).first()
    form = CallForm(request.POST or None, initial=_call_initial(request, introduction, known))
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        call = room.Call(starts_at=typed["starts_at"], minutes=typed["minutes"], where=typed["where"])
        try:
            made = room.set_call(
                introduction.public_id, call, seen=typed["seen"], actor=request.user, at=timezone.now()
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal.message))
        else:
            times = {
                "berlin": f"{local(made.starts_at, Side.GERMAN):%H:%M}",
                "hebron": f"{local(made.starts_at, Side.PALESTINIAN):%H:%M}",
            }
            messages.success(
                request, _("The call is set for %(berlin)s in Berlin, which is %(hebron)s in Hebron.") % times
            )
            return redirect(introduction)
    lead = _("Type the time as one of the two sides reads it; the page shows it in both.")
    return form_page(
        request, introduction, form, title=_("Set the first call"), lead=lead, button=_("Set the first call")
    )


def _call_initial(request: HttpRequest, introduction: Introduction, known: IntroductionCall | None) -> dict[str, Any]:
    seat = seat_of(request.user, introduction)
    clock = Side.PALESTINIAN if seat == Side.PALESTINIAN else Side.GERMAN
    if known is None:
        return {"clock": clock.value, "minutes": 60}
    starts_at = local(known.starts_at, clock)
    return {
        "clock": clock.value,
        "day": starts_at.date(),
        "hour": starts_at.time(),
        "minutes": known.minutes,
        "where": known.where,
        "seen": known.sequence,
    }


@never_cache
@signed_in
@require_POST
def call_cancel(request: HttpRequest, public_id: UUID) -> HttpResponse:
    introduction = _seen(request, public_id)

    def cancel() -> None:
        room.cancel_call(introduction.public_id, actor=request.user, at=timezone.now())

    return _try(request, introduction, cancel, _("The call is cancelled. The other side has been told."))


@never_cache
@signed_in
@require_safe
def call_calendar(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The first call as a file for calendars."""
    rows = IntroductionCall.objects.visible_to(request.user).select_related(
        "introduction__german", "introduction__palestinian"
    )
    call = get_object_or_404(rows, introduction__public_id=public_id)
    response = HttpResponse(calendar_entry(call), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="first-call.ics"'
    return response


def is_done(request: HttpRequest, form: Form, act: Callable[[], object], told: str) -> bool:
    """Whether a form was sent and what it asks for was done; a refusal stands in the form."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        act()
    except DomainError as refusal:
        form.add_error(None, str(refusal.message))
        return False
    messages.success(request, told)
    return True


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def visit_plan(request: HttpRequest, public_id: UUID) -> HttpResponse:
    introduction = _for_form(request, public_id)
    form = VisitForm(request.POST or None, names=names_of(introduction))

    def act() -> None:
        room.plan_visit(
            introduction.public_id,
            **form.cleaned_data,
            actor=request.user,
            at=timezone.now(),
            form_key=key_of(request),
        )

    if is_done(request, form, act, _("The visit is planned.")):
        return redirect(introduction)
    lead = _("A visit to get to know each other, before anybody decides on a partnership.")
    return form_page(request, introduction, form, title=_("Plan a visit"), lead=lead, button=_("Plan the visit"))


@never_cache
@signed_in
@require_POST
def visit_settle(request: HttpRequest, public_id: UUID, visit_id: UUID, name: str) -> HttpResponse:
    introduction = _seen(request, public_id)
    visits = IntroductionVisit.objects.visible_to(request.user).filter(introduction=introduction)
    visit = get_object_or_404(visits, public_id=visit_id)
    if name not in (VisitState.DONE, VisitState.CANCELLED):
        raise Http404

    def settle() -> None:
        room.settle_visit(visit.public_id, name, actor=request.user, at=timezone.now())

    return _try(request, introduction, settle, _("Your changes are saved."))


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def step_agree(request: HttpRequest, public_id: UUID) -> HttpResponse:
    introduction = _for_form(request, public_id)
    form = StepForm(request.POST or None, names=names_of(introduction))

    def act() -> None:
        room.agree_step(
            introduction.public_id,
            **form.cleaned_data,
            actor=request.user,
            at=timezone.now(),
            form_key=key_of(request),
        )

    if is_done(request, form, act, _("The next step is agreed.")):
        return redirect(introduction)
    lead = _("It then stands in the workspace of those who do it, until it is done.")
    title, button = _("Agree on a next step"), _("Agree on this step")
    return form_page(request, introduction, form, title=title, lead=lead, button=button)


@never_cache
@signed_in
@require_POST
def step_finish(request: HttpRequest, public_id: UUID, step_id: UUID) -> HttpResponse:
    introduction = _seen(request, public_id)
    steps = IntroductionStep.objects.visible_to(request.user).filter(introduction=introduction)
    step = get_object_or_404(steps, public_id=step_id)

    def finish() -> None:
        room.finish_step(step.public_id, actor=request.user, at=timezone.now())

    return _try(request, introduction, finish, _("The step is done."))


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def paper_add(request: HttpRequest, public_id: UUID) -> HttpResponse:
    introduction = _for_form(request, public_id)
    form = PaperForm(request.POST or None)

    def act() -> None:
        room.add_paper(
            introduction.public_id,
            form.cleaned_data["title"],
            actor=request.user,
            at=timezone.now(),
            form_key=key_of(request),
        )

    if is_done(request, form, act, _("The paper is begun. Now add its files, one for each language.")):
        return redirect(introduction)
    lead = _(
        "For example a fact sheet or the minutes of a call. German or English stand on one side, Arabic on the other."
    )
    return form_page(request, introduction, form, title=_("Begin a paper"), lead=lead, button=_("Begin the paper"))
