"""Introductions, what both sides answered, and what is written in the room that a yes of both opens."""

import secrets
import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jisr.kernel.models import Timestamped
from jisr.matching.introductions.queries import IntroductionQuerySet, RoomQuerySet, StepQuerySet
from jisr.matching.introductions.states import (
    BOTH,
    LIVE,
    OTHER,
    TONES,
    Answer,
    Origin,
    Side,
    State,
    VisitState,
)
from jisr.municipalities.models import Authority

LONGEST_NOTE = 4000
LONGEST_WORDS = 1000


def _person() -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+")


def _answer() -> "models.CharField[str, str]":
    return models.CharField(max_length=8, choices=Answer, default=Answer.PENDING, editable=False)


class Introduction(Timestamped):
    """Two authorities are asked whether they want to meet. Changed only by services.

    Contacts are open exactly while it is open, which the database allows only after a yes of both. ``reasons`` are
    those of the suggestion, seen from the Palestinian side. ``version`` grows when one of the two becomes another
    authority: a yes was meant for those whom the page named.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    german = models.ForeignKey(Authority, models.PROTECT, related_name="+")
    palestinian = models.ForeignKey(Authority, models.PROTECT, related_name="+")
    origin = models.CharField(_("how it came about"), max_length=10, choices=Origin)
    begun_by_side = models.CharField(max_length=11, choices=Side)
    begun_by = _person()
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.ASKED, editable=False)
    german_answer = _answer()
    german_answered_at = models.DateTimeField(null=True, editable=False)
    german_answered_by = _person()
    german_no_note = models.TextField(blank=True)
    palestinian_answer = _answer()
    palestinian_answered_at = models.DateTimeField(null=True, editable=False)
    palestinian_answered_by = _person()
    palestinian_no_note = models.TextField(blank=True)
    adviser_note = models.TextField(_("note of the programme office"), blank=True)
    words = models.TextField(_("words of the interested side"), blank=True)
    reasons = models.JSONField(default=list)
    asked_at = models.DateTimeField()
    expires_on = models.DateField()
    reminded_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = _person()
    ended_by_side = models.CharField(max_length=11, choices=Side, blank=True)
    end_reason = models.TextField(_("reason"), blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = IntroductionQuerySet.as_manager()

    class Meta:
        verbose_name = _("introduction")
        verbose_name_plural = _("introductions")
        ordering = ("-asked_at", "-pk")
        indexes = (models.Index(fields=["state", "asked_at"], name="matching_introduction_queue"),)
        constraints = (
            models.UniqueConstraint(
                fields=["german", "palestinian"],
                condition=Q(state__in=LIVE),
                name="matching_introduction_one_live_per_pair",
            ),
            models.CheckConstraint(condition=~Q(german=F("palestinian")), name="matching_introduction_joins_two"),
            models.CheckConstraint(
                condition=~Q(state__in=[State.OPEN, State.CONCLUDED, State.CLOSED])
                | Q(german_answer=Answer.YES, palestinian_answer=Answer.YES, opened_at__isnull=False),
                name="matching_introduction_open_by_two",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.DECLINED) | Q(german_answer=Answer.NO) | Q(palestinian_answer=Answer.NO),
                name="matching_introduction_declined_by_a_no",
            ),
            models.CheckConstraint(
                condition=Q(state__in=LIVE, ended_at__isnull=True) | (~Q(state__in=LIVE) & Q(ended_at__isnull=False)),
                name="matching_introduction_ended_is_dated",
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{side.value}_answer": Answer.PENDING, f"{side.value}_answered_at": None})
                    | (
                        ~Q(**{f"{side.value}_answer": Answer.PENDING})
                        & Q(**{f"{side.value}_answered_at__isnull": False})
                    ),
                    name=f"matching_introduction_{side.value}_dated",
                )
                for side in BOTH
            ),
        )

    def __str__(self) -> str:
        return f"{self.german} – {self.palestinian}"

    def get_absolute_url(self) -> str:
        return reverse("introductions:introduction", args=[self.public_id])

    @property
    def tone(self) -> str:
        return TONES[State(self.state)]

    @property
    def is_live(self) -> bool:
        return self.state in LIVE

    @property
    def are_contacts_open(self) -> bool:
        answers = {self.german_answer, self.palestinian_answer}
        return self.state == State.OPEN and answers == {Answer.YES.value}

    def authority_of(self, side: str) -> Authority:
        found: Authority = self.german if side == Side.GERMAN else self.palestinian
        return found

    def other_than(self, side: str) -> Authority:
        return self.authority_of(OTHER[Side(side)])

    def answer_of(self, side: str) -> str:
        return str(getattr(self, f"{Side(side).value}_answer"))

    def pending_sides(self) -> list[Side]:
        return [side for side in BOTH if self.answer_of(side) == Answer.PENDING]

    def name_of(self, side: str) -> str:
        """Who that is, for readers: the authority by its name, or the office."""
        return str(Side.OFFICE.label) if side == Side.OFFICE else str(self.authority_of(side).name)


class RoomRow(models.Model):
    """Something written in a room by one side or the office. ``form_key`` makes a second click write nothing."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    form_key = models.CharField(max_length=64, unique=True, default=secrets.token_hex, editable=False)
    side = models.CharField(max_length=11, choices=Side)
    written_by = _person()
    written_at = models.DateTimeField()

    objects = RoomQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def side_name(self) -> str:
        introduction: Introduction = self.introduction  # type: ignore[attr-defined]
        return introduction.name_of(self.side)


