"""Reporting a barrier: the form, and the confirmation with the day by which an answer is due."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from jisr.content.forms import FeedbackForm
from jisr.content.models import Feedback
from jisr.content.models.feedback import LONGEST_ADDRESS
from jisr.content.services import receive_feedback
from jisr.web.open_form import Refusal, came_from_elsewhere, is_too_large, is_too_often, new_stamp


# Anonymous readers have no session that a foreign page could misuse; where the form came from is checked instead.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def feedback(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        page = request.GET.get("page", "").replace("\x00", "")[:LONGEST_ADDRESS]
        return _show(request, FeedbackForm(initial={"page": page}))
    if is_too_large(request):
        return _show(request, FeedbackForm(), refusal=Refusal.TOO_LARGE)
    if came_from_elsewhere(request):
        return _show(request, FeedbackForm(initial=_typed(request)), refusal=Refusal.ELSEWHERE)
    form = FeedbackForm(request.POST)
    if not form.is_valid():
        return _show(request, form, status=422)
    if is_too_often(request, "feedback"):
        return _show(request, form, refusal=Refusal.TOO_OFTEN)
    return _received(form)


def _received(form: FeedbackForm) -> HttpResponseRedirect:
    report = receive_feedback(
        page_address=form.cleaned_data["page"],
        barrier=form.cleaned_data["barrier"],
        email=form.cleaned_data["email"],
        language=get_language() or "de",
        at=timezone.now(),
    )
    return redirect("feedback_received", reference=report.reference)


@never_cache
@require_safe
def feedback_received(request: HttpRequest, reference: str) -> HttpResponse:
    report = get_object_or_404(Feedback, reference=reference)
    return render(request, "content/feedback_received.html", {"report": report})


def _typed(request: HttpRequest) -> dict[str, str]:
    return {name: request.POST.get(name, "") for name in ("page", "barrier", "email")}


def _show(
    request: HttpRequest, form: FeedbackForm, *, refusal: Refusal | None = None, status: int = 200
) -> HttpResponse:
    context = {"form": form, "stamp": new_stamp(), "refusal": refusal}
    return render(request, "content/feedback.html", context, status=refusal.status if refusal else status)
