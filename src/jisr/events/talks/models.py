"""Settings, profiles, requests and plans of 1:1 meetings, and the meetings that were published."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jisr.events.talks.queries import ProfileQuerySet, RequestQuerySet, TalkQuerySet
from jisr.events.talks.states import PLAN_TONES, PlanState, RequestState
from jisr.kernel.models import Timestamped
from jisr.municipalities.models import Theme

LONGEST_TEXT = 600
USUAL_MOST = 8


def _person() -> "models.ForeignKey[object, object]":
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+")


@dataclass(frozen=True)
class Slot:
    """One time for 1:1 meetings. ``key`` names it in availabilities and plans."""

    key: str
    starts_at: datetime
    minutes: int
    tables: int


class TalkSetting(Timestamped):
    """That an edition has 1:1 meetings, until when people ask, and how long a meeting lasts."""

    edition = models.OneToOneField("events.Edition", models.CASCADE, related_name="talk_setting")
    closes_at = models.DateTimeField(_("requests and answers until"))
    slot_minutes = models.PositiveSmallIntegerField(
        _("minutes of a meeting"), default=20, validators=[MinValueValidator(5), MaxValueValidator(120)]
    )
    most = models.PositiveSmallIntegerField(
        _("meetings of one person at most"),
        default=USUAL_MOST,
        validators=[MinValueValidator(1), MaxValueValidator(40)],
    )
    place = models.CharField(_("where"), max_length=160, blank=True)

    class Meta:
        verbose_name = _("setting of 1:1 meetings")
        verbose_name_plural = _("settings of 1:1 meetings")

    def __str__(self) -> str:
        return str(self.edition)

    def slots(self) -> list[Slot]:
        """All slots in the order of time."""
        found = [slot for block in self.blocks.all() for slot in block.slots(self.slot_minutes)]
        return sorted(found, key=lambda slot: (slot.starts_at, slot.key))


class TalkBlock(models.Model):
    """Slots that follow one another. ``pause_minutes`` lie between two of them."""

    setting = models.ForeignKey(TalkSetting, models.CASCADE, related_name="blocks")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    starts_at = models.DateTimeField(_("begins"))
    count = models.PositiveSmallIntegerField(
        _("number of meetings in a row"), validators=[MinValueValidator(1), MaxValueValidator(40)]
    )
    pause_minutes = models.PositiveSmallIntegerField(
        _("minutes between two meetings"), default=5, validators=[MaxValueValidator(60)]
    )
    tables = models.PositiveSmallIntegerField(_("tables"), validators=[MinValueValidator(1), MaxValueValidator(200)])

    class Meta:
        verbose_name = _("block of 1:1 meetings")
        verbose_name_plural = _("blocks of 1:1 meetings")
        ordering = ("starts_at", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(count__gte=1, count__lte=40), name="events_talk_block_has_slots"),
        )

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}"

    def slots(self, minutes: int) -> Iterator[Slot]:
        for number in range(self.count):
            begins = self.starts_at + number * timedelta(minutes=minutes + self.pause_minutes)
            yield Slot(f"{self.public_id.hex[:12]}-{number}", begins, minutes, self.tables)


class TalkInterpreter(models.Model):
    """Somebody who interprets. ``pairs`` as in ``states.LANGUAGE_PAIRS``; ``label`` names a function, not a person."""

    setting = models.ForeignKey(TalkSetting, models.CASCADE, related_name="interpreters")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    participant = models.ForeignKey("events.Participant", models.SET_NULL, null=True, blank=True, related_name="+")
    label = models.CharField(_("shown as"), max_length=80)
    pairs = models.JSONField(_("interprets between"), default=list)
    is_away = models.BooleanField(_("is ill or away"), default=False)

    class Meta:
        verbose_name = _("interpreter of 1:1 meetings")
        verbose_name_plural = _("interpreters of 1:1 meetings")
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.label


class TalkProfile(Timestamped):
    """What a participant offers and looks for. Seen by others only while ``is_open``, which the person alone decides.

    ``away``: keys of slots at which they cannot come. ``absent_at``: when the office noted that they are not there.
    """

    participant = models.OneToOneField("events.Participant", models.CASCADE, related_name="talk_profile")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    is_open = models.BooleanField(default=False, editable=False)
    offers = models.ManyToManyField(Theme, related_name="+", blank=True, verbose_name=_("what I can offer"))
    needs = models.ManyToManyField(Theme, related_name="+", blank=True, verbose_name=_("what I am looking for"))
    text = models.TextField(_("in your own words"), max_length=LONGEST_TEXT, blank=True)
    language = models.CharField(_("language of the text"), max_length=2, choices=settings.LANGUAGES, blank=True)
    away = models.JSONField(_("times at which I cannot come"), default=list, blank=True)
    absent_at = models.DateTimeField(null=True, editable=False)

    objects = ProfileQuerySet.as_manager()

    class Meta:
        verbose_name = _("profile for 1:1 meetings")
        verbose_name_plural = _("profiles for 1:1 meetings")
        ordering = ("pk",)

    def __str__(self) -> str:
        return str(self.participant)


class TalkRequest(models.Model):
    """One participant would like to meet another. The two are kept in order, so that a pair has one live request."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    asking = models.ForeignKey(TalkProfile, models.CASCADE, related_name="requests_made")
    asked = models.ForeignKey(TalkProfile, models.CASCADE, related_name="requests_got")
    lower = models.PositiveBigIntegerField(editable=False)
    higher = models.PositiveBigIntegerField(editable=False)
    words = models.TextField(_("reason"), max_length=LONGEST_TEXT, blank=True)
    is_mutual = models.BooleanField(default=False, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=RequestState, default=RequestState.ASKED)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)

    objects = RequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for a 1:1 meeting")
        verbose_name_plural = _("requests for 1:1 meetings")
        ordering = ("asked_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["lower", "higher"],
                condition=Q(state__in=["asked", "accepted"]),
                name="events_talk_request_one_live_per_pair",
            ),
            models.CheckConstraint(condition=Q(lower__lt=F("higher")), name="events_talk_request_joins_two"),
        )

    def __str__(self) -> str:
        return f"{self.asking} – {self.asked}"

    def other_than(self, profile: TalkProfile) -> TalkProfile:
        return self.asked if self.asking_id == profile.pk else self.asking


