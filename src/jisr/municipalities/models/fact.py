"""Where each fact comes from, and the slugs of what was merged."""

from typing import Final

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from jisr.kernel.models import PartialDateDescriptor, precision_field, precision_matches
from jisr.municipalities.queries import FactSourceQuerySet

STATED: Final = gettext_noop("stated by the authority")  # kept as a keyword, told in the reader's language


def told_note(note: str) -> str:
    """A note on a source for a reader; what an authority stated itself begins with a keyword."""
    if note == STATED:
        return gettext(STATED)
    return f"{gettext(STATED)}: {note.removeprefix(f'{STATED}: ')}" if note.startswith(f"{STATED}: ") else note


class FactSource(models.Model):
    """What one field of an object was last set from: a page, or words that say who told the office."""

    subject_type = models.CharField(max_length=80)
    subject_key = models.CharField(max_length=64)
    field = models.CharField(_("field"), max_length=60)
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True)
    note = models.CharField(_("note on the source"), max_length=250, blank=True)
    as_of_on = models.DateField(null=True, blank=True)
    as_of_precision = precision_field()
    as_of = PartialDateDescriptor("as_of")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    entered_at = models.DateTimeField(_("entered"))

    objects = FactSourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("source of a fact")
        verbose_name_plural = _("sources of facts")
        ordering = ("-entered_at", "-pk")
        indexes = (models.Index(fields=["subject_type", "subject_key", "field"], name="municipalities_fact_of"),)
        constraints = (
            models.CheckConstraint(
                condition=~Q(source_url="") | ~Q(note=""), name="municipalities_fact_source_says_where_from"
            ),
            precision_matches("as_of", constraint="municipalities_fact_date_has_precision"),
        )

    def __str__(self) -> str:
        return f"{self.subject_type} {self.subject_key} {self.field}"

    @property
    def told_note(self) -> str:
        return told_note(self.note)


class FormerSlug(models.Model):
    """An address that was given up when two rows about the same thing became one; it leads to the one that stayed."""

    subject_type = models.CharField(max_length=80)
    slug = models.SlugField(max_length=160)
    current_slug = models.SlugField(max_length=160)

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")
        constraints = (
            models.UniqueConstraint(fields=["subject_type", "slug"], name="municipalities_former_slug_once"),
        )

    def __str__(self) -> str:
        return f"{self.slug} -> {self.current_slug}"
