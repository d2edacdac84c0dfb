"""Programmes that people keep, their calendars, and what is shown of a meeting afterwards."""

import hashlib
import uuid
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jisr.documents.models import Document
from jisr.events.timetable.queries import FileQuerySet, PhotoQuerySet
from jisr.events.timetable.states import CONSENT_TONES, Consent, FileKind

DIGEST_LENGTH = 64


def digest_of(token: str) -> str:
    """What is kept of a secret address: nobody finds the address from it."""
    return hashlib.sha256(token.encode()).hexdigest()


def _person() -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+")


class ProgrammePick(models.Model):
    """A session in somebody's own programme, with the time and place they know of it.

    ``session_guid`` names a published session; ``room`` is the guid of its room.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="programme_picks")
    edition = models.ForeignKey("events.Edition", models.CASCADE, related_name="programme_picks")
    session_guid = models.UUIDField(editable=False)
    starts_at = models.DateTimeField(editable=False)
    minutes = models.PositiveSmallIntegerField(editable=False)
    room = models.CharField(max_length=36, blank=True, editable=False)
    is_cancelled = models.BooleanField(default=False, editable=False)
    picked_at = models.DateTimeField(editable=False)

    class Meta:
        verbose_name = _("session in somebody's own programme")
        verbose_name_plural = _("sessions in people's own programmes")
        ordering = ("starts_at", "pk")
        indexes = (models.Index(fields=["edition", "session_guid"], name="events_pick_by_session"),)
        constraints = (models.UniqueConstraint(fields=["user", "session_guid"], name="events_pick_once"),)

    def __str__(self) -> str:
        return str(self.session_guid)

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)


class CalendarFeed(models.Model):
    """The secret address of somebody's own programme. ``key`` is drawn anew when the address is renewed.

    The address is made of ``key`` with the secret of this service, so the table alone opens no calendar.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_feeds")
    edition = models.ForeignKey("events.Edition", models.CASCADE, related_name="calendar_feeds")
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    digest = models.CharField(max_length=DIGEST_LENGTH, unique=True, editable=False)
    renewed_at = models.DateTimeField(editable=False)

    class Meta:
        verbose_name = _("calendar of somebody's own programme")
        verbose_name_plural = _("calendars of people's own programmes")
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=["user", "edition"], name="events_calendar_feed_once"),)

    def __str__(self) -> str:
        return f"{self.edition}"


class EditionPhoto(models.Model):
    """A photo of a meeting. Shown in public once released and while everybody named on it agrees.

    ``people_note``: how the office knows that it may be shown, where nobody is named. ``preview`` is the same in small.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    edition = models.ForeignKey("events.Edition", models.PROTECT, related_name="photos")
    document = models.OneToOneField(Document, models.PROTECT, related_name="+", editable=False)
    preview = models.OneToOneField(Document, models.PROTECT, related_name="+", editable=False)
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    alternative = models.CharField(_("what the photo shows"), max_length=250)
    credit = models.CharField(_("photographer"), max_length=120)
    people_note = models.CharField(_("who can be recognised, and how they agreed"), max_length=300, blank=True)
    is_released = models.BooleanField(_("released"), default=False)
    added_at = models.DateTimeField(editable=False)
    added_by = _person()

    objects = PhotoQuerySet.as_manager()

    class Meta:
        verbose_name = _("photo of a meeting")
        verbose_name_plural = _("photos of a meeting")
        ordering = ("added_at", "pk")

    def __str__(self) -> str:
        return self.alternative

    @property
    def is_shown(self) -> bool:
        return type(self).objects.shown().filter(pk=self.pk).exists()

    def url_of(self, size: str) -> str:
        return reverse("timetable:photo", args=[self.edition.slug, self.public_id, size])


class PhotoPerson(models.Model):
    """Somebody on a photo and what they said about showing it. ``note``: how the office knows, if it noted it."""

    photo = models.ForeignKey(EditionPhoto, models.CASCADE, related_name="people")
    participant = models.ForeignKey("events.Participant", models.CASCADE, related_name="photos")
    consent = models.CharField(_("consent"), max_length=10, choices=Consent, default=Consent.ASKED, editable=False)
    note = models.CharField(_("how they agreed"), max_length=300, blank=True)
    answered_at = models.DateTimeField(null=True, editable=False)
    noted_by = _person()

    class Meta:
        verbose_name = _("person on a photo")
        verbose_name_plural = _("people on a photo")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=["photo", "participant"], name="events_photo_person_once"),
            models.CheckConstraint(
                condition=Q(consent=Consent.ASKED) | Q(answered_at__isnull=False),
                name="events_photo_person_answer_is_dated",
            ),
        )

    def __str__(self) -> str:
        return str(self.participant)

    @property
    def tone(self) -> str:
        return CONSENT_TONES[Consent(self.consent)]


class SpeakerAllowance(models.Model):
    """What somebody who speaks in a session allows to be shown of it. Without a row nothing is."""

    speaker = models.OneToOneField("events.SessionSpeaker", models.CASCADE, related_name="allowance")
    may_slides = models.BooleanField(_("slides"), default=False)
    may_record = models.BooleanField(_("recording"), default=False)
    note = models.CharField(_("how they agreed"), max_length=300, blank=True)
    noted_at = models.DateTimeField(editable=False)
    noted_by = _person()

    class Meta:
        verbose_name = _("what somebody who speaks allows")
        verbose_name_plural = _("what those who speak allow")
        ordering = ("pk",)

    def __str__(self) -> str:
        return str(self.speaker)


class DocumentationFile(models.Model):
    """A file or an address of the documentation of a meeting, perhaps of one session."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    edition = models.ForeignKey("events.Edition", models.PROTECT, related_name="documentation_files")
    kind = models.CharField(_("kind"), max_length=10, choices=FileKind)
    session = models.ForeignKey("events.Session", models.CASCADE, null=True, related_name="documentation_files")
    speaker = models.ForeignKey("events.SessionSpeaker", models.SET_NULL, null=True, related_name="slides")
    title = models.CharField(_("title"), max_length=200)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, blank=True)
    document = models.OneToOneField(Document, models.PROTECT, null=True, related_name="+", editable=False)
    url = models.URLField(_("address"), max_length=400, blank=True)
    is_released = models.BooleanField(_("released"), default=False)
    added_at = models.DateTimeField(editable=False)
    added_by = _person()

    objects = FileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of the documentation")
        verbose_name_plural = _("files of the documentation")
        ordering = ("added_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(document__isnull=False, url="") | (Q(document__isnull=True) & ~Q(url="")),
                name="events_documentation_file_or_address",
            ),
            models.CheckConstraint(
                condition=Q(kind=FileKind.REPORT) | Q(session__isnull=False),
                name="events_documentation_of_a_session",
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return self.url or reverse("timetable:file", args=[self.edition.slug, self.public_id])

    @property
    def is_shown(self) -> bool:
        return type(self).objects.shown().filter(pk=self.pk).exists()
