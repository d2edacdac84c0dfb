"""Published sources that facts are taken from."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Source(models.Model):
    """A published page. ``published`` is written as precisely as known, and may name several years."""

    key = models.CharField(max_length=16, unique=True)
    url = models.URLField(_("address"), max_length=500, unique=True)
    publisher = models.CharField(_("publisher"), max_length=120)
    subject = models.CharField(_("subject"), max_length=200)
    published = models.CharField(_("date of publication"), max_length=24, blank=True)

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ("key",)

    def __str__(self) -> str:
        return f"{self.publisher}: {self.subject}"


class LoadedRow(models.Model):
    """Remembers which row of a delivered table was loaded, so that loading again leaves the office's edits alone."""

    table = models.CharField(max_length=40)
    key = models.CharField(max_length=200)
    checksum = models.CharField(max_length=40)

    class Meta:
        verbose_name = _("loaded row")
        verbose_name_plural = _("loaded rows")
        constraints = (models.UniqueConstraint(fields=["table", "key"], name="municipalities_loaded_row_once"),)

    def __str__(self) -> str:
        return f"{self.table}: {self.key}"
