"""What goes before a council: the paper with its costs and sources, and the meetings about it in their order."""

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jisr.kernel.models import Timestamped
from jisr.partnerships.council.queries import CouncilMatterQuerySet, CouncilStepQuerySet
from jisr.partnerships.council.states import (
    OUTCOME_TONES,
    RESULT_TONES,
    VOTED,
    BodyKind,
    Outcome,
    Result,
    Rhythm,
    Side,
)
from jisr.partnerships.council.workflow import result_of
from jisr.partnerships.states import Form

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jisr.municipalities.models import Authority

MOST_MONTHS, MOST_HOURS, MOST_VOTES = 600, 2000, 999


class CouncilMatter(Timestamped):
    """A paper for the council of one side of a tie. It stays with its tie and side, whoever succeeds the authority.

    What is empty is still open: the paper says so. Changed only in ``services``.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    tie = models.ForeignKey("partnerships.Partnership", models.PROTECT, related_name="council_matters")
    side = models.CharField(_("Whose council"), max_length=12, choices=Side, editable=False)
    subject = models.CharField(_("Subject"), max_length=200)
    file_number = models.CharField(_("File number"), max_length=40, blank=True)
    department = models.CharField(_("Department"), max_length=120, blank=True)
    drafted_on = models.DateField(_("Date of the draft"), null=True, blank=True)
    wanted_form = models.CharField(_("Form that is wanted"), max_length=24, choices=Form, blank=True)
    term_months = models.PositiveSmallIntegerField(
        _("Term in months"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(MOST_MONTHS)]
    )
    term_until = models.DateField(_("or until"), null=True, blank=True)
    is_unlimited = models.BooleanField(_("Without an end"), default=False)
    resolution = models.TextField(_("Draft resolution"), max_length=3000, blank=True)
    why_this_place = models.TextField(_("Why this place"), max_length=3000, blank=True)
    benefit_own = models.TextField(_("Benefit for us"), max_length=3000, blank=True)
    benefit_partner = models.TextField(_("Benefit for the partner"), max_length=3000, blank=True)
    has_cost = models.BooleanField(_("Does it cost money?"), null=True, blank=True)
    cost_account = models.CharField(_("Cost account"), max_length=60, blank=True)
    is_budgeted = models.BooleanField(_("Is the money in the budget?"), null=True, blank=True)
    staff_hours = models.PositiveSmallIntegerField(
        _("Hours of staff per month"), null=True, blank=True, validators=[MaxValueValidator(MOST_HOURS)]
    )
    risks = models.TextField(_("Risks and how they are met"), max_length=3000, blank=True)
    other_ties = models.TextField(_("Effect on other partnerships"), max_length=3000, blank=True)
    first_steps = models.TextField(_("Who invites whom, first steps"), max_length=3000, blank=True)
    summary_ar = models.TextField(_("Summary in Arabic"), max_length=1200, blank=True)
    edited_at = models.DateTimeField(null=True, editable=False)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_reason = models.CharField(_("Reason"), max_length=300, blank=True, editable=False)

    objects = CouncilMatterQuerySet.as_manager()

    class Meta:
        verbose_name = _("council paper")
        verbose_name_plural = _("council papers")
        ordering = ("-created_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(term_months__isnull=True, term_until__isnull=True)
                | (Q(is_unlimited=False) & (Q(term_months__isnull=True) | Q(term_until__isnull=True))),
                name="partnerships_council_matter_one_term",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawn_reason=""),
                name="partnerships_council_matter_withdrawn_with_reason",
            ),
        )

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        return reverse("council:matter", args=[self.public_id])

    @property
    def authority(self) -> "Authority":
        """Whose council decides."""
        found: Authority = self.tie.german if self.side == Side.GERMAN else self.tie.palestinian
        return found

    @property
    def partner(self) -> "Authority":
        found: Authority = self.tie.palestinian if self.side == Side.GERMAN else self.tie.german
        return found

    def result(self, steps: "Sequence[CouncilStep] | None" = None) -> Result:
        """Where it stands by all its meetings, or by those that a reader sees."""
        if steps is None and self.withdrawn_at is not None:
            return Result.WITHDRAWN
        return result_of(list(self.steps.all()) if steps is None else steps)

    @property
    def badge(self) -> tuple[str, str]:
        """Words and tone of where it stands."""
        found = self.result()
        return str(found.label), RESULT_TONES[found]


class CouncilCost(models.Model):
    """What the tie would cost, and how often."""

    matter = models.ForeignKey(CouncilMatter, models.CASCADE, related_name="costs")
    position = models.PositiveSmallIntegerField()
    label = models.CharField(_("What for"), max_length=160)
    amount_cents = models.PositiveBigIntegerField(_("Amount in euros"))
    rhythm = models.CharField(_("How often"), max_length=8, choices=Rhythm)

    class Meta:
        verbose_name = _("cost in a council paper")
        verbose_name_plural = _("costs in council papers")
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=["matter", "position"], name="partnerships_council_cost_position_once"),
        )

    def __str__(self) -> str:
        return self.label


class CouncilSource(models.Model):
    """A page on which the paper relies."""

    matter = models.ForeignKey(CouncilMatter, models.CASCADE, related_name="sources")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(_("Title"), max_length=160)
    url = models.URLField(_("Address"), max_length=500)

    class Meta:
        verbose_name = _("source of a council paper")
        verbose_name_plural = _("sources of council papers")
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=["matter", "position"], name="partnerships_council_source_position_once"),
        )

    def __str__(self) -> str:
        return self.title


class CouncilStep(Timestamped):
    """One meeting of one body. An adjournment stays as it was; the next meeting is a row of its own."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    matter = models.ForeignKey(CouncilMatter, models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField(editable=False)
    name = models.CharField(_("Name of the body"), max_length=120)
    kind = models.CharField(_("Kind of body"), max_length=16, choices=BodyKind)
    planned_on = models.DateField(_("Planned for"), null=True, blank=True)
    met_on = models.DateField(_("Met on"), null=True, blank=True)
    outcome = models.CharField(_("Outcome"), max_length=12, choices=Outcome, default=Outcome.PLANNED)
    adjourned_reason = models.CharField(_("Why it was adjourned"), max_length=300, blank=True)
    adjourned_from = models.OneToOneField(
        "self", models.RESTRICT, null=True, editable=False, related_name="adjourned_to"
    )
    votes_yes = models.PositiveSmallIntegerField(
        _("Votes for it"), null=True, blank=True, validators=[MaxValueValidator(MOST_VOTES)]
    )
    votes_no = models.PositiveSmallIntegerField(
        _("Votes against it"), null=True, blank=True, validators=[MaxValueValidator(MOST_VOTES)]
    )
    abstentions = models.PositiveSmallIntegerField(
        _("Abstentions"), null=True, blank=True, validators=[MaxValueValidator(MOST_VOTES)]
    )
    note = models.TextField(_("Note"), max_length=2000, blank=True)
    minutes_reference = models.CharField(_("Where the minutes are"), max_length=200, blank=True)
    is_shared = models.BooleanField(_("The partner may see this meeting and what came of it"), default=False)

    objects = CouncilStepQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting about a council paper")
        verbose_name_plural = _("meetings about council papers")
        ordering = ("position", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(outcome=Outcome.PLANNED, met_on__isnull=True)
                | (~Q(outcome=Outcome.PLANNED) & Q(met_on__isnull=False)),
                name="partnerships_council_step_held_is_dated",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=Outcome.ADJOURNED) | ~Q(adjourned_reason=""),
                name="partnerships_council_step_adjourned_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=VOTED)
                | Q(votes_yes__isnull=True, votes_no__isnull=True, abstentions__isnull=True),
                name="partnerships_council_step_votes_where_decided",
            ),
        )
        indexes = (models.Index(fields=["outcome", "planned_on"], name="partnerships_council_coming"),)

    def __str__(self) -> str:
        return self.name

    @property
    def day(self) -> object:
        """The day it met, or for which it is planned; ``None`` if that is open."""
        return self.met_on or self.planned_on

    @property
    def is_held(self) -> bool:
        return self.outcome != Outcome.PLANNED

    @property
    def tone(self) -> str:
        return OUTCOME_TONES[Outcome(self.outcome)]

    @property
    def has_votes(self) -> bool:
        return any(number is not None for number in (self.votes_yes, self.votes_no, self.abstentions))
