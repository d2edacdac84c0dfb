"""The call for contributions of an edition, what is handed in, and what reviewers think of it."""

import uuid
from datetime import datetime

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jisr.events.agenda.models import Session
from jisr.events.agenda.queries import ContributionQuerySet
from jisr.events.agenda.states import CONTRIBUTION_TONES, FORMATS, ContributionState, SessionKind
from jisr.events.registration.models import LANGUAGES
from jisr.kernel.models import Timestamped
from jisr.municipalities.models import Theme

BEST_SCORE = 5


class ContributionCall(models.Model):
    """The call for contributions of an edition. ``criterion`` tells reviewers what their score means."""

    edition = models.OneToOneField("events.Edition", models.PROTECT, related_name="contribution_call")
    text = models.TextField(_("what is called for"), max_length=3000)
    criterion = models.TextField(_("what the score means"), max_length=1000, blank=True)
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))
    themes = models.ManyToManyField(Theme, related_name="contribution_calls", blank=True)
    reviewers = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="reviews_for_calls", blank=True, verbose_name=_("invited reviewers")
    )

    class Meta:
        verbose_name = _("call for contributions")
        verbose_name_plural = _("calls for contributions")
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(closes_at__gt=models.F("opens_at")), name="events_contribution_call_closes_after_it_opens"
            ),
        )

    def __str__(self) -> str:
        return str(self.edition)

    def is_open(self, at: datetime) -> bool:
        return self.opens_at <= at < self.closes_at


class Contribution(Timestamped):
    """What somebody offers to a programme, in one language. Its state changes only in services."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    call = models.ForeignKey(ContributionCall, models.PROTECT, related_name="contributions")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="contributions"
    )
    state = models.CharField(
        _("state"), max_length=10, choices=ContributionState, default=ContributionState.DRAFT, editable=False
    )
    title = models.CharField(_("title"), max_length=200)
    abstract = models.TextField(_("abstract"), max_length=3000, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES)
    format = models.CharField(
        _("format"), max_length=16, choices=[(each.value, each.label) for each in FORMATS], default=SessionKind.TALK
    )
    themes = models.ManyToManyField(Theme, related_name="contributions", blank=True)
    submitted_at = models.DateTimeField(null=True, editable=False)
    decided_at = models.DateTimeField(null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    reason = models.TextField(_("reason"), max_length=1000, blank=True)
    session = models.OneToOneField(Session, models.SET_NULL, null=True, editable=False, related_name="contribution")

    objects = ContributionQuerySet.as_manager()

    class Meta:
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        ordering = ("submitted_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=["draft", "withdrawn"]) | Q(submitted_at__isnull=False),
                name="events_contribution_past_draft_is_dated",
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(reason=""), name="events_contribution_declined_with_reason"
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("agenda:contribution", args=[self.call.edition.slug, self.public_id])

    @property
    def tone(self) -> str:
        return CONTRIBUTION_TONES[ContributionState(self.state)]


class Review(Timestamped):
    """What one person thinks of a contribution: a score from 1 to 5, and why."""

    contribution = models.ForeignKey(Contribution, models.CASCADE, related_name="reviews")
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="contribution_reviews"
    )
    score = models.PositiveSmallIntegerField(
        _("score"), validators=[MinValueValidator(1), MaxValueValidator(BEST_SCORE)]
    )
    note = models.TextField(_("note"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=["contribution", "reviewer"], name="events_review_once"),
            models.CheckConstraint(
                condition=Q(score__gte=1, score__lte=BEST_SCORE), name="events_review_score_in_range"
            ),
        )

    def __str__(self) -> str:
        return f"{self.contribution} {self.score}"
