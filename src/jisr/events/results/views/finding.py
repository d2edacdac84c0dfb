"""The doors of pages of results, and the frame of their forms."""

from http import HTTPStatus
from typing import Any, TypeVar, cast
from uuid import UUID

from django.conf import settings
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from jisr.events.agenda.models import Session
from jisr.events.editions.models import Edition
from jisr.events.results.models import Decision, Minutes, Outcome, ResultSheet
from jisr.web.open_form import new_key

T = TypeVar("T", bound=Outcome)
KINDS: dict[str, type[Outcome]] = {"minutes": Minutes, "decisions": Decision, "sheets": ResultSheet}
WHOLE = "whole"


def edition_or_404(request: HttpRequest, slug: str) -> Edition:
    return cast("Edition", get_object_or_404(Edition.objects.visible_to(request.user), slug=slug))


def outcome_or_404(request: HttpRequest, model: type[T], slug: str, public_id: UUID) -> T:
    """One that the reader may see; others are as if they were not there."""
    rows = model._default_manager.visible_to(request.user).for_lists()
    found: T = get_object_or_404(rows.filter(edition__in=Edition.objects.visible_to(request.user)), public_id=public_id)
    if found.edition.slug != slug:
        raise Http404
    return found


def sessions_of(edition: Edition) -> list[Session]:
    return list(Session.objects.filter(edition=edition).order_by("starts_at", "pk"))


def uuid_of(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def language_of(code: str) -> dict[str, str]:
    return {"code": code, "name": str(dict(settings.LANGUAGES)[code]), "direction": "rtl" if code == "ar" else "ltr"}


def key_of(request: HttpRequest) -> str:
    """The key of the form that was sent, so that a second click writes nothing; a form without one gets a new key."""
    sent = request.POST.get("form_key", "")
    return sent if len(sent) == len(new_key()) and sent.isalnum() else new_key()


def form_page(request: HttpRequest, form: Form, **words: Any) -> HttpResponse:  # noqa: ANN401 - context
    """One form on a page: ``title``, ``button``, ``back`` and, if they are wanted, ``kicker``, ``lead``, ``crumbs``."""
    context = {"form": form, "form_key": request.POST.get("form_key") or new_key(), **words}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound and form.errors else HTTPStatus.OK
    return render(request, "events/results/form.html", context, status=int(status))
