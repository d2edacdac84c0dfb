"""The advice record of an enquiry: entries with their readers, and the steps that were agreed."""

import secrets
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jisr.advice.models.enquiry import Enquiry
from jisr.advice.queries import EntryQuerySet, StepQuerySet
from jisr.advice.states import EntryKind, Visibility

LONGEST_TEXT = 8000


class Entry(models.Model):
    """A note, a call, a meeting or the answer. Entries are added, never changed; time and erasure empty them."""

    enquiry = models.ForeignKey(Enquiry, models.CASCADE, related_name="entries")
    form_key = models.CharField(max_length=64, unique=True, default=secrets.token_hex, editable=False)
    kind = models.CharField(_("kind"), max_length=8, choices=EntryKind)
    visibility = models.CharField(_("who reads it"), max_length=9, choices=Visibility)
    text = models.TextField(_("text"), max_length=LONGEST_TEXT, blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    written_at = models.DateTimeField()

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of an advice record")
        verbose_name_plural = _("entries of advice records")
        ordering = ("-written_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(kind=EntryKind.HANDOVER) | Q(visibility=Visibility.OFFICE),
                name="advice_entry_handover_stays_in_the_office",
            ),
        )

    def __str__(self) -> str:
        return f"{self.enquiry}: {self.get_kind_display()}"


class NextStep(models.Model):
    """Who does what by when."""

    public_id = models.UUIDField(unique=True, default=uuid4, editable=False)
    enquiry = models.ForeignKey(Enquiry, models.CASCADE, related_name="steps")
    form_key = models.CharField(max_length=64, unique=True, default=secrets.token_hex, editable=False)
    text = models.CharField(_("what is to be done"), max_length=300)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("who does it")
    )
    due_on = models.DateField(_("by when"))
    agreed_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, editable=False)

    objects = StepQuerySet.as_manager()

    class Meta:
        verbose_name = _("next step")
        verbose_name_plural = _("next steps")
        ordering = ("due_on", "pk")
        indexes = (models.Index(fields=["owner", "due_on"], condition=Q(done_at=None), name="advice_step_open"),)

    def __str__(self) -> str:
        return self.text
