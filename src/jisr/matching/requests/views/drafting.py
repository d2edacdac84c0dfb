"""Drafting in the workspace: one's requests, the list of pages, one page at a time, checking and handing over."""

from http import HTTPStatus
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jisr.kernel.errors import DomainError
from jisr.kernel.policy import may
from jisr.matching.requests.answers import BY_SLUG, STEPS, Step, is_filled, missing
from jisr.matching.requests.forms import AnswerForm, LanguageForm, StepForm, initial_of
from jisr.matching.requests.models import PartnershipRequest, RequestDraft
from jisr.matching.requests.policies import DRAFT_REQUEST, EDIT_REQUEST
from jisr.matching.requests.presenting import answers_in_words, spoken
from jisr.matching.requests.proposals import proposed_themes
from jisr.matching.requests.services import (
    Saved,
    answer_question,
    change_language,
    save_answers,
    start_request,
    submit_request,
)
from jisr.matching.requests.states import LIVE, State
from jisr.municipalities import choices
from jisr.municipalities.acting import memberships_of
from jisr.municipalities.models import Authority
from jisr.municipalities.states import MembershipRole

AUTOSAVE = "X-Autosave"


@never_cache
@login_required
@require_safe
def my_requests(request: HttpRequest) -> HttpResponse:
    """The requests of the authorities that the reader acts for, and for which one can be begun."""
    mine = [row.authority for row in memberships_of(request) if row.authority is not None]
    rows = PartnershipRequest.objects.filter(authority__in=mine).for_lists().order_by("-created_at", "-pk")
    leads = {
        row.authority.pk: row.authority
        for row in memberships_of(request)
        if row.authority is not None and row.role == MembershipRole.COORDINATOR
    }
    busy = {row.authority_id for row in rows if row.state in LIVE and not row.source_url}
    context = {"rows": rows, "free": [leads[key] for key in leads if key not in busy], "acts": bool(mine)}
    return render(request, "matching/my_requests.html", context)


@never_cache
@login_required
@require_POST
def request_start(request: HttpRequest, slug: str) -> HttpResponse:
    authority = get_object_or_404(Authority.objects.for_lists(), slug=slug)
    if not may(request.user, DRAFT_REQUEST, authority):
        raise Http404
    return redirect(start_request(authority, actor=request.user).case_url)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def request_step(request: HttpRequest, public_id: UUID, step: str) -> HttpResponse:
    found = editable(request, public_id)
    if step not in BY_SLUG:
        raise Http404
    page, draft = BY_SLUG[step], _draft(found)
    if request.method != "POST":
        if found.state != State.DRAFT:
            return redirect(found.case_url)
        form = StepForm(initial=initial_of(page, draft.answers), step=page, kind=found.kind)
        return _page(request, found, page, form, stamps=draft.stamps)
    form = StepForm(request.POST, step=page, kind=found.kind)
    is_valid = form.is_valid()
    seen = {name: _number(request.POST.get(f"seen_{name}", "")) for name in page.fields}
    try:
        saved = save_answers(found.pk, form.cleaned(), seen=seen, actor=request.user, at=timezone.now())
    except DomainError as refusal:
        return _refused(request, found, page, form, str(refusal.message), seen)
    if request.headers.get(AUTOSAVE):
        return _told(saved, form)
    if not is_valid or saved.conflicts:
        return _page(request, found, page, form, stamps=saved.stamps, saved=saved)
    return redirect(*_next(request, found, page))


def _refused(
    request: HttpRequest, found: PartnershipRequest, page: Step, form: StepForm, why: str, seen: dict[str, int]
) -> HttpResponse:
    if request.headers.get(AUTOSAVE):
        return JsonResponse({"message": why}, status=HTTPStatus.CONFLICT)
    form.add_error(None, why)
    return _page(request, found, page, form, stamps=seen)


def _told(saved: Saved, form: StepForm) -> HttpResponse:
    if saved.conflicts:
        message = _("Somebody else changed this page meanwhile. Press “Save and continue” to see both texts.")
        return JsonResponse({"message": message}, status=HTTPStatus.CONFLICT)
    message = _("Please check your entries; what is right is saved.") if form.errors else _("Saved.")
    return JsonResponse({"message": message, "stamps": {name: saved.stamps.get(name, 0) for name in form.step.fields}})


def _next(request: HttpRequest, found: PartnershipRequest, page: Step) -> tuple[str, ...]:
    if request.POST.get("then") == "stay":
        return ("requests:step", str(found.public_id), page.slug)
    if request.POST.get("then") == "list":
        return ("requests:case", str(found.public_id))
    place = STEPS.index(page) + 1
    if place == len(STEPS):
        return ("requests:check", str(found.public_id))
    return ("requests:step", str(found.public_id), STEPS[place].slug)


