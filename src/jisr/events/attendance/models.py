"""Badges, check-ins, rules, certificates and feedback of an edition."""

import uuid
from collections.abc import Mapping

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jisr.events.attendance.codes import in_groups, new_badge_code, new_certificate_code, new_session_code
from jisr.events.attendance.queries import (
    CertificateQuerySet,
    CheckInQuerySet,
    FeedbackFormQuerySet,
    FeedbackQuestionQuerySet,
)
from jisr.events.attendance.states import (
    CERTIFICATE_TONES,
    CertificateState,
    Direction,
    Origin,
    Problem,
    Purpose,
    QuestionKind,
    Unit,
)
from jisr.events.editions.states import Kind
from jisr.events.registration.states import Side

LONGEST_CODE = 24
LONGEST_WORDS = 2000
LONGEST_MONTHS = 120


def _person() -> "models.ForeignKey[object, object]":
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+")


def in_reader_language(texts: Mapping[str, str]) -> str:
    """The text in the reader's language, or in another one where it has none."""
    wanted = (get_language() or "en")[:2]
    return texts.get(wanted) or texts.get("en") or next((text for text in texts.values() if text), "")


class CheckInPerson(models.Model):
    """Somebody whom the events team named to check people in at one edition."""

    edition = models.ForeignKey("events.Edition", models.CASCADE, related_name="check_in_people")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    named_at = models.DateTimeField()

    class Meta:
        verbose_name = _("person who checks in")
        verbose_name_plural = _("persons who check in")
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=["edition", "user"], name="events_check_in_person_once"),)

    def __str__(self) -> str:
        return f"{self.edition}, {self.user_id}"


class BadgeCode(models.Model):
    """The code on somebody's badge. A new badge ends the one before it."""

    participant = models.ForeignKey("events.Participant", models.CASCADE, related_name="badge_codes")
    code = models.CharField(max_length=LONGEST_CODE, unique=True, default=new_badge_code, editable=False)
    issued_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("code of a badge")
        verbose_name_plural = _("codes of badges")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["participant"], condition=Q(ended_at__isnull=True), name="events_badge_code_one_live"
            ),
        )

    def __str__(self) -> str:
        return in_groups(self.code)


class SessionCode(models.Model):
    """The code that is shown in a session, for those who take part online. A new one ends the one before it."""

    session = models.OneToOneField("events.Session", models.CASCADE, related_name="presence_code")
    code = models.CharField(max_length=LONGEST_CODE, unique=True, default=new_session_code, editable=False)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()

    class Meta:
        verbose_name = _("code of a session")
        verbose_name_plural = _("codes of sessions")
        constraints = (
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="events_session_code_ends_later"),
        )

    def __str__(self) -> str:
        return in_groups(self.code)


