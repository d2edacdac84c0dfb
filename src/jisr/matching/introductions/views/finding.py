"""The door of pages about one introduction, and the frame of its forms."""

from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from jisr.matching.introductions.models import Introduction
from jisr.web.open_form import new_key

OK, UNPROCESSABLE = 200, 422


def introduction_or_404(request: HttpRequest, public_id: UUID) -> Introduction:
    """One that the reader may see; others are as if they were not there."""
    rows = Introduction.objects.visible_to(request.user).for_lists()
    return cast("Introduction", get_object_or_404(rows, public_id=public_id))


def key_of(request: HttpRequest) -> str:
    """The key of the form that was sent, so that a second click writes nothing; a form without one gets a new key."""
    sent = request.POST.get("form_key", "")
    return sent if len(sent) == len(new_key()) and sent.isalnum() else new_key()


def form_page(  # noqa: PLR0913 - the words of one form page
    request: HttpRequest,
    introduction: Introduction,
    form: Any,  # noqa: ANN401 - a form
    *,
    title: str,
    button: str,
    lead: str = "",
    is_danger: bool = False,
    **more: Any,  # noqa: ANN401 - context
) -> HttpResponse:
    context = {
        "introduction": introduction,
        "form": form,
        "title": title,
        "button": button,
        "lead": lead,
        "is_danger": is_danger,
        "form_key": request.POST.get("form_key") or new_key(),
        **more,
    }
    status = UNPROCESSABLE if form.is_bound else OK
    return render(request, "matching/introduction_form.html", context, status=status)