def _page(
    request: HttpRequest,
    found: PartnershipRequest,
    page: Step,
    form: StepForm,
    **more: Any,  # noqa: ANN401
) -> HttpResponse:
    saved = more.pop("saved", None)
    names = dict(choices.themes()) if page.slug == "themes" else {}
    context = {
        "case": found,
        "step": page,
        "number": STEPS.index(page) + 1,
        "total": len(STEPS),
        "form": form,
        "seen": {name: more["stamps"].get(name, 0) for name in page.fields},
        "questions": [q for q in found.questions.all() if q.field in page.fields],
        "answer_form": AnswerForm(),
        "conflicts": _conflicts(saved, form) if saved else [],
        "their_name": saved.their_name if saved else "",
        "proposals": [(names.get(slug, slug), words) for slug, words in proposed_themes(_draft(found).answers)]
        if page.slug == "themes"
        else [],
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.CONFLICT if context["conflicts"] else 200
    return render(request, "matching/request_step.html", context, status=int(status))


def _conflicts(saved: Saved, form: StepForm) -> list[tuple[str, str, str]]:
    """Each answer that two people changed: its label, what the reader typed, and what the other one saved."""
    mine = form.cleaned()
    labels = {name: str(form.fields[name].label) if name in form.fields else _("Themes") for name in saved.conflicts}
    return [
        (labels[name], spoken(name, mine.get(name)), spoken(name, theirs)) for name, theirs in saved.conflicts.items()
    ]


@never_cache
@login_required
@require_POST
def request_answer(request: HttpRequest, public_id: UUID, number: int) -> HttpResponse:
    found = editable(request, public_id)
    question = get_object_or_404(found.questions.all(), pk=number)
    form = AnswerForm(request.POST)
    if form.is_valid():
        try:
            answer_question(question.pk, form.cleaned_data["answer"], actor=request.user, at=timezone.now())
        except DomainError as refusal:
            messages.error(request, str(refusal.message))
        else:
            messages.success(request, _("Your answer is saved. The office sees it when you submit again."))
    else:
        messages.error(request, _("Please write an answer first."))
    return redirect(found.case_url)


@never_cache
@login_required
@require_POST
def request_language(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Somebody began in one language and goes on in another."""
    found = editable(request, public_id)
    form = LanguageForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Please choose a language."))
        return redirect(found.case_url)
    try:
        change_language(found.pk, form.cleaned_data["language"], actor=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("The language of the draft is changed."))
    return redirect(found.case_url)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def request_check(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """All answers on one page, and the button that hands them over."""
    found = editable(request, public_id)
    if request.method == "POST":
        try:
            submit_request(found.pk, actor=request.user, at=timezone.now())
        except DomainError as refusal:
            messages.error(request, str(refusal.message))
            if refusal.facts.get("steps") is not None:
                return redirect("requests:check", found.public_id)
        else:
            messages.success(request, _("Thank you. The programme office checks your text and writes to you."))
        return redirect(found.case_url)
    if found.state != State.DRAFT:
        return redirect(found.case_url)
    answers = _draft(found).answers
    context = {
        "case": found,
        "pages": [(step, answers_in_words(step, answers, found.kind)) for step in STEPS],
        "missing": missing(answers),
        "unanswered": [task["step"] for task in tasks(found) if task["has_question"]],
    }
    return render(request, "matching/request_check.html", context)


def tasks(found: PartnershipRequest) -> list[dict[str, Any]]:
    """The pages of the draft with how far each is."""
    answers = _draft(found).answers
    open_at = {q.field for q in found.questions.all() if not q.answered_at}
    lacking = missing(answers)
    return [
        {
            "step": step,
            "is_missing": step in lacking,
            "is_done": any(is_filled(answers, name) for name in step.fields),
            "has_question": bool(open_at & set(step.fields)),
        }
        for step in STEPS
    ]


def editable(request: HttpRequest, public_id: UUID) -> PartnershipRequest:
    """A request that the reader may change; others are as if they were not there."""
    rows = PartnershipRequest.objects.visible_to(request.user).for_lists()
    found = cast("PartnershipRequest", get_object_or_404(rows, public_id=public_id))
    if not may(request.user, EDIT_REQUEST, found):
        raise Http404
    return found


def _draft(found: PartnershipRequest) -> RequestDraft:
    return RequestDraft.objects.filter(request=found).first() or RequestDraft(request=found)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 9 else 0  # noqa: PLR2004 - more is no stamp of ours
