"""Templates for replies, in three languages."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from jisr.advice.states import Topic
from jisr.kernel.models import Timestamped


class ReplyTemplate(Timestamped):
    """The words of a reply. ``{name}``, ``{reference}`` and ``{adviser}`` are filled in."""

    slug = models.SlugField(max_length=40, unique=True)
    topic = models.CharField(_("topic"), max_length=12, choices=Topic, blank=True)
    title = models.CharField(_("title"), max_length=120)
    subject = models.CharField(_("subject"), max_length=160)
    body = models.TextField(_("text"), max_length=5000)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("template for a reply")
        verbose_name_plural = _("templates for replies")
        ordering = ("title", "pk")

    def __str__(self) -> str:
        return self.title

    def in_language(self, column: str, language: str) -> str:
        """``subject`` or ``body`` in a language, whatever language the adviser reads."""
        return str(getattr(self, f"{column}_{language}") or getattr(self, column))
