"""Papers of a case: what they are, and each version of them as a file."""

import secrets
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jisr.documents import access, kinds
from jisr.documents.queries import DocumentQuerySet
from jisr.documents.states import CONTENT_TYPES, Format


def new_public_id() -> str:
    """16 letters that nobody can guess."""
    return secrets.token_urlsafe(12)


class Document(models.Model):
    """A paper of one subject. The room of the subject says who may read it (``access``)."""

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id, editable=False)
    subject_type = models.CharField(max_length=80, editable=False)
    subject_key = models.CharField(max_length=64, editable=False)
    title = models.CharField(_("title"), max_length=200)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, blank=True)
    kind = models.CharField(_("kind"), max_length=40, blank=True)
    created_at = models.DateTimeField(_("added on"), auto_now_add=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ("-created_at", "-pk")
        indexes = (models.Index(fields=["subject_type", "subject_key"], name="documents_by_subject"),)

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("documents:document", args=[self.public_id])

    @property
    def kind_label(self) -> str:
        return kinds.label(self.kind)

    @property
    def newest(self) -> "Version":
        """Its present version. Every document has one."""
        return next(iter(self.versions.all()))

    @property
    def place(self) -> access.Place | None:
        """Where the case is that it belongs to."""
        return access.place(self.subject_type, self.subject_key)


class Version(models.Model):
    """One file, as it was checked and stored. Never changed; a newer one stands beside it."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    format = models.CharField(_("format"), max_length=4, choices=Format)
    charset = models.CharField(max_length=10, blank=True)
    file_name = models.CharField(_("name of the file"), max_length=160)
    stored_as = models.CharField(max_length=80, unique=True)
    size = models.PositiveBigIntegerField(_("size"))
    sha256 = models.CharField(_("checksum"), max_length=64)
    is_accessible = models.BooleanField(_("accessible (PDF/UA)"), default=False)
    created_at = models.DateTimeField(_("added on"), auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects: ClassVar["models.Manager[Version]"] = models.Manager()

    class Meta:
        verbose_name = _("version of a document")
        verbose_name_plural = _("versions of documents")
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=["document", "number"], name="documents_version_number_once"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="documents_version_counts_from_one"),
            models.CheckConstraint(condition=models.Q(size__gte=1), name="documents_version_is_not_empty"),
        )

    def __str__(self) -> str:
        return f"{self.file_name} ({self.number})"

    def get_absolute_url(self) -> str:
        return reverse("documents:file", args=[self.document.public_id, self.number])

    @property
    def content_type(self) -> str:
        base = CONTENT_TYPES[Format(self.format)]
        return f"{base}; charset={self.charset}" if self.charset else base
