"""The doors of these pages, and the frame of their forms."""

from collections.abc import Sequence
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from jisr.events.attendance.models import FeedbackForm
from jisr.events.attendance.policies import CHECK_IN
from jisr.events.editions.models import Edition
from jisr.events.registration.models import Participant
from jisr.kernel.policy import may

OK, UNPROCESSABLE = 200, 422
TABS = ("overview", "problems", "badges", "helpers", "certificates", "rules", "feedback")


def edition_or_404(slug: str) -> Edition:
    return cast("Edition", get_object_or_404(Edition.objects.select_related("series"), slug=slug))


def check_in_edition_or_404(request: HttpRequest, slug: str) -> Edition:
    """One at which the reader checks people in; for others it is as if there were no such page."""
    edition = edition_or_404(slug)
    if not may(request.user, CHECK_IN, edition):
        raise Http404
    return edition


def own_participation_or_404(request: HttpRequest, slug: str) -> Participant:
    """The reader's own confirmed place."""
    rows = Participant.objects.coming().select_related("edition", "authority", "organisation", "kind")
    return cast("Participant", get_object_or_404(rows, edition__slug=slug, user=request.user))


def who_reads(feedback: FeedbackForm) -> str:
    """What somebody has to know before they answer."""
    return (
        _("Your answers are anonymous: nobody can tell who gave which. Each person answers once; answers stay as sent.")
        if feedback.is_anonymous
        else _("The events team sees your name with your answers. Each person answers once.")
    )


def form_page(  # noqa: PLR0913 - the words of one form page
    request: HttpRequest,
    form: Any,  # noqa: ANN401 - a form
    *,
    kicker: str,
    title: str,
    button: str,
    back: str,
    lead: str = "",
    notes: Sequence[str] = (),
    is_danger: bool = False,
) -> HttpResponse:
    context = {
        "form": form,
        "kicker": kicker,
        "title": title,
        "button": button,
        "back": back,
        "lead": lead,
        "notes": notes,
        "is_danger": is_danger,
    }
    status = UNPROCESSABLE if form.is_bound else OK
    return render(request, "events/attendance/form.html", context, status=status)
