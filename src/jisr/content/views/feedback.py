"""Reporting a barrier: the form, and the confirmation with the day by which an answer is due."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from jisr.content.forms import FeedbackForm, new_stamp
from jisr.content.models import Feedback
from jisr.content.models.feedback import LONGEST_ADDRESS
from jisr.content.services import receive_feedback

# Three bytes for a character, each written as three signs, with room for the other fields.
LARGEST_BODY = 100_000


# Anonymous readers have no session that a foreign page could misuse; where the form came from is checked instead.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def feedback(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        page = request.GET.get("page", "").replace("\x00", "")[:LONGEST_ADDRESS]
        return _show(request, FeedbackForm(initial={"page": page}))
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_BODY:
        return _show(request, FeedbackForm(), refusal="too_large", status=413)
    form = FeedbackForm(request.POST)
    if came_from_elsewhere(request):
        return _show(request, FeedbackForm(initial=_typed(request)), refusal="elsewhere", status=403)
    if not form.is_valid():
        return _show(request, form, status=422)
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


def came_from_elsewhere(request: HttpRequest) -> bool:
    """Whether the browser says that another site sent the form. Browsers that say nothing are believed."""
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    own = f"{request.scheme}://{request.get_host()}"
    return site not in {"same-origin", "none"} or request.headers.get("Origin", own) != own


def _typed(request: HttpRequest) -> dict[str, str]:
    return {name: request.POST.get(name, "") for name in ("page", "barrier", "email")}


def _show(request: HttpRequest, form: FeedbackForm, *, refusal: str = "", status: int = 200) -> HttpResponse:
    context = {"form": form, "stamp": new_stamp(), "refusal": refusal}
    return render(request, "content/feedback.html", context, status=status)
