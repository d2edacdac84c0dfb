"""What came of a meeting: minute takers, minutes in blocks, decisions, result sheets. Steps are in ``agreed``."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from jisr.events.results.agreed import FollowUp, FollowUpCarry, FollowUpStep, language_field, person_field
from jisr.events.results.queries import OutcomeQuerySet, TakerQuerySet
from jisr.events.results.states import (
    TONES,
    BlockKind,
    SheetPart,
    State,
    TextState,
)
from jisr.kernel.models import Timestamped
from jisr.municipalities.models import Authority

LONGEST_BLOCK = 10_000
LONGEST_TEXT = 6000
__all__ = [
    "Decision",
    "EarlierText",
    "FollowUp",
    "FollowUpCarry",
    "FollowUpStep",
    "MinuteTaker",
    "Minutes",
    "MinutesBlock",
    "ResultSheet",
    "SheetText",
]


class MinuteTaker(models.Model):
    """Who writes the minutes of one session, or of all (``session`` empty): a participant or one of the office."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    edition = models.ForeignKey("events.Edition", models.CASCADE, related_name="minute_takers")
    session = models.ForeignKey("events.Session", models.CASCADE, null=True, blank=True, related_name="minute_takers")
    participant = models.ForeignKey(
        "events.Participant", models.CASCADE, null=True, blank=True, related_name="taking_minutes"
    )
    staff = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="taking_minutes"
    )

    objects = TakerQuerySet.as_manager()

    class Meta:
        verbose_name = _("minute taker")
        verbose_name_plural = _("minute takers")
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(participant__isnull=False, staff__isnull=True)
                | Q(participant__isnull=True, staff__isnull=False),
                name="events_minute_taker_is_one_person",
            ),
            models.UniqueConstraint(fields=["session", "participant"], name="events_minute_taker_once_a_session"),
            models.UniqueConstraint(fields=["session", "staff"], name="events_minute_staff_once_a_session"),
            models.UniqueConstraint(
                fields=["edition", "participant"], condition=Q(session=None), name="events_minute_taker_once_a_meeting"
            ),
            models.UniqueConstraint(
                fields=["edition", "staff"], condition=Q(session=None), name="events_minute_staff_once_a_meeting"
            ),
        )

    def __str__(self) -> str:
        return str(self.participant or self.staff)


class Outcome(Timestamped):
    """What minutes, decisions and result sheets share. The state changes only in services.

    ``titles`` keeps what the session was called, should it be deleted. ``released`` is what the public reads: a copy
    made when the office publishes, so that nothing comes to light by being typed. Only this table is public data.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    edition = models.ForeignKey("events.Edition", models.PROTECT, related_name="%(class)s_rows")
    session = models.ForeignKey("events.Session", models.SET_NULL, null=True, blank=True, related_name="%(class)s_rows")
    titles = models.JSONField(default=dict, editable=False)
    original_language = language_field()
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.DRAFT, editable=False)
    released = models.JSONField(null=True, editable=False)
    checked_at = models.DateTimeField(null=True, editable=False)
    checked_by = person_field()
    published_at = models.DateTimeField(null=True, editable=False)

    objects = OutcomeQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = (
            models.CheckConstraint(
                condition=Q(state=State.PUBLIC, released__isnull=False, published_at__isnull=False)
                | (~Q(state=State.PUBLIC) & Q(released__isnull=True, published_at__isnull=True)),
                name="events_%(class)s_public_is_released",
            ),
            models.CheckConstraint(
                condition=Q(state=State.DRAFT) | Q(checked_at__isnull=False), name="events_%(class)s_checked_is_dated"
            ),
        )

    @property
    def title(self) -> str:
        """The session's title in the reader's language; that of the meeting where there is no session."""
        if self.session is not None:
            return str(self.session.title)
        kept = self.titles.get(get_language() or "en") or next(filter(None, self.titles.values()), "")
        return str(kept or self.edition.title)

    @property
    def tone(self) -> str:
        return TONES[State(self.state)]


class Minutes(Outcome):
    """The minutes of a session, written in one language, in blocks."""

    class Meta(Outcome.Meta):
        verbose_name = pgettext_lazy("what was written down", "minutes")
        verbose_name_plural = pgettext_lazy("what was written down", "minutes")
        ordering = ("pk",)
        constraints = (
            *Outcome.Meta.constraints,
            models.UniqueConstraint(
                fields=["session"], condition=Q(session__isnull=False), name="events_minutes_one_per_session"
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("results:minutes", args=[self.edition.slug, self.public_id])

    @property
    def public_url(self) -> str:
        return reverse("event_results:minutes", args=[self.edition.slug, self.public_id])


class MinutesBlock(models.Model):
    """A heading or a paragraph. Who saves names the version they began with. A removed one can be put back."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    minutes = models.ForeignKey(Minutes, models.CASCADE, related_name="blocks")
    kind = models.CharField(_("kind"), max_length=8, choices=BlockKind, default=BlockKind.TEXT)
    position = models.PositiveIntegerField()
    text = models.TextField(_("text"), max_length=LONGEST_BLOCK, blank=True)
    version = models.PositiveIntegerField(default=1)
    is_removed = models.BooleanField(default=False)
    edited_at = models.DateTimeField()
    edited_by = person_field()

    class Meta:
        verbose_name = _("part of minutes")
        verbose_name_plural = _("parts of minutes")
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.text[:60]