class IntroductionNote(RoomRow):
    """A note for both sides and the office. It is never changed; a correction is a new one that names it."""

    introduction = models.ForeignKey(Introduction, models.CASCADE, related_name="notes")
    text = models.TextField(_("note"), max_length=LONGEST_NOTE)
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="corrections")

    class Meta:
        verbose_name = _("note of an introduction")
        verbose_name_plural = _("notes of introductions")
        ordering = ("-written_at", "-pk")

    def __str__(self) -> str:
        return f"{self.introduction}, {self.written_at:%Y-%m-%d}"


class IntroductionCall(RoomRow):
    """The first call. ``sequence`` grows with each change, so that calendars replace what they have."""

    introduction = models.OneToOneField(Introduction, models.CASCADE, related_name="call")
    starts_at = models.DateTimeField(_("begins"))
    minutes = models.PositiveSmallIntegerField(_("length in minutes"), default=60)
    where = models.CharField(_("where"), max_length=300, blank=True)
    sequence = models.PositiveIntegerField(default=0)
    is_cancelled = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("first call")
        verbose_name_plural = _("first calls")
        constraints = (
            models.CheckConstraint(condition=Q(minutes__range=(5, 480)), name="matching_introduction_call_lasts"),
        )

    def __str__(self) -> str:
        return f"{self.introduction}, {self.starts_at:%Y-%m-%d %H:%M}"


class IntroductionVisit(RoomRow):
    """A visit to get to know each other. Who goes is told by functions, never by names."""

    introduction = models.ForeignKey(Introduction, models.CASCADE, related_name="visits")
    host = models.CharField(_("who receives the visit"), max_length=11, choices=[(s.value, s.label) for s in BOTH])
    begins_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    who_goes = models.CharField(_("who goes, by function"), max_length=300)
    state = models.CharField(max_length=9, choices=VisitState, default=VisitState.PLANNED, editable=False)

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        ordering = ("begins_on", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("begins_on")), name="matching_visit_ends_after_it_begins"
            ),
        )

    def __str__(self) -> str:
        return f"{self.introduction}, {self.begins_on}"

    @property
    def host_name(self) -> str:
        return self.introduction.name_of(self.host)


class IntroductionStep(RoomRow):
    """A next step: what, by which side, by when."""

    introduction = models.ForeignKey(Introduction, models.CASCADE, related_name="steps")
    text = models.CharField(_("what is to be done"), max_length=300)
    owner = models.CharField(_("who does it"), max_length=11, choices=Side)
    due_on = models.DateField(_("by when"))
    done_at = models.DateTimeField(null=True, editable=False)
    done_by = _person()

    objects = StepQuerySet.as_manager()

    class Meta:
        verbose_name = _("next step of an introduction")
        verbose_name_plural = _("next steps of introductions")
        ordering = ("due_on", "pk")

    def __str__(self) -> str:
        return self.text

    @property
    def owner_name(self) -> str:
        return self.introduction.name_of(self.owner)


class IntroductionPaper(RoomRow):
    """A paper with a column for German or English and one for Arabic. The files lie in the room of documents."""

    introduction = models.ForeignKey(Introduction, models.CASCADE, related_name="papers")
    title = models.CharField(_("title"), max_length=200)

    class Meta:
        verbose_name = _("paper of an introduction")
        verbose_name_plural = _("papers of introductions")
        ordering = ("written_at", "pk")

    def __str__(self) -> str:
        return self.title
