"""One import of a file: where it comes from, how far it is, and what each of its lines does."""

from datetime import datetime, timedelta
from uuid import uuid4

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jisr.kernel.models import PartialDateDescriptor, precision_field, precision_matches
from jisr.municipalities.imports.queries import ImportLineQuerySet, ImportQuerySet
from jisr.municipalities.imports.states import (
    IMPORT_TONES,
    OUTCOME_TONES,
    UNDER_WAY,
    FileKind,
    ImportState,
    Match,
    Outcome,
    Result,
)
from jisr.municipalities.models.authority import AuthorityKey, Population

SILENCE = timedelta(minutes=2)


def private_storage() -> Storage:
    """Where files lie that no address leads to."""
    return storages["private"]


def file_name(made: "Import", _name: str) -> str:
    return f"imports/{made.public_id}"


class Import(models.Model):
    """A file of facts. Its state changes only in ``imports.services`` and what the worker runs.

    ``mapping`` maps facts to the places of columns; ``position`` is the number of lines that are done.
    """

    public_id = models.UUIDField(unique=True, default=uuid4, editable=False)
    kind = models.CharField(_("kind of file"), max_length=8, choices=FileKind)
    state = models.CharField(_("state"), max_length=8, choices=ImportState, default=ImportState.UPLOADED)
    file = models.FileField(upload_to=file_name, storage=private_storage, max_length=120, blank=True)
    file_name = models.CharField(_("file"), max_length=120)
    file_digest = models.CharField(max_length=64)
    encoding = models.CharField(max_length=12)
    delimiter = models.CharField(max_length=1, blank=True)
    header = models.JSONField(default=list)
    header_digest = models.CharField(max_length=64, blank=True)
    mapping = models.JSONField(default=dict)
    key_system = models.CharField(_("system of the keys"), max_length=8, choices=AuthorityKey.System)
    population_kind = models.CharField(_("kind of the population figures"), max_length=8, choices=Population.Kind)
    source_url = models.URLField(_("address of the source"), max_length=500)
    note = models.CharField(_("note on the source"), max_length=250, blank=True)
    as_of_on = models.DateField()
    as_of_precision = precision_field()
    as_of = PartialDateDescriptor("as_of")
    lines_total = models.PositiveIntegerField(_("lines"), default=0)
    position = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    is_taken_up = models.BooleanField(default=False)
    heard_of_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="imports")
    uploaded_at = models.DateTimeField(_("uploaded"))
    checked_at = models.DateTimeField(null=True)
    applied_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    applied_at = models.DateTimeField(_("applied"), null=True)
    expires_at = models.DateTimeField(_("file deleted on"))

    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ("-uploaded_at", "-pk")
        constraints = (
            precision_matches("as_of", constraint="municipalities_import_date_has_precision"),
            models.CheckConstraint(
                condition=~Q(state=ImportState.APPLIED) | Q(applied_at__isnull=False),
                name="municipalities_import_applied_is_dated",
            ),
        )

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("municipalities:import", args=[self.public_id])

    @property
    def tone(self) -> str:
        return IMPORT_TONES[ImportState(self.state)]

    @property
    def is_under_way(self) -> bool:
        return self.state in UNDER_WAY

    @property
    def is_begun(self) -> bool:
        """Whether the worker has begun to write: until then the import can be given up."""
        return self.checked_at is not None and self.state not in {ImportState.CHECKED, ImportState.DROPPED}

    @property
    def has_changes(self) -> bool:
        """Whether the dry run found something to write."""
        return any(self.counts.get(outcome) for outcome in (Outcome.NEW, Outcome.CHANGED))

    def is_silent(self, *, at: datetime) -> bool:
        """Whether the worker began and was not heard of for a while: it was stopped."""
        return self.is_under_way and self.is_taken_up and self.heard_of_at <= at - SILENCE


class ImportLine(models.Model):
    """What a line of the file says and does. ``values`` are facts as read, ``changes`` maps to ``[before, after]``.

    ``kept`` maps a fact to ``[ours, the file's, why]``. ``again`` is what applying found instead, if it differed.
    """

    imported = models.ForeignKey(Import, models.CASCADE, related_name="lines")
    number = models.PositiveIntegerField(_("line"))
    key = models.CharField(_("official key"), max_length=12, blank=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    values = models.JSONField(default=dict)
    outcome = models.CharField(_("outcome"), max_length=9, choices=Outcome)
    reason = models.CharField(max_length=24, blank=True)
    reason_fact = models.CharField(max_length=120, blank=True)
    matched_by = models.CharField(max_length=4, choices=Match, blank=True)
    slug = models.CharField(max_length=80, blank=True)
    changes = models.JSONField(default=dict)
    kept = models.JSONField(default=dict)
    has_kept = models.BooleanField(default=False)
    result = models.CharField(_("result"), max_length=8, choices=Result, blank=True)
    again = models.JSONField(default=dict)

    objects = ImportLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("line of an import")
        verbose_name_plural = _("lines of an import")
        ordering = ("number", "pk")
        constraints = (
            models.UniqueConstraint(fields=["imported", "number"], name="municipalities_import_line_once"),
            models.CheckConstraint(
                condition=~Q(outcome=Outcome.REJECTED) | ~Q(reason=""),
                name="municipalities_import_rejected_with_reason",
            ),
        )
        indexes = (
            models.Index(fields=["imported", "outcome", "number"], name="municipalities_line_by_outcome"),
            models.Index(fields=["imported", "key"], name="municipalities_line_by_key"),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    @property
    def tone(self) -> str:
        return OUTCOME_TONES[Outcome(self.outcome)]
