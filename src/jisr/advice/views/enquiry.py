"""The public form for questions, and the confirmation with the day by which an answer is due."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from jisr.accounts.models import User
from jisr.advice.forms import EnquiryForm
from jisr.advice.models import Enquiry
from jisr.advice.services.enquiries import Asked, receive_enquiry
from jisr.advice.states import Topic, Urgency
from jisr.municipalities.acting import acting_membership
from jisr.web.open_form import (
    Refusal,
    came_from_elsewhere,
    is_too_large,
    is_too_often,
    new_key,
    new_stamp,
    read_stamp,
)

TYPED = ("topic", "message", "contact_name", "body_name", "email", "phone", "is_urgent")


@require_safe
def advice(request: HttpRequest) -> HttpResponse:
    """The door: ask, check, or ask peers."""
    return render(request, "advice/advice.html")


# Anonymous readers have no session that a foreign page could misuse; where the form came from is checked instead.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enquiry_form(request: HttpRequest) -> HttpResponse:
    reader = _reader(request)
    return csrf_protect(_answer)(request, reader) if reader else _answer(request, None)


def _reader(request: HttpRequest) -> User | None:
    """Who is signed in; people without a session cookie are not asked for one."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
        return None
    return request.user


def _answer(request: HttpRequest, reader: User | None) -> HttpResponse:
    if request.method != "POST":
        return _show(request, EnquiryForm(initial=_known(request, reader)))
    if is_too_large(request):
        return _show(request, EnquiryForm(), refusal=Refusal.TOO_LARGE)
    if came_from_elsewhere(request):
        typed = {name: request.POST.get(name, "") for name in TYPED}
        return _show(request, EnquiryForm(initial=typed), refusal=Refusal.ELSEWHERE)
    form = EnquiryForm(request.POST)
    if not form.is_valid():
        return _show(request, form, status=422)
    if is_too_often(request, "enquiry"):
        return _show(request, form, refusal=Refusal.TOO_OFTEN)
    return _received(request, form, reader)


def _received(request: HttpRequest, form: EnquiryForm, reader: User | None) -> HttpResponse:
    typed = form.cleaned_data
    acting = acting_membership(request) if reader else None
    asked = Asked(
        topic=typed["topic"],
        message=typed["message"],
        language=get_language() or "de",
        contact_name=typed["contact_name"],
        email=typed["email"],
        phone=typed["phone"],
        body_name=typed["body_name"],
        urgency=Urgency.URGENT if typed["is_urgent"] else Urgency.NORMAL,
        form_key=read_stamp(form.data["stamp"]).key or new_key(),
    )
    authority = acting.authority if acting else None
    enquiry = receive_enquiry(asked, at=timezone.now(), user=reader, authority=authority)
    return redirect("advice:received", enquiry.reference)


def _known(request: HttpRequest, reader: User | None) -> dict[str, Any]:
    """What needs no typing: the topic from the link, and a signed-in person's name, address and authority."""
    topic = request.GET.get("topic", "")
    known: dict[str, Any] = {"topic": topic} if topic in Topic.values else {}
    if reader is not None:
        acting = acting_membership(request)
        known |= {"contact_name": reader.display_name, "email": reader.email}
        known["body_name"] = acting.body.name if acting else ""
    return known


def _show(
    request: HttpRequest, form: EnquiryForm, *, refusal: Refusal | None = None, status: int = 200
) -> HttpResponse:
    context = {"form": form, "stamp": new_stamp(), "refusal": refusal}
    return render(request, "advice/enquiry_form.html", context, status=refusal.status if refusal else status)


@never_cache
@require_safe
def enquiry_received(request: HttpRequest, reference: str) -> HttpResponse:
    """The confirmation names reference and day, and no person: whoever has the address may see it."""
    enquiry = get_object_or_404(Enquiry, reference=reference)
    return render(request, "advice/enquiry_received.html", {"enquiry": enquiry})
