"""Requests and offers: facts, themes in order, texts with their translations, questions of the office, the draft."""

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.kernel.dates import add_months
from jisr.kernel.models import PartialDateDescriptor, Timestamped, precision_field, precision_matches
from jisr.matching.requests.queries import RequestQuerySet
from jisr.matching.requests.states import LIVE, SHOWN, TONES, Kind, PartnerKind, PartnerSize, State, TextState
from jisr.municipalities.models import Authority, Theme
from jisr.partnerships.states import Form
from jisr.web.addresses import address_of

FRESH_MONTHS = 12


class PartnershipRequest(Timestamped):
    """What one authority looks for and brings. What its people still type lies in ``RequestDraft`` until they submit.

    Not a word about a person stands here: the office opens contacts when both sides have said yes.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=100, unique=True, null=True, editable=False)  # noqa: DJ001 - none before it is public
    authority = models.ForeignKey(Authority, models.PROTECT, related_name="requests")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.DRAFT, editable=False)
    original_language = models.CharField(_("written in"), max_length=2, choices=settings.LANGUAGES)
    population_stated = models.PositiveIntegerField(_("inhabitants, as you count them"), null=True, blank=True)
    council_members = models.PositiveSmallIntegerField(_("members of the council"), null=True, blank=True)
    council_women = models.PositiveSmallIntegerField(_("women among them"), null=True, blank=True)
    languages = models.JSONField(_("languages of the administration"), default=list)
    preferred_form = models.CharField(_("preferred form"), max_length=24, choices=Form, blank=True)
    partner_size = models.CharField(_("size of the partner"), max_length=8, choices=PartnerSize, blank=True)
    partner_kind = models.CharField(_("kind of partner"), max_length=8, choices=PartnerKind, blank=True)
    is_public = models.BooleanField(_("for everybody to see"), default=True)
    consented_at = models.DateTimeField(null=True, editable=False)
    expires_on = models.DateField(_("valid until"), null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, editable=False)
    published_on = models.DateField(null=True, editable=False)
    published_precision = precision_field()
    published = PartialDateDescriptor("published")
    confirmed_on = models.DateField(null=True, editable=False)
    state_reason = models.TextField(_("reason"), blank=True)
    source_url = models.URLField(max_length=500, blank=True)
    is_incomplete = models.BooleanField(_("incomplete"), default=False)
    themes = models.ManyToManyField(Theme, through="RequestTheme", related_name="requests")

    objects = RequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request or offer")
        verbose_name_plural = _("requests and offers")
        ordering = ("-published_on", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["authority", "kind"],
                condition=Q(state__in=LIVE, source_url=""),
                name="matching_request_one_live_per_kind",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=SHOWN) | Q(slug__isnull=False), name="matching_request_shown_has_address"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=SHOWN) | Q(is_public=False) | Q(consented_at__isnull=False) | ~Q(source_url=""),
                name="matching_request_shown_with_consent",
            ),
            models.CheckConstraint(
                condition=Q(council_women__isnull=True)
                | Q(council_members__isnull=True)
                | Q(council_women__lte=F("council_members")),
                name="matching_request_women_among_members",
            ),
            precision_matches("published", constraint="matching_request_published_has_precision"),
        )
        indexes = (models.Index(fields=["state", "published_on"], name="matching_request_by_state"),)

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.authority}"

    def get_absolute_url(self) -> str:
        """The public page of what everybody may see; else the page in the workspace."""
        if self.slug and self.state in SHOWN and self.is_public:
            return address_of("requests:request", self.slug)
        return self.case_url

    @property
    def case_url(self) -> str:
        return reverse("requests:case", args=[self.public_id])

    @property
    def tone(self) -> str:
        return TONES[State(self.state)]

    def is_shown(self) -> bool:
        """Whether everybody may see it: the same as ``queries.shown_on``."""
        if self.state not in SHOWN or not self.is_public or (self.consented_at is None and not self.source_url):
            return False
        return self.state == State.MATCHED or self.expires_on is None or self.expires_on >= timezone.localdate()

    def is_fresh(self, *, today: date) -> bool:
        """Whether somebody has published or confirmed it in the last twelve months."""
        last = self.confirmed_on or (self.published.last if self.published else None)
        return last is not None and last >= add_months(today, -FRESH_MONTHS)


class RequestDraft(models.Model):
    """What people type before they submit, answer by answer.

    It lies apart from what is public, so that saving every few seconds does not empty the memory of public pages.
    ``stamps`` counts the changes of each answer: who saves names the stamp they began with.
    """

    request = models.OneToOneField(PartnershipRequest, models.CASCADE, related_name="draft", primary_key=True)
    answers = models.JSONField(default=dict)
    stamps = models.JSONField(default=dict)
    edited_at = models.DateTimeField(null=True)
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("draft of a request")
        verbose_name_plural = _("drafts of requests")

    def __str__(self) -> str:
        return str(self.request)


class RequestTheme(models.Model):
    """A theme that is wanted or offered; ``rank`` 1 is the most wanted. Its text has the key ``theme:<slug>``."""

    request = models.ForeignKey(PartnershipRequest, models.CASCADE, related_name="wanted")
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="+")
    rank = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("theme of a request")
        verbose_name_plural = _("themes of requests")
        ordering = ("rank", "pk")
        constraints = (models.UniqueConstraint(fields=["request", "theme"], name="matching_request_theme_once"),)

    def __str__(self) -> str:
        return str(self.theme)


class RequestText(models.Model):
    """One long text in one language: the original, or a translation with its state."""

    request = models.ForeignKey(PartnershipRequest, models.CASCADE, related_name="texts")
    key = models.CharField(max_length=70)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    text = models.TextField(_("text"))
    is_original = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=TextState, default=TextState.DRAFT)
    version = models.PositiveIntegerField(default=1)
    checked_at = models.DateTimeField(null=True, editable=False)
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("text of a request")
        verbose_name_plural = _("texts of requests")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=["request", "key", "language"], name="matching_request_text_once"),
            models.CheckConstraint(
                condition=~Q(state=TextState.CHECKED, is_original=False) | Q(checked_at__isnull=False),
                name="matching_request_text_checked_is_dated",
            ),
        )

    def __str__(self) -> str:
        return f"{self.key} ({self.language})"


class RequestQuestion(models.Model):
    """A question of the office at one answer, and what the drafter replied."""

    request = models.ForeignKey(PartnershipRequest, models.CASCADE, related_name="questions")
    field = models.CharField(max_length=24)
    question = models.TextField(_("question"))
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    answer = models.TextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("question about a request")
        verbose_name_plural = _("questions about requests")
        ordering = ("asked_at", "pk")

    def __str__(self) -> str:
        return self.question
