"""The form of a meeting that staff make, and what participants answered."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jisr.events.registration.models import Participant, ParticipantKind
from jisr.events.registration.queries import AnswerQuerySet, QuestionQuerySet
from jisr.events.registration.states import FieldKind


class FormQuestion(models.Model):
    """One question of the form of an edition. It changes only in ``form_making``, which keeps every wording.

    ``options``: ``[{"key": "a", "de": ..., "en": ..., "ar": ...}]``. It is shown if ``shown_if`` has ``shown_value``:
    the key of an option, or ``yes`` or ``no``. Answers are deleted ``keep_days`` after the meeting. A removed question
    keeps its answers. Without ``kinds`` it is asked of everybody.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    edition = models.ForeignKey("events.Edition", models.CASCADE, related_name="questions")
    kind = models.CharField(_("kind of answer"), max_length=10, choices=FieldKind, default=FieldKind.TEXT)
    label = models.CharField(_("question"), max_length=200)
    help_text = models.CharField(_("help"), max_length=400, blank=True)
    options = models.JSONField(default=list)
    is_required = models.BooleanField(_("must be answered"), default=False)
    step = models.PositiveSmallIntegerField(_("page of the form"), default=1)
    position = models.PositiveIntegerField(default=0)
    kinds = models.ManyToManyField(ParticipantKind, related_name="questions", blank=True)
    shown_if = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="dependents")
    shown_value = models.CharField(max_length=40, blank=True)
    keep_days = models.PositiveSmallIntegerField(_("days after the meeting"), default=90)
    version = models.PositiveIntegerField(default=1, editable=False)
    removed_at = models.DateTimeField(null=True, editable=False)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question of a form")
        verbose_name_plural = _("questions of forms")
        ordering = ("step", "position", "pk")
        constraints = (
            models.CheckConstraint(condition=~Q(shown_if=F("pk")), name="events_form_question_not_after_itself"),
            models.CheckConstraint(
                condition=Q(shown_if=None, shown_value="") | (Q(shown_if__isnull=False) & ~Q(shown_value="")),
                name="events_form_question_condition_is_whole",
            ),
            models.CheckConstraint(condition=Q(step__gte=1), name="events_form_question_on_a_page"),
        )

    def __str__(self) -> str:
        return self.label

    @property
    def field_name(self) -> str:
        """What the field is called in pages and drafts."""
        return f"q-{self.public_id}"


class FormQuestionVersion(models.Model):
    """How a question read when it was answered. Never changed."""

    question = models.ForeignKey(FormQuestion, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("wording of a question")
        verbose_name_plural = _("wordings of questions")
        ordering = ("question", "number")
        constraints = (
            models.UniqueConstraint(fields=["question", "number"], name="events_form_question_version_once"),
        )

    def __str__(self) -> str:
        return f"{self.question} {self.number}"


class FormAnswer(models.Model):
    """What a participant answered, to which wording."""

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="answers")
    question = models.ForeignKey(FormQuestion, models.PROTECT, related_name="answers")
    version = models.ForeignKey(FormQuestionVersion, models.PROTECT, related_name="answers")
    value = models.JSONField(_("answer"))
    answered_at = models.DateTimeField()

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ("question__step", "question__position", "pk")
        constraints = (models.UniqueConstraint(fields=["participant", "question"], name="events_form_answer_once"),)

    def __str__(self) -> str:
        return f"{self.question_id}: {self.participant_id}"


class RegistrationDraft(models.Model):
    """What somebody has typed so far, page by page, until they send it. ``form_key`` becomes that of the party."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="registration_drafts")
    edition = models.ForeignKey("events.Edition", models.CASCADE, related_name="registration_drafts")
    data = models.JSONField(default=dict)
    form_key = models.CharField(max_length=64)
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("draft of a registration")
        verbose_name_plural = _("drafts of registrations")
        constraints = (models.UniqueConstraint(fields=["user", "edition"], name="events_registration_draft_once"),)

    def __str__(self) -> str:
        return f"{self.edition_id} {self.user_id}"
