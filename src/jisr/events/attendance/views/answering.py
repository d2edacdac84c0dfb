"""The form after a meeting for those who were registered with an address alone: their link opens it, nothing else.

The page shows the meeting and its questions, never whose link it is. Nothing is set in the browser.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from jisr.events.attendance.feedback import UnknownLink, give_by_link, has_answered, holder_of
from jisr.events.attendance.forms import OpenAnswersForm
from jisr.events.attendance.models import FeedbackForm
from jisr.events.attendance.views.finding import OK, UNPROCESSABLE, who_reads
from jisr.kernel.errors import DomainError
from jisr.web.open_form import Refusal, came_from_elsewhere, is_too_large, is_too_often, new_stamp

NOT_FOUND, LIMIT = 404, "feedback-link"


# Readers without an account have no session that a foreign page could misuse; where the form came from is checked.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    try:
        participant = holder_of(token)
    except UnknownLink:
        return _over(request, "unknown", Refusal.TOO_OFTEN.status if is_too_often(request, LIMIT) else NOT_FOUND)
    rows = FeedbackForm.objects.select_related("edition").prefetch_related("questions")
    feedback, now = rows.filter(edition=participant.edition).first(), timezone.now()
    if feedback is None or not feedback.opens_at <= now < feedback.closes_at:
        return _over(request, "closed", OK)
    if has_answered(feedback, participant):
        return _over(request, "answered", OK)
    if request.method != "POST":
        return _page(request, feedback, OpenAnswersForm(feedback=feedback))
    return _received(request, feedback, token)


def _received(request: HttpRequest, feedback: FeedbackForm, token: str) -> HttpResponse:
    if is_too_large(request):
        return _page(request, feedback, OpenAnswersForm(feedback=feedback), refusal=Refusal.TOO_LARGE)
    form = OpenAnswersForm(request.POST, feedback=feedback)
    if came_from_elsewhere(request):
        return _page(request, feedback, form, refusal=Refusal.ELSEWHERE)
    if form.is_valid():
        if is_too_often(request, LIMIT):
            return _page(request, feedback, form, refusal=Refusal.TOO_OFTEN)
        try:
            give_by_link(feedback, token, form.answers, at=timezone.now())
        except DomainError as refusal:
            form.add_error(None, str(refusal.message))
        else:
            return redirect("feedback_link:answer", token)
    return _page(request, feedback, form)


def _page(
    request: HttpRequest, feedback: FeedbackForm, form: OpenAnswersForm, *, refusal: Refusal | None = None
) -> HttpResponse:
    context = {
        "edition": feedback.edition,
        "form": form,
        "lead": who_reads(feedback),
        "stamp": new_stamp(),
        "refusal": refusal,
    }
    status = refusal.status if refusal else UNPROCESSABLE if form.errors else OK
    return render(request, "events/attendance/answer.html", context, status=status)


def _over(request: HttpRequest, why: str, status: int) -> HttpResponse:
    return render(request, "events/attendance/answer_over.html", {"why": why}, status=status)
