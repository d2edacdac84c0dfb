"""The office's desk of a documentation: photos, files, and what those who speak allow."""

from collections.abc import Callable, Iterable
from itertools import groupby
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jisr.documents.refusals import FileRefused, NoRoom
from jisr.documents.uploading import receives_files
from jisr.documents.views.doors import signed_in
from jisr.events.agenda.models import SessionSpeaker
from jisr.events.editions.doors import edition_or_404
from jisr.events.editions.models import Edition
from jisr.events.editions.policies import RUN_EDITION
from jisr.events.timetable import documenting, photos
from jisr.events.timetable.forms import AllowanceForm, FileForm, FileWordsForm, PersonForm, PhotoForm, PhotoWordsForm
from jisr.events.timetable.models import DocumentationFile, EditionPhoto, PhotoPerson
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import may

UNPROCESSABLE = 422


def _edition(request: HttpRequest, slug: str) -> Edition:
    """One that the reader runs; for others it is not there."""
    edition = edition_or_404(request, slug)
    if not may(request.user, RUN_EDITION, edition):
        raise Http404
    return edition


def _photo(request: HttpRequest, slug: str, public_id: UUID) -> EditionPhoto:
    rows = EditionPhoto.objects.filter(edition=_edition(request, slug)).select_related("edition")
    found: EditionPhoto = get_object_or_404(rows, public_id=public_id)
    return found


@never_cache
@signed_in
@require_safe
def desk(request: HttpRequest, slug: str) -> HttpResponse:
    edition = _edition(request, slug)
    shown_photos = set(EditionPhoto.objects.shown().filter(edition=edition).values_list("pk", flat=True))
    shown_files = set(DocumentationFile.objects.shown().filter(edition=edition).values_list("pk", flat=True))
    rows = (
        EditionPhoto.objects.filter(edition=edition).select_related("edition").prefetch_related("people__participant")
    )
    files = DocumentationFile.objects.filter(edition=edition).select_related("session", "speaker")
    speakers = SessionSpeaker.objects.filter(session__edition=edition).select_related("session", "allowance")
    context = {
        "edition": edition,
        "photos": [(photo, photo.pk in shown_photos) for photo in rows],
        "files": [(row, row.pk in shown_files) for row in files],
        "speakers": _placed(speakers.order_by("session__starts_at", "session", "position", "pk")),
    }
    return render(request, "events/timetable/desk.html", context)


def _placed(speakers: Iterable[SessionSpeaker]) -> list[tuple[SessionSpeaker, int]]:
    """Each with the place among those who speak in the session, which stands in the address."""
    by_session = groupby(speakers, key=lambda speaker: speaker.session_id)
    return [(speaker, place) for _session, rows in by_session for place, speaker in enumerate(rows, 1)]


def _form_page(
    request: HttpRequest,
    edition: Edition,
    form: Form,
    *,
    title: str,
    button: str,
    **more: Any,  # noqa: ANN401 - context
) -> HttpResponse:
    context = {"edition": edition, "form": form, "title": title, "button": button, **more}
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "events/timetable/desk_form.html", context, status=status)


def _is_done(form: Form, act: Callable[[], object]) -> bool:
    """Whether what the form asks for was done; a refusal stands in the form, that of a file at its field."""
    if not form.is_valid():
        return False
    try:
        act()
    except (FileRefused, NoRoom) as refusal:
        form.add_error("file", str(refusal.message))
    except DomainError as refusal:
        form.add_error(None, str(refusal.message))
    else:
        return True
    return False


