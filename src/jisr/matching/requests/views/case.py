"""One request in the workspace: where it stands, what is open, and the steps that the reader may take."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jisr.kernel.errors import DomainError
from jisr.kernel.policy import may
from jisr.matching.requests.answers import THEME
from jisr.matching.requests.forms import AnswerForm, LanguageForm, ReasonForm
from jisr.matching.requests.models import PartnershipRequest
from jisr.matching.requests.policies import CHECK_REQUEST, EDIT_REQUEST
from jisr.matching.requests.presenting import facts_of, label_of
from jisr.matching.requests.services import move, withdraw_consent
from jisr.matching.requests.states import SHOWN, State
from jisr.matching.requests.translating import progress, shown_texts
from jisr.matching.requests.views.drafting import tasks
from jisr.matching.requests.workflow import MOVES
from jisr.municipalities.policies import acts_for, reads_for_office

BY_OFFICE = ("check", "translate", "publish", "match", "archive")
BY_DRAFTER = ("confirm", "withdraw")
LABELS = {
    "check": gettext_lazy("Mark as checked"),
    "translate": gettext_lazy("Mark as translated"),
    "publish": gettext_lazy("Publish"),
    "match": gettext_lazy("A partner has been found"),
    "archive": gettext_lazy("Archive"),
    "confirm": gettext_lazy("This still holds"),
    "withdraw": gettext_lazy("Withdraw"),
}


@never_cache
@login_required
@require_safe
def request_case(request: HttpRequest, public_id: UUID) -> HttpResponse:
    found = of_case(request, public_id)
    may_edit, may_check = may(request.user, EDIT_REQUEST, found), may(request.user, CHECK_REQUEST, found)
    open_moves = [name for name, step in MOVES.items() if found.state in step.sources]
    language = get_language() or "en"
    context = {
        "case": found,
        "may_edit": may_edit,
        "may_check": may_check,
        "tasks": tasks(found) if found.state == State.DRAFT and may_edit else [],
        "plain_moves": [(n, LABELS[n]) for n in open_moves if _is_for(n, may_edit, may_check) and not _asks(n)],
        "reason_moves": [(n, LABELS[n]) for n in open_moves if _is_for(n, may_edit, may_check) and _asks(n)],
        "may_ask_back": may_check and "ask_back" in open_moves,
        "may_withdraw_consent": may_edit and found.consented_at is not None and found.state in SHOWN,
        "questions": [(label_of(question.field), question) for question in found.questions.all()],
        "texts": shown_texts(found, language).values() if found.state != State.DRAFT else [],
        "facts": facts_of(found),
        "themes": [row.theme for row in found.wanted.all()],
        "progress": progress(found) if may_check and found.state != State.DRAFT else {},
        "answer_form": AnswerForm(),
        "language_form": LanguageForm(initial={"language": found.original_language}),
        "theme_mark": THEME,
    }
    return render(request, "matching/request_case.html", context)


def _is_for(name: str, may_edit: bool, may_check: bool) -> bool:  # noqa: FBT001 - two rights
    return (name in BY_OFFICE and may_check) or (name in BY_DRAFTER and may_edit)


def _asks(name: str) -> bool:
    return MOVES[name].needs_reason


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def request_move(request: HttpRequest, public_id: UUID, name: str) -> HttpResponse:
    """Take a step; one that needs a reason asks for it on a page of its own."""
    found = of_case(request, public_id)
    may_edit, may_check = may(request.user, EDIT_REQUEST, found), may(request.user, CHECK_REQUEST, found)
    if name not in LABELS or not _is_for(name, may_edit, may_check):
        raise Http404
    form = ReasonForm(request.POST or None)
    if request.method != "POST" or (_asks(name) and not form.is_valid()):
        if not _asks(name):
            return redirect(found.case_url)
        context = {"case": found, "form": form, "label": LABELS[name]}
        return render(request, "matching/request_move.html", context, status=422 if form.is_bound else 200)
    reason = form.cleaned_data["reason"] if _asks(name) else ""
    try:
        move(found.pk, name, reason=reason, actor=request.user, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("Done. Those concerned have been told."))
    return redirect(found.case_url)


@never_cache
@login_required
@require_POST
def request_withdraw_consent(request: HttpRequest, public_id: UUID) -> HttpResponse:
    found = of_case(request, public_id)
    if not may(request.user, EDIT_REQUEST, found):
        raise Http404
    try:
        withdraw_consent(found.pk, actor=request.user, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("The consent is withdrawn and the page is down."))
    return redirect(found.case_url)


def of_case(request: HttpRequest, public_id: UUID) -> PartnershipRequest:
    """A request whose case the reader may see: that of their authority or, for the office, any."""
    rows = PartnershipRequest.objects.visible_to(request.user).with_texts()
    found = cast("PartnershipRequest", get_object_or_404(rows, public_id=public_id))
    if not (reads_for_office(request.user) or acts_for(request.user, found.authority)):
        raise Http404
    return found
