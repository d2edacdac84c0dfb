"""Joint projects: what is known of them, their lines, their way, and what somebody typed and has not saved yet."""

import secrets
import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jisr.kernel.models import Timestamped
from jisr.municipalities.models import Organisation, Theme
from jisr.partnerships.projects.queries import ProjectQuerySet, ResultQuerySet
from jisr.partnerships.projects.states import TONES, LeadSide, MoneyKind, State


class JointProject(Timestamped):
    """What two partners plan together. It changes only in ``services``; no source tells it, unlike a ``Project``.

    ``stamps`` counts the changes of each answer: who saves names the stamp they began with. Long texts other than the
    summary are in the language of the original only.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    form_key = models.CharField(max_length=64, unique=True, default=secrets.token_hex, editable=False)
    tie = models.ForeignKey("partnerships.Partnership", models.PROTECT, related_name="joint_projects")
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.IDEA, editable=False)
    original_language = models.CharField(_("written in"), max_length=2, choices=settings.LANGUAGES)
    title = models.CharField(_("title"), max_length=160, blank=True)
    summary = models.TextField(_("summary"), blank=True)
    themes = models.ManyToManyField(Theme, related_name="joint_projects", blank=True, verbose_name=_("themes"))
    need = models.TextField(_("what is needed"), blank=True)
    sdip_period = models.CharField(_("period of the plan"), max_length=20, blank=True)
    sdip_project = models.CharField(_("project in the plan"), max_length=200, blank=True)
    sdip_url = models.URLField(_("address of the plan"), max_length=500, blank=True)
    planned = models.TextField(_("what is planned"), blank=True)
    lead_side = models.CharField(_("who leads"), max_length=11, choices=LeadSide, blank=True)
    german_role = models.TextField(_("what the German authority does"), blank=True)
    palestinian_role = models.TextField(_("what the Palestinian authority does"), blank=True)
    start_on = models.DateField(_("wanted start"), null=True, blank=True)
    end_on = models.DateField(_("wanted end"), null=True, blank=True)
    estimated_cost_cents = models.PositiveBigIntegerField(_("estimated cost"), null=True, blank=True)
    own_means_cents = models.PositiveBigIntegerField(_("own means"), null=True, blank=True)
    stamps = models.JSONField(default=dict, editable=False)
    edited_at = models.DateTimeField(null=True, editable=False)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )

    objects = ProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("joint project")
        verbose_name_plural = _("joint projects")
        ordering = ("-created_at", "-pk")
        indexes = (models.Index(fields=["state", "start_on"], name="partnerships_joint_by_state"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(start_on__isnull=True) | Q(end_on__isnull=True) | Q(end_on__gte=F("start_on")),
                name="partnerships_joint_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(estimated_cost_cents__isnull=True)
                | Q(own_means_cents__isnull=True)
                | Q(own_means_cents__lte=F("estimated_cost_cents")),
                name="partnerships_joint_own_means_within_cost",
            ),
        )

    def __str__(self) -> str:
        return self.title or str(_("joint project"))

    def get_absolute_url(self) -> str:
        return reverse("projects:project", args=[self.public_id])

    @property
    def tone(self) -> str:
        return TONES[State(self.state)]


class ProjectLine(models.Model):
    """A line of a list that belongs to a project."""

    position = models.PositiveSmallIntegerField()

    class Meta:
        abstract = True
        ordering = ("position", "pk")


class PlannedStep(ProjectLine):
    """What is done from one month to another, and by whom. A month is kept as its first day."""

    project = models.ForeignKey(JointProject, models.CASCADE, related_name="steps")
    text = models.CharField(_("what"), max_length=300)
    from_on = models.DateField(_("from month"), null=True, blank=True)
    to_on = models.DateField(_("to month"), null=True, blank=True)
    who = models.CharField(_("who"), max_length=160, blank=True)

    class Meta(ProjectLine.Meta):
        verbose_name = _("planned step")
        verbose_name_plural = _("planned steps")

    def __str__(self) -> str:
        return self.text


class ProjectPartner(ProjectLine):
    """Who else takes part besides the two authorities: an organisation that is known here, or the name of one."""

    project = models.ForeignKey(JointProject, models.CASCADE, related_name="partners")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(_("name"), max_length=160, blank=True)
    role = models.CharField(_("what they do"), max_length=300, blank=True)

    class Meta(ProjectLine.Meta):
        verbose_name = _("further partner")
        verbose_name_plural = _("further partners")
        constraints = (
            models.CheckConstraint(
                condition=Q(organisation__isnull=False) | ~Q(name=""), name="partnerships_project_partner_is_named"
            ),
        )

    def __str__(self) -> str:
        known = self.organisation.name if self.organisation else ""
        return f"{known} ({self.name})" if known and self.name else known or self.name


class WantedResult(ProjectLine):
    """What is to come of a project, how one sees it, and later what came of it."""

    project = models.ForeignKey(JointProject, models.CASCADE, related_name="results")
    text = models.CharField(_("result"), max_length=300)
    measure = models.CharField(_("how it is seen or measured"), max_length=300, blank=True)
    baseline = models.CharField(_("today"), max_length=120, blank=True)
    target = models.CharField(_("target"), max_length=120, blank=True)
    due_on = models.DateField(_("by when"), null=True, blank=True)
    outcome = models.CharField(_("what came of it"), max_length=300, blank=True)
    outcome_on = models.DateField(_("seen on"), null=True, blank=True)

    objects = ResultQuerySet.as_manager()

    class Meta(ProjectLine.Meta):
        verbose_name = _("wanted result")
        verbose_name_plural = _("wanted results")

    def __str__(self) -> str:
        return self.text


class EstimateLine(ProjectLine):
    """One line of the estimate of cost or of own means."""

    project = models.ForeignKey(JointProject, models.CASCADE, related_name="money")
    kind = models.CharField(_("kind"), max_length=4, choices=MoneyKind)
    text = models.CharField(_("what for"), max_length=200)
    amount_cents = models.PositiveBigIntegerField(_("amount"))

    class Meta(ProjectLine.Meta):
        verbose_name = _("line of an estimate")
        verbose_name_plural = _("lines of estimates")

    def __str__(self) -> str:
        return self.text


class ProjectMove(models.Model):
    """One step on the way of a project: on which day, by whom, and why. Rows are only added."""

    project = models.ForeignKey(JointProject, models.CASCADE, related_name="moves")
    name = models.CharField(max_length=10)
    from_state = models.CharField(max_length=8, choices=State)
    to_state = models.CharField(max_length=8, choices=State)
    happened_on = models.DateField(_("on"))
    reason = models.TextField(_("reason"), blank=True)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    taken_at = models.DateTimeField()

    class Meta:
        verbose_name = _("step of a joint project")
        verbose_name_plural = _("steps of joint projects")
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.from_state} -> {self.to_state}"


class ProjectTyping(models.Model):
    """What one person typed on one page and has not saved yet, so that a killed browser loses nothing."""

    project = models.ForeignKey(JointProject, models.CASCADE, related_name="+")
    page = models.CharField(max_length=12)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    typed = models.TextField()
    typed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("unsaved entry of a joint project")
        verbose_name_plural = _("unsaved entries of joint projects")
        constraints = (
            models.UniqueConstraint(fields=["project", "page", "person"], name="partnerships_typing_one_per_page"),
        )

    def __str__(self) -> str:
        return self.page
