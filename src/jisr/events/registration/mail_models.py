"""What the office itself adds to the mails about a registration."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jisr.events.registration.models import ParticipantKind
from jisr.events.registration.states import MailStep


class MailWords(models.Model):
    """Words of the office in the mail of one step, for one ``kind`` of participant or, without one, for all others.

    They stand in all three languages or not at all.
    """

    edition = models.ForeignKey("events.Edition", models.CASCADE, related_name="mail_words")
    step = models.CharField(_("mail"), max_length=10, choices=MailStep)
    kind = models.ForeignKey(ParticipantKind, models.CASCADE, null=True, blank=True, related_name="mail_words")
    text = models.TextField(_("words"))
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("words in a mail")
        verbose_name_plural = _("words in mails")
        ordering = ("edition", "step", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["edition", "step"], condition=Q(kind=None), name="events_mail_words_once_for_all"
            ),
            models.UniqueConstraint(fields=["step", "kind"], name="events_mail_words_once_for_a_kind"),
        )

    def __str__(self) -> str:
        return str(self.get_step_display())

    @property
    def texts(self) -> list[str]:
        return [self.text_de, self.text_en, self.text_ar]