class TalkPlan(models.Model):
    """One plan, made in the worker. ``content``: ``{"held": [...], "unplaced": {...}}`` by public ids of requests.

    ``input_hash`` says from what it was made: a plan whose input has changed is not published.
    """

    edition = models.ForeignKey("events.Edition", models.CASCADE, related_name="talk_plans")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.PositiveIntegerField()
    state = models.CharField(_("state"), max_length=10, choices=PlanState, default=PlanState.RUNNING)
    may_move = models.BooleanField(_("may move what is published"), default=False)
    input_hash = models.CharField(max_length=64, blank=True)
    content = models.JSONField(default=dict)
    value = models.FloatField(null=True)
    bound = models.FloatField(null=True)
    seconds = models.FloatField(null=True)
    failure = models.CharField(max_length=300, blank=True)
    started_at = models.DateTimeField()
    started_by = _person()
    finished_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("plan of 1:1 meetings")
        verbose_name_plural = _("plans of 1:1 meetings")
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=["edition", "number"], name="events_talk_plan_number_once"),
            models.UniqueConstraint(
                fields=["edition"], condition=Q(state="running"), name="events_talk_plan_one_running"
            ),
            models.UniqueConstraint(
                fields=["edition"], condition=Q(state="published"), name="events_talk_plan_one_published"
            ),
        )

    def __str__(self) -> str:
        return f"{self.edition} {self.number}"

    @property
    def tone(self) -> str:
        return PLAN_TONES[PlanState(self.state)]

    @property
    def gap(self) -> float:
        """How far the plan may be from the best one, as a share of the bound."""
        return max(0.0, self.bound - self.value) / self.bound if self.bound and self.value is not None else 0.0


class Talk(models.Model):
    """A 1:1 meeting as it was published. ``sequence`` grows with each change of time or table: calendars need it."""

    request = models.OneToOneField(TalkRequest, models.CASCADE, related_name="talk")
    slot = models.CharField(max_length=24)
    starts_at = models.DateTimeField(_("begins"))
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    table = models.PositiveSmallIntegerField(_("table"))
    interpreter = models.ForeignKey(TalkInterpreter, models.SET_NULL, null=True, related_name="talks")
    is_cancelled = models.BooleanField(default=False)
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()

    objects = TalkQuerySet.as_manager()

    class Meta:
        verbose_name = _("1:1 meeting")
        verbose_name_plural = _("1:1 meetings")
        ordering = ("starts_at", "table", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["slot", "table"], condition=Q(is_cancelled=False), name="events_talk_table_taken_once"
            ),
        )

    def __str__(self) -> str:
        return str(self.request)

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)
