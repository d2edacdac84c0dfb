"""The doors of these pages: which edition, as whom."""

from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from jisr.events.editions.models import Edition
from jisr.events.registration.models import Participant
from jisr.events.talks.models import TalkSetting

OK, UNPROCESSABLE = 200, 422


def participation_or_404(request: HttpRequest, slug: str) -> Participant:
    """The reader's own confirmed place at an edition that has 1:1 meetings; else as if the page were not there."""
    rows = Participant.objects.coming().filter(edition__slug=slug, user=request.user.pk)
    rows = rows.filter(edition__talk_setting__isnull=False)
    return cast("Participant", get_object_or_404(rows.select_related("edition__talk_setting", "user")))


def setting_or_404(slug: str) -> TalkSetting:
    rows = TalkSetting.objects.select_related("edition__series").prefetch_related("blocks", "interpreters")
    return cast("TalkSetting", get_object_or_404(rows, edition__slug=slug))


def edition_or_404(slug: str) -> Edition:
    found = Edition.objects.select_related("series").filter(slug=slug).first()
    if found is None:
        raise Http404
    return cast("Edition", found)


def form_page(  # noqa: PLR0913 - the words of one form page
    request: HttpRequest,
    edition: Edition,
    form: Any,  # noqa: ANN401 - a form
    *,
    title: str,
    button: str,
    back: str,
    lead: str = "",
    is_danger: bool = False,
) -> HttpResponse:
    context = {"edition": edition, "form": form, "title": title, "button": button, "back": back, "lead": lead}
    status = UNPROCESSABLE if form is not None and form.is_bound else OK
    return render(request, "events/talks/form.html", {**context, "is_danger": is_danger}, status=status)