class EarlierText(models.Model):
    """What stood in a block before somebody else changed it. Never changed."""

    block = models.ForeignKey(MinutesBlock, models.CASCADE, related_name="earlier")
    text = models.TextField()
    version = models.PositiveIntegerField()
    written_at = models.DateTimeField()
    written_by = person_field()

    class Meta:
        verbose_name = _("earlier text of minutes")
        verbose_name_plural = _("earlier texts of minutes")
        ordering = ("-version",)
        constraints = (models.UniqueConstraint(fields=["block", "version"], name="events_earlier_text_once"),)

    def __str__(self) -> str:
        return self.text[:60]


class Decision(Outcome):
    """What was decided, by whom and when; in up to three languages."""

    text = models.CharField(_("decision"), max_length=1000)
    decided_by = models.CharField(_("decided by"), max_length=200, blank=True)
    decided_on = models.DateField(_("day"))
    sheet = models.ForeignKey(
        "events.ResultSheet", models.SET_NULL, null=True, blank=True, related_name="decisions", verbose_name=_("group")
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    form_key = models.CharField(max_length=32, unique=True, null=True, editable=False)  # noqa: DJ001 - none from elsewhere

    class Meta(Outcome.Meta):
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ("decided_on", "pk")

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return reverse("results:decision", args=[self.edition.slug, self.public_id])


class ResultSheet(Outcome):
    """What a working group brings home, in the common form. Its texts lie in ``SheetText``; no person is named."""

    authorities = models.ManyToManyField(Authority, blank=True, related_name="result_sheets")

    class Meta(Outcome.Meta):
        verbose_name = _("result sheet")
        verbose_name_plural = _("result sheets")
        ordering = ("pk",)
        constraints = (
            *Outcome.Meta.constraints,
            models.UniqueConstraint(
                fields=["session"], condition=Q(session__isnull=False), name="events_result_sheet_one_per_session"
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("results:sheet", args=[self.edition.slug, self.public_id])

    @property
    def public_url(self) -> str:
        return reverse("event_results:sheet", args=[self.edition.slug, self.public_id])


class SheetText(models.Model):
    """One part of a sheet in one language: the original, or a translation with its state."""

    sheet = models.ForeignKey(ResultSheet, models.CASCADE, related_name="texts")
    part = models.CharField(max_length=12, choices=SheetPart)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    text = models.TextField(_("text"), max_length=LONGEST_TEXT, blank=True)
    is_original = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=TextState, default=TextState.DRAFT)
    version = models.PositiveIntegerField(default=1)
    edited_by = person_field()
    checked_at = models.DateTimeField(null=True, editable=False)
    checked_by = person_field()

    class Meta:
        verbose_name = _("text of a result sheet")
        verbose_name_plural = _("texts of result sheets")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=["sheet", "part", "language"], name="events_sheet_text_once"),
            models.CheckConstraint(
                condition=~Q(state=TextState.CHECKED, is_original=False) | Q(checked_at__isnull=False),
                name="events_sheet_text_checked_is_dated",
            ),
        )

    def __str__(self) -> str:
        return f"{self.part} ({self.language})"
