"""What readers tell about barriers, with the month in which the office must answer."""

import secrets
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# Letters and digits that nobody mixes up when reading them out.
_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
LONGEST_ADDRESS = 500
LONGEST_BARRIER = 5000
MONTHS_TO_ANSWER = 1
MONTHS_TO_KEEP_ADDRESS = 12


def new_reference() -> str:
    """A reference that cannot be guessed: ten signs, about 50 bits."""
    return "".join(secrets.choice(_SIGNS) for _place in range(10))


class FeedbackQuerySet(models.QuerySet["Feedback"]):
    def unanswered(self) -> "FeedbackQuerySet":
        return self.filter(answered_at=None)


class Feedback(models.Model):
    """One report of a barrier.

    Personal data: ``email`` is given freely, to answer this report and for nothing else. It is kept until a year after
    the answer (``MONTHS_TO_KEEP_ADDRESS``), since the reader may turn to the arbitration board in that time; then
    ``jisr forget_feedback_addresses`` removes it. The rest of the row holds no person.
    """

    reference = models.CharField(_("reference"), max_length=10, unique=True, default=new_reference, editable=False)
    page_address = models.CharField(_("page"), max_length=LONGEST_ADDRESS, blank=True)
    barrier = models.TextField(_("barrier"), max_length=LONGEST_BARRIER)
    email = models.EmailField(_("e-mail address for the answer"), blank=True)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    received_at = models.DateTimeField(_("received"), editable=False)
    due_on = models.DateField(_("answer due by"), editable=False)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answer_note = models.TextField(_("note on the answer"), blank=True)

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        verbose_name = _("report of a barrier")
        verbose_name_plural = _("reports of barriers")
        ordering: ClassVar = ["-received_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(answered_at=None) | Q(answered_at__gte=F("received_at")),
                name="content_feedback_answered_after_received",
            )
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_overdue(self) -> bool:
        """Whether the month has passed, or had passed when the answer went out."""
        answered = timezone.localdate(self.answered_at) if self.answered_at else timezone.localdate()
        return answered > self.due_on
