"""Peer advice: which authority agreed to be asked about which theme, and who asked."""

import secrets
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jisr.advice.queries import ConsentQuerySet, QuestionQuerySet
from jisr.advice.states import QUESTION_TONES, QuestionState
from jisr.kernel.models import Timestamped
from jisr.municipalities.models import Authority, Theme


class PeerConsent(models.Model):
    """An authority may be asked about a theme, until somebody there takes that back."""

    public_id = models.UUIDField(unique=True, default=uuid4, editable=False)
    authority = models.ForeignKey(Authority, models.PROTECT, related_name="peer_consents")
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="+")
    experience = models.CharField(_("what we can tell"), max_length=400, blank=True)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    given_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent to be asked")
        verbose_name_plural = _("consents to be asked")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["authority", "theme"],
                condition=Q(withdrawn_at=None),
                name="advice_peer_consent_one_live_per_theme",
            ),
        )

    def __str__(self) -> str:
        return f"{self.authority}: {self.theme}"


class PeerQuestion(Timestamped):
    """A question to an authority. Who asked is shown to it, and who answers to the other, only after a yes."""

    public_id = models.UUIDField(unique=True, default=uuid4, editable=False)
    form_key = models.CharField(max_length=64, unique=True, default=secrets.token_hex, editable=False)
    consent = models.ForeignKey(PeerConsent, models.PROTECT, related_name="questions")
    asked_for = models.ForeignKey(Authority, models.PROTECT, null=True, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    text = models.TextField(_("question"), max_length=2000, blank=True)
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=QuestionState, default=QuestionState.ASKED, editable=False)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question to peers")
        verbose_name_plural = _("questions to peers")
        ordering = ("-asked_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(state=QuestionState.ASKED, answered_at=None)
                | (~Q(state=QuestionState.ASKED) & Q(answered_at__isnull=False)),
                name="advice_peer_question_decided_is_dated",
            ),
        )

    def __str__(self) -> str:
        return f"{self.consent}"

    def get_absolute_url(self) -> str:
        return reverse("advice:question", args=[self.public_id])

    @property
    def tone(self) -> str:
        return QUESTION_TONES[QuestionState(self.state)]

    @property
    def are_contacts_open(self) -> bool:
        return self.state == QuestionState.ACCEPTED
