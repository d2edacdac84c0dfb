"""The doors of the office's pages about a programme, and the frames that its forms share."""

from typing import Any, cast
from uuid import UUID

from django.db.models import Q
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from jisr.accounts.access import staff_required
from jisr.accounts.states import Role
from jisr.events.agenda.models import Room, Session
from jisr.events.editions.models import Edition
from jisr.events.editions.policies import runs_events
from jisr.municipalities.policies import READING_STAFF

OK, CONFLICT, UNPROCESSABLE = 200, 409, 422
office_reads = staff_required(*READING_STAFF)
office_plans = staff_required(Role.EVENTS)


def edition_or_404(request: HttpRequest, slug: str) -> Edition:
    return cast("Edition", get_object_or_404(Edition.objects.visible_to(request.user), slug=slug))


def session_or_404(request: HttpRequest, slug: str, public_id: UUID) -> Session:
    """A session of this very edition."""
    rows = Session.objects.visible_to(request.user).select_related("edition", "room__venue")
    return cast("Session", get_object_or_404(rows, edition__slug=slug, public_id=public_id))


def room_or_404(edition: Edition, public_id: UUID) -> Room:
    """A room of a venue that the edition uses, or in which it has sessions."""
    is_own = Q(venue__edition_venues__edition=edition) | Q(sessions__edition=edition)
    rows = Room.objects.filter(is_own).select_related("venue").distinct()
    return cast("Room", get_object_or_404(rows, public_id=public_id))


def frame(request: HttpRequest, edition: Edition, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - context
    """What every page of a programme shows."""
    return {"edition": edition, "can_run": runs_events(request.user), **more}


def form_page(  # noqa: PLR0913 - the words of one form page
    request: HttpRequest,
    edition: Edition,
    form: BaseForm,
    *,
    title: str,
    button: str,
    back: str,
    lead: str = "",
    **more: Any,  # noqa: ANN401 - context
) -> HttpResponse:
    context = frame(request, edition, form=form, title=title, button=button, back=back, lead=lead, **more)
    return render(request, "agenda/form.html", context, status=UNPROCESSABLE if form.is_bound else OK)


def saved() -> str:
    return _("Your changes are saved.")
