"""Ties between a German and a Palestinian local authority."""

from datetime import date

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jisr.kernel.dates import add_months
from jisr.kernel.models import PartialDateDescriptor, Timestamped, precision_field, precision_matches
from jisr.municipalities.models import Authority, ContactPoint, Theme
from jisr.partnerships.agreements.models import (  # noqa: F401 - models of this room
    Agreement,
    AgreementParty,
    StatusStep,
    TieReminder,
)
from jisr.partnerships.council.models import CouncilCost, CouncilMatter, CouncilSource, CouncilStep
from jisr.partnerships.expectations.models import Evidence, Expectation
from jisr.partnerships.projects.models import (
    EstimateLine,
    JointProject,
    PlannedStep,
    ProjectMove,
    ProjectPartner,
    ProjectTyping,
    WantedResult,
)
from jisr.partnerships.queries import PartnershipQuerySet, TieContactQuerySet
from jisr.partnerships.states import TOLD, TONES, Form, MilestoneKind, Status
from jisr.web.addresses import address_of

STATUS_FRESH_MONTHS = 18
USUAL_ALARM_MONTHS = 12  # as long as the office has set nothing else
__all__ = [
    "STATUS_FRESH_MONTHS",
    "USUAL_ALARM_MONTHS",
    "ContactRule",
    "CouncilCost",
    "CouncilMatter",
    "CouncilSource",
    "CouncilStep",
    "EstimateLine",
    "Evidence",
    "Expectation",
    "JointProject",
    "Milestone",
    "Partnership",
    "PartnershipSource",
    "PlannedStep",
    "Project",
    "ProjectMove",
    "ProjectPartner",
    "ProjectTyping",
    "TieContact",
    "WantedResult",
]


class Partnership(Timestamped):
    """One tie. Its status is what a dated source said, not what is true today.

    A status without a source was recorded by the programme office itself. ``review_on``: when a pause is looked at.
    """

    slug = models.SlugField(max_length=160, unique=True)
    german = models.ForeignKey(Authority, models.PROTECT, related_name="german_ties")
    palestinian = models.ForeignKey(Authority, models.PROTECT, related_name="palestinian_ties")
    form = models.CharField(_("form"), max_length=24, choices=Form)
    since_on = models.DateField(null=True, blank=True)
    since_precision = precision_field()
    since = PartialDateDescriptor("since")
    founding_event = models.CharField(_("founding event"), max_length=250, blank=True)
    status = models.CharField(_("status"), max_length=12, choices=Status)
    status_note = models.CharField(_("note on the status"), max_length=250, blank=True)
    status_on = models.DateField(null=True, blank=True)
    status_precision = precision_field()
    status_date = PartialDateDescriptor("status")
    status_source_url = models.URLField(max_length=500, blank=True)
    is_public = models.BooleanField(_("for everybody to see"), default=True)
    review_on = models.DateField(_("review on"), null=True, blank=True, editable=False)
    themes = models.ManyToManyField(Theme, related_name="partnerships", blank=True)
    contact_alarm_months = models.PositiveSmallIntegerField(
        _("months without contact before an adviser is told"),
        null=True,
        blank=True,
        help_text=_("Leave it empty for the number of months that the office has set for all."),
        validators=[MinValueValidator(1), MaxValueValidator(60)],
    )

    objects = PartnershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("partnership")
        verbose_name_plural = _("partnerships")
        ordering = ("slug",)
        constraints = (
            models.UniqueConstraint(fields=["german", "palestinian"], name="partnerships_partnership_one_per_pair"),
            models.CheckConstraint(
                condition=~Q(german=models.F("palestinian")), name="partnerships_partnership_joins_two"
            ),
            precision_matches("since", constraint="partnerships_partnership_since_has_precision"),
            precision_matches("status", constraint="partnerships_partnership_status_has_precision"),
        )

    def __str__(self) -> str:
        return f"{self.german} – {self.palestinian}"

    def get_absolute_url(self) -> str:
        """The page for everybody; of a tie that is not public the one in the workspace."""
        return address_of("partnerships:partnership", self.slug) if self.is_public else self.hub_url

    @property
    def hub_url(self) -> str:
        return reverse("ties:tie", args=[self.slug])

    @property
    def status_tone(self) -> str:
        return TONES[Status(self.status)]

    def is_status_fresh(self, *, today: date) -> bool:
        """Whether the status may be shown without "as of": its source is at most 18 months old."""
        if self.status_date is None:
            return False
        return self.status_date.last >= add_months(today, -STATUS_FRESH_MONTHS)


class Project(models.Model):
    """A project or activity of a tie, as its sources tell it."""

    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="projects")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(_("text"), max_length=300)

    class Meta:
        verbose_name = _("project or activity")
        verbose_name_plural = _("projects and activities")
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=["partnership", "position"], name="partnerships_project_position_once"),
        )

    def __str__(self) -> str:
        return self.text


class Milestone(models.Model):
    """One dated step in the history of a tie."""

    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="milestones")
    position = models.PositiveSmallIntegerField()
    happened_on = models.DateField(null=True, blank=True)
    happened_precision = precision_field()
    happened = PartialDateDescriptor("happened")
    kind = models.CharField(_("kind"), max_length=16, choices=MilestoneKind)
    text = models.CharField(_("text"), max_length=300, blank=True)
    source_url = models.URLField(max_length=500, blank=True)

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=["partnership", "position"], name="partnerships_milestone_position_once"),
            precision_matches("happened", constraint="partnerships_milestone_date_has_precision"),
        )

    def __str__(self) -> str:
        return self.text or self.told

    @property
    def told(self) -> str:
        """What stands in the history: the text, or the words for what the platform recorded."""
        return self.text or str(TOLD.get(MilestoneKind(self.kind), ""))

    @property
    def is_recorded(self) -> bool:
        """Whether it comes from the programme office itself, not from a published source."""
        return not self.source_url

    def moment(self) -> tuple[date, int]:
        """Its place in a history: by the last day of the time it is known for; a step without a date comes last."""
        return (self.happened.last if self.happened else date.max, self.position)


class PartnershipSource(models.Model):
    """A page that tells about a tie; the first one is the main source."""

    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="sources")
    position = models.PositiveSmallIntegerField()
    url = models.URLField(max_length=500)

    class Meta:
        verbose_name = _("source of a partnership")
        verbose_name_plural = _("sources of partnerships")
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=["partnership", "position"], name="partnerships_source_position_once"),
        )

    def __str__(self) -> str:
        return self.url


class TieContact(ContactPoint):
    """A function that carries one tie on either side, such as the coordination in the town hall."""

    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="contacts")

    objects = TieContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact of a partnership")
        verbose_name_plural = _("contacts of partnerships")
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=~Q(email="") | ~Q(phone="") | ~Q(postal_address=""),
                name="partnerships_contact_can_be_reached",
            ),
        )


class ContactRule(models.Model):
    """From which day on how many months without contact with a tie are too many; the office's own rule."""

    valid_from_on = models.DateField(_("valid from"), unique=True)
    months = models.PositiveSmallIntegerField(
        _("months without contact"), validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    note = models.CharField(_("why"), max_length=250)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+")
    set_at = models.DateTimeField(editable=False)

    class Meta:
        verbose_name = _("rule for contacts")
        verbose_name_plural = _("rules for contacts")
        ordering = ("-valid_from_on",)
        constraints = (
            models.CheckConstraint(condition=Q(months__range=(1, 60)), name="partnerships_contact_rule_in_months"),
        )

    def __str__(self) -> str:
        return f"{self.valid_from_on}: {self.months}"
