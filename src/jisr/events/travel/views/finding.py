"""The door of pages about one journey, and the frame of its forms."""

from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from jisr.events.editions.models import Edition
from jisr.events.registration.models import Participant
from jisr.events.travel.models import travel_url

OK, UNPROCESSABLE = 200, 422


def participant_or_404(request: HttpRequest, slug: str, public_id: UUID) -> Participant:
    """One whose travel the reader may see; others are as if they were not there."""
    rows = Participant.objects.visible_to(request.user)
    rows = rows.select_related("kind", "authority__country", "organisation__country", "edition__series", "user")
    return cast("Participant", get_object_or_404(rows, edition__slug=slug, public_id=public_id))


def edition_or_404(slug: str) -> Edition:
    return cast("Edition", get_object_or_404(Edition.objects.select_related("series", "country"), slug=slug))


def form_page(
    request: HttpRequest,
    participant: Participant,
    form: Any,  # noqa: ANN401 - a form
    *,
    template: str = "events/travel_form.html",
    **words: Any,  # noqa: ANN401 - title, button, lead and more context
) -> HttpResponse:
    """A form about one journey."""
    about = {"participant": participant, "subject": participant.full_name, "back": travel_url(participant)}
    return framed(request, form, template=template, **about, **words)


def framed(
    request: HttpRequest,
    form: Any,  # noqa: ANN401 - a form
    *,
    template: str = "events/travel_form.html",
    **words: Any,  # noqa: ANN401 - subject, back, title, button, lead and more context
) -> HttpResponse:
    """A form on a page of its own; 422 for one that was sent and is not right."""
    return render(request, template, {"form": form, **words}, status=UNPROCESSABLE if form.is_bound else OK)
