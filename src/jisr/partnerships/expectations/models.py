"""Expectations of a tie: one row for each side and point with what was promised, and dated evidence."""

import secrets
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jisr.kernel.models import PartialDateDescriptor, Timestamped, precision_field, precision_matches
from jisr.partnerships.expectations.states import EvidenceKind, Kind, Promise, Side
from jisr.partnerships.queries import OfTieQuerySet


class Expectation(Timestamped):
    """What one side of a tie promised on one point. It changes only in ``services``; ``version`` counts the changes."""

    tie = models.ForeignKey("partnerships.Partnership", models.CASCADE, related_name="expectations")
    side = models.CharField(_("side"), max_length=11, choices=Side)
    kind = models.CharField(_("expectation"), max_length=11, choices=Kind)
    promise = models.CharField(_("promised"), max_length=3, choices=Promise, blank=True)
    promised_on = models.DateField(null=True, blank=True)
    promised_precision = precision_field()
    promised = PartialDateDescriptor("promised")
    promised_by = models.CharField(_("by which body"), max_length=160, blank=True)
    note = models.TextField(_("note"), blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )

    objects = OfTieQuerySet.as_manager()

    class Meta:
        verbose_name = _("expectation")
        verbose_name_plural = _("expectations")
        ordering = ("tie", "side", "kind")
        constraints = (
            models.UniqueConstraint(fields=["tie", "side", "kind"], name="partnerships_expectation_once"),
            models.CheckConstraint(
                condition=Q(promise=Promise.YES) | Q(promised_on__isnull=True, promised_by=""),
                name="partnerships_expectation_dated_if_promised",
            ),
            precision_matches("promised", constraint="partnerships_expectation_has_precision"),
        )

    def __str__(self) -> str:
        return f"{self.get_side_display()}: {self.get_kind_display()}"


class Evidence(models.Model):
    """A dated event that shows how one side met one expectation. Rows are added or taken away, never changed."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    form_key = models.CharField(max_length=64, unique=True, default=secrets.token_hex, editable=False)
    tie = models.ForeignKey("partnerships.Partnership", models.CASCADE, related_name="evidence")
    side = models.CharField(_("side"), max_length=11, choices=Side)
    expectation = models.CharField(_("expectation"), max_length=11, choices=Kind)
    happened_on = models.DateField(_("on"))
    kind = models.CharField(_("what"), max_length=10, choices=EvidenceKind)
    note = models.CharField(_("note"), max_length=300, blank=True)
    address = models.CharField(_("page of the event"), max_length=500, blank=True)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    noted_at = models.DateTimeField()

    objects = OfTieQuerySet.as_manager()

    class Meta:
        verbose_name = _("evidence of an expectation")
        verbose_name_plural = _("evidence of expectations")
        ordering = ("-happened_on", "-pk")
        indexes = (
            models.Index(fields=["tie", "side", "expectation", "happened_on"], name="partnerships_evidence_last"),
        )

    def __str__(self) -> str:
        return f"{self.happened_on}: {self.get_kind_display()}"
