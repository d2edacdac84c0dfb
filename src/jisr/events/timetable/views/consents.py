"""What may be shown of me: photos that show me, and my own sessions."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from jisr.documents.views.doors import signed_in
from jisr.events.agenda.models import Session, SessionSpeaker
from jisr.events.editions.doors import edition_or_404
from jisr.events.timetable import documenting, photos
from jisr.events.timetable.forms import TalkForm
from jisr.events.timetable.models import PhotoPerson


@never_cache
@signed_in
@require_safe
def my_consents(request: HttpRequest, slug: str) -> HttpResponse:
    edition = edition_or_404(request, slug)
    people = PhotoPerson.objects.filter(photo__edition=edition, participant__user=request.user)
    speaking = SessionSpeaker.objects.filter(session__edition=edition, participant__user=request.user)
    talks = [_talk(speaker) for speaker in speaking.select_related("session", "allowance").order_by("session", "pk")]
    context = {"edition": edition, "people": list(people.select_related("photo__edition")), "talks": talks}
    return render(request, "events/timetable/my_consents.html", context)


def _talk(speaker: SessionSpeaker) -> dict[str, Any]:
    allowance = getattr(speaker, "allowance", None)
    initial = {"may_slides": allowance.may_slides, "may_record": allowance.may_record} if allowance else {}
    return {"session": speaker.session, "form": TalkForm(initial=initial, auto_id=f"{speaker.session.code}_%s")}


@never_cache
@signed_in
@require_POST
def photo_agree(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    photos.answer_photo(_own(request, slug, public_id), is_yes=True, actor=request.user, at=timezone.now())
    messages.success(request, _("Thank you. You can take this back here at any time."))
    return redirect("my_timetable:consents", slug=slug)


@never_cache
@signed_in
@require_POST
def photo_refuse(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    """Also takes back what was agreed before."""
    photos.answer_photo(_own(request, slug, public_id), is_yes=False, actor=request.user, at=timezone.now())
    messages.success(request, _("The photo is not shown."))
    return redirect("my_timetable:consents", slug=slug)


def _own(request: HttpRequest, slug: str, public_id: UUID) -> PhotoPerson:
    rows = PhotoPerson.objects.filter(participant__user=request.user, photo__edition__slug=slug)
    found: PhotoPerson = get_object_or_404(rows.select_related("photo"), photo__public_id=public_id)
    return found


@never_cache
@signed_in
@require_POST
def talk_allow(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    rows = Session.objects.filter(edition__slug=slug, speakers__participant__user=request.user).distinct()
    session, form = get_object_or_404(rows, code=code), TalkForm(request.POST)
    if form.is_valid():
        documenting.allow_talk(session, **form.cleaned_data, actor=request.user, at=timezone.now())
        messages.success(request, _("Your changes are saved."))
    return redirect("my_timetable:consents", slug=slug)
