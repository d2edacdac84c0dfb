"""Messages to people: what the inbox shows and what the mail says, written once; and how people want them."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.notifications import kinds
from jisr.notifications.queries import MessageQuerySet
from jisr.notifications.states import OPEN, Delivery, State


def new_key() -> str:
    """A name that cannot be guessed, for addresses and for the Message-ID."""
    return secrets.token_hex(16)


class Message(models.Model):
    """One message to one person, and the mail that brings it.

    It is written in the reader's language in the transaction of what it tells about. Its state changes only in
    ``outbox`` and ``services``. ``claim`` is the secret of the worker that has it in hand. ``uncertain`` counts how
    often nobody knows whether the mail server had accepted it: a worker was killed, or the connection broke, in the
    middle. A mail to somebody without an account has an ``address`` and no recipient; no inbox shows it.
    """

    key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    recipient = models.ForeignKey(User, models.CASCADE, null=True, related_name="messages")
    address = models.EmailField(_("e-mail address of somebody without an account"), blank=True)
    kind = models.CharField(_("kind"), max_length=80)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    subject_line = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("message"))
    text = models.TextField()
    html = models.TextField(blank=True)
    url = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(_("received"))
    read_at = models.DateTimeField(_("read"), null=True)
    state = models.CharField(_("state of the mail"), max_length=8, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_attempt_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    claim = models.CharField(max_length=32, blank=True)
    sent_at = models.DateTimeField(null=True)
    uncertain = models.PositiveSmallIntegerField(default=0)
    failure = models.CharField(_("reason"), max_length=300, blank=True)
    for_digest = models.BooleanField(default=False)
    digest = models.ForeignKey("self", models.SET_NULL, null=True, related_name="items")

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ("-created_at", "-pk")
        indexes = (
            models.Index(
                fields=["next_attempt_at", "id"], condition=Q(state__in=OPEN), name="notifications_message_open"
            ),
            models.Index(fields=["recipient", "read_at", "created_at"], name="notifications_message_inbox"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(recipient__isnull=False, address="") | (Q(recipient__isnull=True) & ~Q(address="")),
                name="notifications_message_to_a_person_or_an_address",
            ),
            models.CheckConstraint(
                condition=(Q(state=State.SENDING) & ~Q(claim="") & Q(claimed_at__isnull=False))
                | (~Q(state=State.SENDING) & Q(claim="", claimed_at__isnull=True)),
                name="notifications_message_sending_has_a_claim",
            ),
            models.CheckConstraint(
                condition=Q(state=State.SENT, sent_at__isnull=False) | (~Q(state=State.SENT) & Q(sent_at__isnull=True)),
                name="notifications_message_sent_is_dated",
            ),
        )

    def __str__(self) -> str:
        return self.subject_line

    def get_absolute_url(self) -> str:
        return reverse("notifications:message", kwargs={"key": self.key})

    @property
    def to_address(self) -> str:
        """Where the mail goes."""
        return self.recipient.email if self.recipient else self.address

    @property
    def direction(self) -> str:
        return "rtl" if get_language_info(self.language)["bidi"] else "ltr"

    @property
    def kind_label(self) -> kinds.Text:
        return kinds.label_of(self.kind)


class Preference(models.Model):
    """How a person wants to be told; without a row each message is a mail."""

    user = models.OneToOneField(User, models.CASCADE, related_name="notification_preference")
    delivery = models.CharField(_("mails"), max_length=8, choices=Delivery, default=Delivery.SINGLE)
    last_digest_on = models.DateField(null=True, editable=False)

    class Meta:
        verbose_name = _("choice of mails")
        verbose_name_plural = _("choices of mails")

    def __str__(self) -> str:
        return self.get_delivery_display()