class CheckIn(models.Model):
    """Somebody came or went, at the door or at a session. Never deleted for being odd; only ``counts`` is decided on.

    ``key`` is made by the device, so that what is sent twice is one. ``happened_at`` is ``device_at`` put right by
    ``offset_seconds``, what the clock of the device was behind when it sent.
    """

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    edition = models.ForeignKey("events.Edition", models.PROTECT, related_name="check_ins")
    session = models.ForeignKey("events.Session", models.PROTECT, null=True, related_name="check_ins")
    participant = models.ForeignKey("events.Participant", models.CASCADE, null=True, related_name="check_ins")
    direction = models.CharField(max_length=3, choices=Direction)
    origin = models.CharField(max_length=4, choices=Origin)
    happened_at = models.DateTimeField()
    received_at = models.DateTimeField()
    device_at = models.DateTimeField(null=True)
    offset_seconds = models.IntegerField(default=0)
    device = models.UUIDField(null=True)
    given_by = _person()
    code_given = models.CharField(max_length=LONGEST_CODE, blank=True)
    problem = models.CharField(max_length=14, choices=Problem, default=Problem.NONE, blank=True)
    against = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")
    counts = models.BooleanField(default=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = _person()

    objects = CheckInQuerySet.as_manager()

    class Meta:
        verbose_name = _("check-in")
        verbose_name_plural = _("check-ins")
        ordering = ("happened_at", "received_at", "pk")
        indexes = (
            models.Index(fields=["edition", "session", "participant"], name="events_check_in_by_place"),
            models.Index(fields=["edition", "problem", "settled_at"], name="events_check_in_to_settle"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(counts=False) | Q(participant__isnull=False), name="events_check_in_counts_for_somebody"
            ),
            models.CheckConstraint(
                condition=Q(happened_at__lte=F("received_at")), name="events_check_in_not_in_the_future"
            ),
        )

    def __str__(self) -> str:
        return f"{self.edition}, {self.happened_at:%Y-%m-%d %H:%M}"

    @property
    def offset_minutes(self) -> int:
        return round(self.offset_seconds / 60)


class CertificateRule(models.Model):
    """What somebody must have attended at an edition to get a certificate."""

    edition = models.OneToOneField("events.Edition", models.CASCADE, related_name="certificate_rule")
    unit = models.CharField(_("measured in"), max_length=8, choices=Unit, default=Unit.DAYS)
    at_least = models.PositiveSmallIntegerField(
        _("at least"), default=1, validators=[MinValueValidator(1), MaxValueValidator(200)]
    )

    class Meta:
        verbose_name = _("rule for certificates")
        verbose_name_plural = _("rules for certificates")
        constraints = (models.CheckConstraint(condition=Q(at_least__gte=1), name="events_certificate_rule_asks_some"),)

    def __str__(self) -> str:
        return f"{self.edition}: {self.at_least} {self.unit}"


class SeminarRule(models.Model):
    """Dated: a certificate of a series, or of any meeting of a kind, is needed, and how old it may be.

    For missions it holds for all; for a meeting it names the edition. ``valid_until`` is the last day it holds.
    """

    purpose = models.CharField(_("needed for"), max_length=8, choices=Purpose)
    edition = models.ForeignKey(
        "events.Edition", models.CASCADE, null=True, blank=True, related_name="seminars_required"
    )
    series = models.ForeignKey("events.Series", models.PROTECT, null=True, blank=True, related_name="required_by")
    series_kind = models.CharField(_("kind of meeting"), max_length=20, choices=Kind, blank=True)
    within_months = models.PositiveSmallIntegerField(
        _("not older than, in months"), default=36, validators=[MinValueValidator(1), MaxValueValidator(LONGEST_MONTHS)]
    )
    valid_from = models.DateField(_("holds from"))
    valid_until = models.DateField(_("holds until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=250, blank=True)

    class Meta:
        verbose_name = _("seminar that is required")
        verbose_name_plural = _("seminars that are required")
        ordering = ("valid_from", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(purpose=Purpose.MISSION, edition__isnull=True)
                | Q(purpose=Purpose.MEETING, edition__isnull=False),
                name="events_seminar_rule_names_its_meeting",
            ),
            models.CheckConstraint(
                condition=Q(series__isnull=False, series_kind="") | (Q(series__isnull=True) & ~Q(series_kind="")),
                name="events_seminar_rule_one_seminar",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="events_seminar_rule_ends_after_start",
            ),
        )

    def __str__(self) -> str:
        return str(self.series or self.get_series_kind_display())


class CertificateYear(models.Model):
    """The last number that was given in a year."""

    year = models.PositiveSmallIntegerField(unique=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("count of certificates")
        verbose_name_plural = _("counts of certificates")
        ordering = ("year",)

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class Certificate(models.Model):
    """That somebody attended enough of an edition. ``facts`` are frozen when it is issued and name nobody.

    The number counts and is for the files; the code is what proves it. ``had_account`` tells later whose it was.
    """

    number = models.CharField(_("number"), max_length=20, unique=True, editable=False)
    code = models.CharField(max_length=LONGEST_CODE, unique=True, default=new_certificate_code, editable=False)
    edition = models.ForeignKey("events.Edition", models.PROTECT, related_name="certificates")
    participant = models.ForeignKey("events.Participant", models.PROTECT, related_name="certificates")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="certificates"
    )
    had_account = models.BooleanField(default=True, editable=False)
    holder_name = models.CharField(_("name"), max_length=120, blank=True)
    facts = models.JSONField(default=dict)
    state = models.CharField(
        _("state"), max_length=8, choices=CertificateState, default=CertificateState.ISSUED, editable=False
    )
    issued_at = models.DateTimeField(editable=False)
    issued_by = _person()
    ended_at = models.DateTimeField(null=True, editable=False)
    end_reason = models.CharField(_("reason"), max_length=300, blank=True)
    replaced_by = models.ForeignKey("self", models.SET_NULL, null=True, editable=False, related_name="replaces")

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ("-issued_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=["participant"],
                condition=Q(state=CertificateState.ISSUED),
                name="events_certificate_one_valid_each",
            ),
            models.CheckConstraint(
                condition=Q(state=CertificateState.ISSUED, ended_at__isnull=True)
                | (~Q(state=CertificateState.ISSUED) & Q(ended_at__isnull=False)),
                name="events_certificate_end_is_dated",
            ),
        )

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """Where anybody who holds it on paper proves it."""
        return reverse("certificates:certificate", args=[self.code])

    @property
    def shown_code(self) -> str:
        return in_groups(self.code)

    @property
    def tone(self) -> str:
        return CERTIFICATE_TONES[CertificateState(self.state)]

    @property
    def title(self) -> str:
        return in_reader_language(self.facts["title"])

    @property
    def place(self) -> str:
        return in_reader_language(self.facts["place"])


class FeedbackForm(models.Model):
    """What those who were there are asked afterwards, and when. Anonymous unless the office says otherwise."""

    edition = models.OneToOneField("events.Edition", models.CASCADE, related_name="feedback_form")
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))
    is_anonymous = models.BooleanField(_("anonymous"), default=True)
    told_at = models.DateTimeField(null=True, editable=False)
    reminded_at = models.DateTimeField(null=True, editable=False)

    objects = FeedbackFormQuerySet.as_manager()

    class Meta:
        verbose_name = _("form for feedback")
        verbose_name_plural = _("forms for feedback")
        constraints = (
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="events_feedback_form_ends_later"),
        )

    def __str__(self) -> str:
        return str(self.edition)


