"""Photos of a meeting: adding them, who is on them, and what those people say about showing them."""

from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from typing import Any, Final

from django.core.files import File
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from jisr.accounts.models import User
from jisr.documents import kinds
from jisr.documents.models import Document
from jisr.documents.refusals import FileRefused
from jisr.documents.services import discard, store
from jisr.documents.states import Format
from jisr.documents.storage import private
from jisr.documents.subjects import Subject
from jisr.events.editions.models import Edition
from jisr.events.editions.policies import RUN_EDITION
from jisr.events.registration.models import Participant
from jisr.events.timetable import telling
from jisr.events.timetable.models import EditionPhoto, PhotoPerson
from jisr.events.timetable.policies import ANSWER_PHOTO
from jisr.events.timetable.states import Consent
from jisr.kernel import trail
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import authorize

SUBJECT: Final = "events.edition_documentation"
PREVIEW_PIXELS: Final = 480
PREVIEW_QUALITY: Final = 55
IMAGES: Final = (Format.JPEG, Format.PNG, Format.WEBP)
TEXTS: Final = ("alternative_de", "alternative_en", "alternative_ar", "credit", "people_note")
PHOTO = kinds.declare("meeting_photo", _("photo of a meeting"))


class NotReleasable(DomainError):
    """Nobody said who can be recognised and how they agreed."""


class NotOfThisMeeting(DomainError):
    """Somebody who does not take part."""


def subject_of(edition: Edition) -> Subject:
    return Subject(SUBJECT, str(edition.pk))


@transaction.atomic
def add_photo(
    edition: Edition, file: File[bytes], *, texts: Mapping[str, str], actor: User, at: datetime
) -> EditionPhoto:
    """Keep a photo and a small one for lists. It is shown once it is released.

    Raises ``FileRefused`` for what is no image, ``NoRoom``, ``Refused``.
    """
    authorize(actor, RUN_EDITION, edition)
    document = store(file, owner_subject=subject_of(edition), actor=actor, title=texts["alternative_en"], kind=PHOTO)
    if document.newest.format not in IMAGES:
        raise FileRefused(_("Please choose a photo: JPEG, PNG or WebP."), why="no image")
    (width, height), small = _small(document)
    preview = store(small, owner_subject=subject_of(edition), actor=actor, title=document.title, kind=PHOTO)
    columns: dict[str, Any] = {name: texts[name] for name in TEXTS}
    photo = EditionPhoto.objects.create(
        edition=edition,
        document=document,
        preview=preview,
        width=width,
        height=height,
        added_at=at,
        added_by=actor,
        **columns,
    )
    trail.record("events.photo_added", photo, actor=actor)
    return photo


def _small(document: Document) -> tuple[tuple[int, int], ContentFile[bytes]]:
    """The size of the whole photo, and a small copy of it."""
    target = BytesIO()
    with private().open(document.newest.stored_as) as stored, Image.open(stored) as image:
        size = image.size
        copy = ImageOps.contain(image.convert("RGB"), (PREVIEW_PIXELS, PREVIEW_PIXELS))
        copy.save(target, format="WEBP", quality=PREVIEW_QUALITY)
    return size, ContentFile(target.getvalue(), name="preview.webp")


@transaction.atomic
def change_photo(photo: EditionPhoto, *, texts: Mapping[str, str], is_released: bool, actor: User) -> EditionPhoto:
    """Say in words what a photo shows, and release it or take it back.

    Raises ``NotReleasable`` for one on which nobody is named and nothing is noted about who can be recognised.
    """
    photo = _locked(photo)
    authorize(actor, RUN_EDITION, photo.edition)
    for name in TEXTS:
        setattr(photo, name, texts[name])
    if is_released and not (photo.people_note or photo.people.exists()):
        raise NotReleasable(_("Name those on the photo, or write down who can be recognised and how they agreed."))
    before, photo.is_released = photo.is_released, is_released
    photo.save()
    trail.record("events.photo_changed", photo, actor=actor, changes={"is_released": [before, is_released]})
    return photo


@transaction.atomic
def remove_photo(photo: EditionPhoto, *, actor: User) -> None:
    """Delete a photo with its files; the trail keeps that it was there."""
    photo = _locked(photo)
    authorize(actor, RUN_EDITION, photo.edition)
    papers = [photo.document_id, photo.preview_id]
    trail.record("events.photo_removed", photo, actor=actor)
    photo.delete()
    for pk in papers:
        discard(pk, actor=actor)


@transaction.atomic
def name_person(
    photo: EditionPhoto, participant: Participant, *, note: str = "", actor: User, at: datetime
) -> PhotoPerson:
    """Say that somebody is on a photo. With a note of how they agreed they count as asked; without they are asked now.

    Naming somebody again notes the consent, unless they took it back themselves. Raises ``NotOfThisMeeting``.
    """
    photo = _locked(photo)
    authorize(actor, RUN_EDITION, photo.edition)
    if participant.edition_id != photo.edition_id:
        raise NotOfThisMeeting(_("This person does not take part in this meeting."))
    person, is_new = PhotoPerson.objects.get_or_create(photo=photo, participant=participant)
    if note.strip() and person.consent == Consent.ASKED:
        person.consent, person.note, person.answered_at, person.noted_by = Consent.GIVEN, note.strip(), at, actor
        person.save()
    elif is_new:
        telling.ask_for_consent(person, at=at)
    trail.record("events.photo_person_named", photo, actor=actor, changes={"consent": [None, str(person.consent)]})
    return person


@transaction.atomic
def unname_person(person: PhotoPerson, *, actor: User) -> None:
    """Take somebody off who was named by mistake. Who took back their consent stays, so that the photo stays hidden."""
    photo = _locked(person.photo)
    authorize(actor, RUN_EDITION, photo.edition)
    person = PhotoPerson.objects.select_for_update(no_key=True).get(pk=person.pk)
    if person.consent == Consent.WITHDRAWN:
        raise DomainError(_("This person does not want to be shown. The photo stays hidden."))
    person.delete()
    trail.record("events.photo_person_taken_off", photo, actor=actor)


@transaction.atomic
def answer_photo(person: PhotoPerson, *, is_yes: bool, actor: User, at: datetime) -> PhotoPerson:
    """Agree to be shown, or take it back: then the photo is hidden with this very transaction. Twice is once."""
    photo = _locked(person.photo)
    person = PhotoPerson.objects.select_for_update(no_key=True).select_related("participant").get(pk=person.pk)
    authorize(actor, ANSWER_PHOTO, person)
    before, wanted = person.consent, Consent.GIVEN if is_yes else Consent.WITHDRAWN
    if before != wanted:
        person.consent, person.answered_at, person.note, person.noted_by = wanted, at, "", None
        person.save()
        changes = {"consent": [str(before), str(wanted)]}
        trail.record("events.photo_answered", photo, actor=actor, changes=changes)
    return person


def _locked(photo: EditionPhoto) -> EditionPhoto:
    found: EditionPhoto = (
        EditionPhoto.objects.select_for_update(of=("self",), no_key=True).select_related("edition").get(pk=photo.pk)
    )
    return found
