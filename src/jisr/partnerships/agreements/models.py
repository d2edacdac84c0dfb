"""Agreements with their parties, the steps of a tie, and the reminders that were sent.

Keys to ties are named by their label: ``partnerships.models`` imports this module.
"""

import uuid
from datetime import date

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jisr.documents.models import Document
from jisr.kernel.dates import PartialDate
from jisr.kernel.models import PartialDateDescriptor, Timestamped, precision_field, precision_matches
from jisr.partnerships.agreements.queries import AgreementQuerySet
from jisr.partnerships.agreements.states import (
    AgreementKind,
    Decider,
    PartyRole,
    ReminderKind,
    Renewal,
    StepKind,
)
from jisr.partnerships.states import Form, Status

TIE = "partnerships.Partnership"
MOST_MONTHS = 600


def _months(label: object, **options: object) -> "models.PositiveSmallIntegerField[int | None, int | None]":
    validators = [MinValueValidator(1), MaxValueValidator(MOST_MONTHS)]
    return models.PositiveSmallIntegerField(label, null=True, blank=True, validators=validators, **options)  # type: ignore[arg-type]


class Agreement(Timestamped):
    """A paper that carries a tie. It holds once all its parties have signed.

    ``term_until_on`` is what was agreed, ``extended_until_on`` what renewals made of it: counted from the first end, an
    automatic renewal keeps the last day of the month.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    tie = models.ForeignKey(TIE, models.PROTECT, related_name="agreements")
    kind = models.CharField(_("kind"), max_length=12, choices=AgreementKind)
    title = models.CharField(_("title"), max_length=200)
    number = models.CharField(_("file number"), max_length=60, blank=True)
    form = models.CharField(_("form of the partnership"), max_length=24, choices=Form)
    term_from_on = models.DateField(_("valid from"), null=True, blank=True)
    term_until_on = models.DateField(_("valid until"), null=True, blank=True)
    renewal = models.CharField(_("renewal"), max_length=12, choices=Renewal, default=Renewal.NONE)
    renewal_months = _months(_("renewed by so many months"))
    notice_months = _months(_("months of notice"))
    notice_given_on = models.DateField(_("notice given on"), null=True, blank=True, editable=False)
    extended_until_on = models.DateField(null=True, blank=True, editable=False)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering = ("-created_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(term_from_on__isnull=True)
                | Q(term_until_on__isnull=True)
                | Q(term_until_on__gte=F("term_from_on")),
                name="partnerships_agreement_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=~Q(renewal=Renewal.AUTOMATIC)
                | Q(term_until_on__isnull=False, renewal_months__isnull=False),
                name="partnerships_agreement_automatic_by_months",
            ),
            models.CheckConstraint(
                condition=Q(extended_until_on__isnull=True) | Q(extended_until_on__gt=F("term_until_on")),
                name="partnerships_agreement_is_extended_forward",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("ties:agreement", args=[self.tie.slug, self.public_id])

    @property
    def until_on(self) -> date | None:
        """The last day of the term with all renewals; ``None`` without an end."""
        return self.extended_until_on or self.term_until_on

    @property
    def signed(self) -> PartialDate | None:
        """When the last party signed; ``None`` as long as one is missing."""
        dates = [party.signed for party in self.parties.all()]
        if not dates or None in dates:
            return None
        return max((day for day in dates if day), key=lambda day: day.last)

    def is_signed(self) -> bool:
        return self.signed is not None

    def has_signatures(self) -> bool:
        return any(party.signed_on for party in self.parties.all())

    def renews_itself(self) -> bool:
        """Whether the end of the term is followed by the next one."""
        return self.renewal == Renewal.AUTOMATIC and self.notice_given_on is None

    def holds_on(self, day: date) -> bool:
        """Whether all have signed and the day lies in the term."""
        begins, ends = self.term_from_on or date.min, self.until_on or date.max
        return self.is_signed() and begins <= day <= ends


class AgreementParty(models.Model):
    """A body that signs: by a function, never by the name of a person. Sides of the tie need no name of their own."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="parties")
    position = models.PositiveSmallIntegerField()
    role = models.CharField(_("signs as"), max_length=12, choices=PartyRole)
    body = models.CharField(_("body that signs"), max_length=160, blank=True)
    signatory = models.CharField(_("function that signs"), max_length=120, blank=True)
    signed_on = models.DateField(null=True, blank=True)
    signed_precision = precision_field()
    signed = PartialDateDescriptor("signed")

    class Meta:
        verbose_name = _("party of an agreement")
        verbose_name_plural = _("parties of agreements")
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=["agreement", "position"], name="partnerships_party_position_once"),
            models.UniqueConstraint(
                fields=["agreement", "role"], condition=~Q(role=PartyRole.OTHER), name="partnerships_party_role_once"
            ),
            models.CheckConstraint(
                condition=~Q(role=PartyRole.OTHER) | ~Q(body=""), name="partnerships_party_other_is_named"
            ),
            precision_matches("signed", constraint="partnerships_party_signed_has_precision"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        """What makes it this party of its agreement."""
        return f"{self.role}:{self.body}"

    @property
    def name(self) -> str:
        """The body as people read it."""
        if self.body:
            return self.body
        if self.role in (PartyRole.GERMAN, PartyRole.PALESTINIAN):
            return str(getattr(self.agreement.tie, self.role).name)
        return str(self.get_role_display())


class StatusStep(models.Model):
    """One step of a tie: what, when, why, who decided and by which paper. Rows are added, never changed."""

    tie = models.ForeignKey(TIE, models.CASCADE, related_name="steps")
    kind = models.CharField(_("kind of step"), max_length=12, choices=StepKind)
    happened_on = models.DateField(_("when"))
    status_before = models.CharField(max_length=12, choices=Status, blank=True)
    status_after = models.CharField(max_length=12, choices=Status)
    form_before = models.CharField(max_length=24, choices=Form, blank=True)
    form_after = models.CharField(max_length=24, choices=Form)
    reason = models.TextField(_("reason"), blank=True)
    decided_by = models.CharField(_("who decided"), max_length=8, choices=Decider)
    agreement = models.ForeignKey(Agreement, models.PROTECT, null=True, blank=True, related_name="steps")
    document = models.ForeignKey(Document, models.SET_NULL, null=True, blank=True, related_name="+")
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True)
    review_on = models.DateField(_("review on"), null=True, blank=True)
    runs_until_on = models.DateField(_("runs until"), null=True, blank=True)
    was_public = models.BooleanField(default=False)
    recorded_at = models.DateTimeField(editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )

    class Meta:
        verbose_name = _("step of a partnership")
        verbose_name_plural = _("steps of partnerships")
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=~Q(kind__in=[StepKind.PAUSED, StepKind.PROLONGED])
                | (Q(review_on__gt=F("happened_on")) & ~Q(reason="")),
                name="partnerships_step_pause_has_reason_and_review",
            ),
            models.CheckConstraint(
                condition=~Q(kind=StepKind.ACTIVATED) | Q(agreement__isnull=False),
                name="partnerships_step_activated_by_agreement",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.happened_on})"


class TieReminder(models.Model):
    """What people were reminded of once: ``months`` before the end of a term (0: a review), and the day it is about."""

    tie = models.ForeignKey(TIE, models.CASCADE, related_name="reminders")
    kind = models.CharField(max_length=8, choices=ReminderKind)
    months = models.PositiveSmallIntegerField(default=0)
    about_on = models.DateField()
    sent_at = models.DateTimeField()

    class Meta:
        verbose_name = _("reminder about a partnership")
        verbose_name_plural = _("reminders about partnerships")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["tie", "kind", "months", "about_on"], name="partnerships_tie_is_reminded_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.about_on}"