class FeedbackQuestion(models.Model):
    """One question in three languages. ``choices`` are the answers of a choice, each in three languages."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    form = models.ForeignKey(FeedbackForm, models.CASCADE, related_name="questions")
    kind = models.CharField(_("kind"), max_length=6, choices=QuestionKind)
    texts = models.JSONField(default=dict)
    choices = models.JSONField(default=list)
    position = models.PositiveSmallIntegerField(default=0)

    objects = FeedbackQuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question of feedback")
        verbose_name_plural = _("questions of feedback")
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return in_reader_language(self.texts)

    @property
    def choice_texts(self) -> list[str]:
        return [in_reader_language(choice) for choice in self.choices]


class FeedbackUse(models.Model):
    """That one participant has answered. It knows neither the answers nor the time, and does not count."""

    digest = models.CharField(max_length=64, primary_key=True)
    form = models.ForeignKey(FeedbackForm, models.CASCADE, related_name="uses")

    class Meta:
        verbose_name = _("use of a form for feedback")
        verbose_name_plural = _("uses of forms for feedback")

    def __str__(self) -> str:
        return self.digest[:8]


class FeedbackSheet(models.Model):
    """All answers of one person. ``participant`` is empty where the form is anonymous; no time is kept then."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    form = models.ForeignKey(FeedbackForm, models.CASCADE, related_name="sheets")
    side = models.CharField(max_length=5, choices=Side)
    participant = models.ForeignKey("events.Participant", models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("answered form for feedback")
        verbose_name_plural = _("answered forms for feedback")

    def __str__(self) -> str:
        return str(self.id)[:8]


class FeedbackAnswer(models.Model):
    """The answer to one question: a number from 1 to 5, the place of a choice, or words. Words wait for moderation."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sheet = models.ForeignKey(FeedbackSheet, models.CASCADE, related_name="answers")
    question = models.ForeignKey(FeedbackQuestion, models.CASCADE, related_name="answers")
    number = models.PositiveSmallIntegerField(null=True)
    text = models.TextField(max_length=LONGEST_WORDS, blank=True)
    is_released = models.BooleanField(null=True)

    class Meta:
        verbose_name = _("answer to a question of feedback")
        verbose_name_plural = _("answers to questions of feedback")
        constraints = (models.UniqueConstraint(fields=["sheet", "question"], name="events_feedback_answer_once"),)

    def __str__(self) -> str:
        return str(self.id)[:8]
