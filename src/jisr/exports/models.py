"""One taking of a list: what was asked for, how far it is, and for some days the file."""

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.exports import tables
from jisr.exports.queries import ExportQuerySet
from jisr.exports.states import Format, State

SILENCE = timedelta(minutes=10)


def private_storage() -> Storage:
    """Where files lie that no address leads to."""
    return storages["private"]


def new_public_id() -> str:
    return secrets.token_urlsafe(12)


def file_name(export: "Export", _name: str) -> str:
    return f"exports/{export.public_id}.{export.format}"


class Export(models.Model):
    """An export that somebody asked for. Its state changes only in ``services``."""

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id, editable=False)
    table = models.CharField(_("list"), max_length=60)
    format = models.CharField(_("kind of file"), max_length=4, choices=Format)
    parameters = models.TextField(_("filters"), blank=True)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="exports")
    asked_at = models.DateTimeField(_("asked for"))
    state = models.CharField(_("state"), max_length=8, choices=State, editable=False)
    rows_total = models.PositiveIntegerField(_("rows"), default=0)
    rows_done = models.PositiveIntegerField(default=0)
    heard_of_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(_("last taken"), null=True)
    expires_at = models.DateTimeField(_("deleted on"))
    file = models.FileField(upload_to=file_name, storage=private_storage, max_length=120, blank=True)

    objects = ExportQuerySet.as_manager()

    class Meta:
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        ordering = ("-asked_at", "-pk")
        indexes = (
            models.Index(fields=["asked_by", "-asked_at"], name="exports_export_by_person"),
            models.Index(fields=["expires_at"], name="exports_export_by_expiry"),
        )
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(state=State.DONE) | (models.Q(finished_at__isnull=False) & ~models.Q(file="")),
                name="exports_export_done_has_a_file",
            ),
        )

    def __str__(self) -> str:
        return self.download_name

    def get_absolute_url(self) -> str:
        return reverse("exports:export", args=[self.public_id])

    @property
    def title(self) -> str:
        """The name of the list, or its key when no room offers it any more."""
        table = tables.find(self.table)
        return str(table.title) if table else self.table

    @property
    def download_name(self) -> str:
        return f"{self.table}-{timezone.localtime(self.asked_at):%Y-%m-%d}.{self.format}"

    @property
    def query(self) -> QueryDict:
        return QueryDict(self.parameters)

    def is_silent(self, *, at: datetime) -> bool:
        """Whether the worker began and was not heard of for a while: it was stopped."""
        return self.state == State.RUNNING and self.heard_of_at <= at - SILENCE
