"""The doors of pages about one edition or one participant, and the frame of their forms."""

from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from jisr.events.editions.models import Edition
from jisr.events.registration.models import Participant
from jisr.web.open_form import new_key

OK, UNPROCESSABLE = 200, 422
Crumbs = list[tuple[str, str]]


def participant_or_404(request: HttpRequest, public_id: UUID) -> Participant:
    """One that the reader may see; others are as if they were not there."""
    rows = Participant.objects.visible_to(request.user).for_lists()
    rows = rows.select_related(
        "kind", "authority__country", "organisation__country", "edition__series", "party", "delegation"
    )
    return cast("Participant", get_object_or_404(rows, public_id=public_id))


def edition_or_404(request: HttpRequest, slug: str) -> Edition:
    rows = Edition.objects.visible_to(request.user).select_related("series", "capacity")
    return cast("Edition", get_object_or_404(rows, slug=slug))


def key_of(request: HttpRequest) -> str:
    """The key of the form that was sent, so that a second click writes nothing; a form without one gets a new key."""
    sent = request.POST.get("form_key", "")
    return sent if len(sent) == len(new_key()) and sent.isalnum() else new_key()


def crumbs_of(participant: Participant) -> Crumbs:
    return [(_("My meetings"), reverse("registration:mine")), (participant.full_name, participant.get_absolute_url())]


def desk_crumbs(edition: Edition) -> Crumbs:
    return [(edition.title, edition.desk_url), (_("Participants"), reverse("registration:list", args=[edition.slug]))]


def form_page(  # noqa: PLR0913 - the words of one form page
    request: HttpRequest,
    form: Any,  # noqa: ANN401 - a form
    *,
    title: str,
    button: str,
    kicker: str,
    back: str,
    crumbs: Crumbs,
    lead: str = "",
    note: str = "",
    is_danger: bool = False,
    **more: Any,  # noqa: ANN401 - context
) -> HttpResponse:
    """One form on a page of its own."""
    context = {
        "form": form,
        "title": title,
        "button": button,
        "kicker": kicker,
        "back": back,
        "crumbs": crumbs,
        "lead": lead,
        "note": note,
        "is_danger": is_danger,
        "form_key": request.POST.get("form_key") or new_key(),
        **more,
    }
    status = UNPROCESSABLE if form.is_bound else OK
    return render(request, "events/registration/form.html", context, status=status)
