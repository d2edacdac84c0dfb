"""What matching stores: profiles, weights, blocked pairs, vectors of texts, and rounds of suggestions.

``MatchingProfile`` and ``ProfileTheme`` hold what ranking needs of a request or an offer, written when it is published
through ``services.keep_profile``; ranking itself reads ``profiles.Profile`` only.
``open_introductions`` counts what is under way in ``introductions``, by ``services.count_introduction``.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jisr.kernel.models import Timestamped
from jisr.matching.introductions.models import (
    Introduction,
    IntroductionCall,
    IntroductionNote,
    IntroductionPaper,
    IntroductionStep,
    IntroductionVisit,
)
from jisr.matching.queries import BlockedPairQuerySet, WeightSetQuerySet
from jisr.matching.requests.models import (
    PartnershipRequest,
    RequestDraft,
    RequestQuestion,
    RequestText,
    RequestTheme,
)
from jisr.matching.scoring import Weights
from jisr.matching.states import Side
from jisr.municipalities.models import Authority, Theme

INTRODUCTIONS_LIMIT = 3
__all__ = [
    "INTRODUCTIONS_LIMIT",
    "BlockedPair",
    "Introduction",
    "IntroductionCall",
    "IntroductionNote",
    "IntroductionPaper",
    "IntroductionStep",
    "IntroductionVisit",
    "MatchingProfile",
    "PartnershipRequest",
    "ProfileTheme",
    "RequestDraft",
    "RequestQuestion",
    "RequestText",
    "RequestTheme",
    "RoundSuggestion",
    "SuggestionRound",
    "TextVector",
    "WeightSet",
]


class MatchingProfile(Timestamped):
    """One authority as a possible partner. Written by services, which move ``updated_at``: the pool is read by it."""

    authority = models.OneToOneField(Authority, models.PROTECT, related_name="matching_profile")
    is_willing = models.BooleanField(_("may be suggested"), default=False)
    languages = models.JSONField(_("languages of the administration"), default=list)
    inhabitants = models.PositiveIntegerField(_("inhabitants"), null=True, blank=True)
    introductions_limit = models.PositiveSmallIntegerField(
        _("most open introductions at a time"), default=INTRODUCTIONS_LIMIT
    )
    open_introductions = models.PositiveSmallIntegerField(_("open introductions"), default=0, editable=False)
    need_text = models.TextField(_("what we look for"), blank=True)
    offer_text = models.TextField(_("what we offer"), blank=True)

    class Meta:
        verbose_name = _("profile for matching")
        verbose_name_plural = _("profiles for matching")
        ordering = ("authority",)
        indexes = (models.Index(fields=["updated_at"], name="matching_profile_updated"),)

    def __str__(self) -> str:
        return str(self.authority)


class ProfileTheme(models.Model):
    """A theme that an authority looks for or offers; ``rank`` 1 is the most wanted."""

    profile = models.ForeignKey(MatchingProfile, models.CASCADE, related_name="themes")
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="+")
    side = models.CharField(max_length=5, choices=Side)
    rank = models.PositiveSmallIntegerField(default=1)

    class Meta:
        verbose_name = _("theme of a profile")
        verbose_name_plural = _("themes of profiles")
        ordering = ("side", "rank", "pk")
        constraints = (
            models.UniqueConstraint(fields=["profile", "side", "theme"], name="matching_profile_theme_once_per_side"),
        )

    def __str__(self) -> str:
        return f"{self.get_side_display()}: {self.theme}"


class BlockedPair(models.Model):
    """Two authorities that are not to be suggested to each other: one said no, or the office knows why."""

    german = models.ForeignKey(Authority, models.CASCADE, related_name="+")
    palestinian = models.ForeignKey(Authority, models.CASCADE, related_name="+")
    blocked_at = models.DateTimeField()

    objects = BlockedPairQuerySet.as_manager()

    class Meta:
        verbose_name = _("blocked pair")
        verbose_name_plural = _("blocked pairs")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=["german", "palestinian"], name="matching_blocked_pair_once"),
            models.CheckConstraint(condition=~Q(german=F("palestinian")), name="matching_blocked_pair_joins_two"),
        )

    def __str__(self) -> str:
        return f"{self.german} – {self.palestinian}"


class WeightSet(models.Model):
    """What counts how much in ranking from a day on. Shown to everybody who is shown suggestions."""

    valid_from = models.DateField(_("valid from"), unique=True)
    themes = models.PositiveSmallIntegerField(_("needs met by offers, %"))
    size = models.PositiveSmallIntegerField(_("similar size, %"))
    languages = models.PositiveSmallIntegerField(_("common languages, %"))
    text = models.PositiveSmallIntegerField(_("similar descriptions, %"))

    objects = WeightSetQuerySet.as_manager()

    class Meta:
        verbose_name = _("weights of ranking")
        verbose_name_plural = _("weights of ranking")
        ordering = ("-valid_from",)
        constraints = (
            models.CheckConstraint(
                condition=Q(themes=100 - F("size") - F("languages") - F("text")),
                name="matching_weight_set_adds_up_to_100",
            ),
        )

    def __str__(self) -> str:
        return str(self.valid_from)

    def weights(self) -> Weights:
        return Weights(
            themes=self.themes / 100, size=self.size / 100, languages=self.languages / 100, text=self.text / 100
        )


class TextVector(models.Model):
    """What a text is about, computed by the worker when the text was saved.

    ``vector`` holds 512 numbers of two bytes without the direction of the language (empty without an encoder), and
    ``themes`` weights by slug. ``kind`` and ``object_key`` name the text, such as ``need`` and an authority's number.
    """

    kind = models.CharField(max_length=24)
    object_key = models.CharField(max_length=40)
    digest = models.CharField(max_length=32)
    vector = models.BinaryField(blank=True)
    themes = models.JSONField(default=dict)
    computed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("vector of a text")
        verbose_name_plural = _("vectors of texts")
        ordering = ("kind", "object_key")
        constraints = (models.UniqueConstraint(fields=["kind", "object_key"], name="matching_text_vector_once"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.object_key}"


class SuggestionRound(models.Model):
    """One run of suggestions for the whole programme, with what is needed to judge and repeat it."""

    made_at = models.DateTimeField()
    weight_set = models.ForeignKey(WeightSet, models.PROTECT, null=True, related_name="+")
    per_authority = models.PositiveSmallIntegerField()
    inputs_digest = models.CharField(max_length=32)
    seconds = models.FloatField()
    total_points = models.BigIntegerField()
    best_points = models.BigIntegerField()
    exposure = models.JSONField()

    class Meta:
        verbose_name = _("round of suggestions")
        verbose_name_plural = _("rounds of suggestions")
        ordering = ("-made_at",)

    def __str__(self) -> str:
        return str(self.made_at)


class RoundSuggestion(models.Model):
    """One pair that a round suggests; ``parts`` are the points by kind of reason, seen from the Palestinian side."""

    round = models.ForeignKey(SuggestionRound, models.CASCADE, related_name="suggestions")
    palestinian = models.ForeignKey(Authority, models.CASCADE, related_name="+")
    german = models.ForeignKey(Authority, models.CASCADE, related_name="+")
    points = models.PositiveIntegerField()
    parts = models.JSONField()

    class Meta:
        verbose_name = _("suggestion of a round")
        verbose_name_plural = _("suggestions of rounds")
        ordering = ("round", "palestinian", "-points", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["round", "palestinian", "german"], name="matching_round_suggests_a_pair_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.palestinian} – {self.german}"