@receives_files
@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def photo_add(request: HttpRequest, slug: str) -> HttpResponse:
    edition = _edition(request, slug)
    form = PhotoForm(request.POST or None, request.FILES or None)
    added: list[EditionPhoto] = []

    def act() -> None:
        texts = {name: form.cleaned_data[name] for name in photos.TEXTS}
        file = form.cleaned_data["file"]
        added.append(photos.add_photo(edition, file, texts=texts, actor=request.user, at=timezone.now()))

    if request.method == "POST" and _is_done(form, act):
        messages.success(request, _("The photo is stored. Now say who is on it, and release it."))
        return redirect("my_timetable:desk_photo", slug=slug, public_id=added[0].public_id)
    return _form_page(request, edition, form, title=_("Add a photo"), button=_("Add the photo"), has_file=True)


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def photo_edit(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    """What a photo shows, whether it is released, and who is on it."""
    photo = _photo(request, slug, public_id)
    initial = {name: getattr(photo, name) for name in (*photos.TEXTS, "is_released")}
    form = PhotoWordsForm(request.POST or None, initial=initial)

    def act() -> None:
        texts = {name: form.cleaned_data[name] for name in photos.TEXTS}
        photos.change_photo(photo, texts=texts, is_released=form.cleaned_data["is_released"], actor=request.user)

    if request.method == "POST" and _is_done(form, act):
        messages.success(request, _("Your changes are saved."))
        return redirect("my_timetable:desk_photo", slug=slug, public_id=public_id)
    return _photo_page(request, photo, form, PersonForm(photo=photo))


def _photo_page(request: HttpRequest, photo: EditionPhoto, form: Form, person_form: Form) -> HttpResponse:
    context = {
        "edition": photo.edition,
        "photo": photo,
        "people": list(photo.people.select_related("participant")),
        "form": form,
        "person_form": person_form,
    }
    status = UNPROCESSABLE if form.is_bound or person_form.is_bound else 200
    return render(request, "events/timetable/desk_photo.html", context, status=status)


@never_cache
@signed_in
@require_POST
def person_add(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    photo = _photo(request, slug, public_id)
    form = PersonForm(request.POST, photo=photo)

    def act() -> None:
        participant = form.people[form.cleaned_data["participant"]]
        photos.name_person(photo, participant, note=form.cleaned_data["note"], actor=request.user, at=timezone.now())

    if _is_done(form, act):
        messages.success(request, _("Your changes are saved."))
        return redirect("my_timetable:desk_photo", slug=slug, public_id=public_id)
    initial = {name: getattr(photo, name) for name in (*photos.TEXTS, "is_released")}
    return _photo_page(request, photo, PhotoWordsForm(initial=initial), form)


@never_cache
@signed_in
@require_POST
def person_remove(request: HttpRequest, slug: str, public_id: UUID, person_id: UUID) -> HttpResponse:
    photo = _photo(request, slug, public_id)
    person = get_object_or_404(PhotoPerson.objects.filter(photo=photo), participant__public_id=person_id)
    try:
        photos.unname_person(person, actor=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("Your changes are saved."))
    return redirect("my_timetable:desk_photo", slug=slug, public_id=public_id)


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def photo_remove(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    photo = _photo(request, slug, public_id)
    if request.method == "POST":
        photos.remove_photo(photo, actor=request.user)
        messages.success(request, _("The photo is deleted."))
        return redirect("my_timetable:desk", slug=slug)
    title, button = _("Delete this photo?"), _("Delete the photo")
    return _form_page(request, photo.edition, Form(), title=title, button=button, is_danger=True, photo=photo)


@receives_files
@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def file_add(request: HttpRequest, slug: str) -> HttpResponse:
    edition = _edition(request, slug)
    form = FileForm(request.POST or None, request.FILES or None, edition=edition)

    def act() -> None:
        typed = form.cleaned_data
        documenting.add_file(
            edition,
            typed["kind"],
            words={name: typed[name] for name in documenting.WORDS},
            **form.belonging(),
            file=typed["file"],
            url=typed["url"],
            actor=request.user,
            at=timezone.now(),
        )

    if request.method == "POST" and _is_done(form, act):
        messages.success(request, _("The file is stored."))
        return redirect("my_timetable:desk", slug=slug)
    title, button = _("Add a file or an address"), _("Add it")
    return _form_page(request, edition, form, title=title, button=button, has_file=True)


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def file_edit(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    row = _file(request, slug, public_id)
    form = FileWordsForm(request.POST or None, initial={name: getattr(row, name) for name in documenting.WORDS})

    def act() -> None:
        documenting.change_file(row, words=form.cleaned_data, actor=request.user)

    if request.method == "POST" and _is_done(form, act):
        messages.success(request, _("Your changes are saved."))
        return redirect("my_timetable:desk", slug=slug)
    return _form_page(request, row.edition, form, title=row.title, button=_("Save"), file=row)


@never_cache
@signed_in
@require_POST
def file_remove(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    documenting.remove_file(_file(request, slug, public_id), actor=request.user)
    messages.success(request, _("The file is deleted."))
    return redirect("my_timetable:desk", slug=slug)


def _file(request: HttpRequest, slug: str, public_id: UUID) -> DocumentationFile:
    rows = DocumentationFile.objects.filter(edition=_edition(request, slug)).select_related("edition")
    found: DocumentationFile = get_object_or_404(rows, public_id=public_id)
    return found


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def allowance_note(request: HttpRequest, slug: str, code: str, place: int) -> HttpResponse:
    """What the person at this place among those who speak in a session allowed."""
    edition = _edition(request, slug)
    rows = SessionSpeaker.objects.filter(session__edition=edition, session__code=code)
    speakers = list(rows.select_related("session__edition", "allowance").order_by("position", "pk"))
    if not 1 <= place <= len(speakers):
        raise Http404
    speaker = speakers[place - 1]
    allowance = getattr(speaker, "allowance", None)
    initial = {name: getattr(allowance, name) for name in ("may_slides", "may_record", "note")} if allowance else {}
    form = AllowanceForm(request.POST or None, initial=initial)

    def act() -> None:
        documenting.note_allowance(speaker, **form.cleaned_data, actor=request.user, at=timezone.now())

    if request.method == "POST" and _is_done(form, act):
        messages.success(request, _("Your changes are saved."))
        return redirect("my_timetable:desk", slug=slug)
    title = _("What %(name)s allows") % {"name": speaker.full_name}
    return _form_page(request, edition, form, title=title, button=_("Save"), about=speaker.session.title)
