"""Which text of the programme stands on which page, so that an editor's work is never overwritten."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


class LoadedPage(models.Model):
    """One file that was loaded. A page whose content no longer has the checksum noted here belongs to the editors.

    ``page`` is empty once an editor has deleted it; the loader does not bring it back.
    """

    key = models.CharField(max_length=60)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    page = models.ForeignKey(Page, models.SET_NULL, null=True, related_name="+")
    text_checksum = models.CharField(max_length=64)
    content_checksum = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("loaded text")
        verbose_name_plural = _("loaded texts")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key", "language"], name="content_loadedpage_one_per_file")
        ]

    def __str__(self) -> str:
        return f"{self.key}.{self.language}"
