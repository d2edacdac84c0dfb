"""Series of meetings and their editions, the steps of these, invitations, costs."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jisr.events.editions.queries import EditionQuerySet
from jisr.events.editions.states import STOPPED, TONES, ZONES, Aspect, Cost, Kind, Mode, State
from jisr.kernel.models import PartialDateDescriptor, Timestamped, precision_field, precision_matches
from jisr.municipalities.models import Authority, Country, Theme


class Series(models.Model):
    """Meetings that carry on from one another.

    ``alternates``: Germany and Palestine host it in turn; an online edition is no turn. The next edition is due
    ``from_months`` to ``to_months`` after the last one, of whatever mode; None: there is no rhythm.
    """

    slug = models.SlugField(max_length=60, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    name = models.CharField(_("name"), max_length=120)
    description = models.CharField(_("description"), max_length=300, blank=True)
    alternates = models.BooleanField(_("Germany and Palestine host it in turn"), default=False)
    from_months = models.PositiveSmallIntegerField(_("months until the next one at least"), null=True, blank=True)
    to_months = models.PositiveSmallIntegerField(_("months until the next one at most"), null=True, blank=True)

    class Meta:
        verbose_name = _("series of meetings")
        verbose_name_plural = _("series of meetings")
        ordering = ("slug",)
        constraints = (
            models.CheckConstraint(
                condition=Q(from_months__isnull=True, to_months__isnull=True)
                | Q(from_months__gte=1, to_months__gte=models.F("from_months")),
                name="events_series_rhythm_has_both_ends",
            ),
        )

    def __str__(self) -> str:
        return self.name


class Edition(Timestamped):
    """One meeting, planned or past. Its state changes only in services.

    Participants of loaded past meetings stay words, as the source states them. The days are days in ``zone``;
    registration ends with the end of ``registration_deadline`` there. ``follows`` is the edition it carries on.
    ``is_withheld``: cancelled before it was announced, so that nobody outside the office ever sees it.
    ``postponed_from``: its first day when it was postponed, as its plans still lie on the days from there on.
    """

    series = models.ForeignKey(Series, models.PROTECT, related_name="editions")
    slug = models.SlugField(max_length=60, unique=True)
    number = models.PositiveSmallIntegerField(_("number"), null=True, blank=True)
    title = models.CharField(_("title"), max_length=160)
    summary = models.TextField(_("summary"), max_length=1200, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.PLANNED, editable=False)
    is_withheld = models.BooleanField(default=False, editable=False)
    follows = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="followed_by")
    start_on = models.DateField()
    start_precision = precision_field()
    start = PartialDateDescriptor("start")
    end_on = models.DateField()
    end_precision = precision_field()
    end = PartialDateDescriptor("end")
    zone = models.CharField(_("time zone"), max_length=40, choices=ZONES, default="Europe/Berlin")
    place = models.CharField(_("place"), max_length=120)
    country = models.ForeignKey(Country, models.PROTECT, null=True, blank=True, related_name="editions")
    postponed_from = models.DateField(null=True, editable=False)
    places = models.ManyToManyField(Authority, related_name="editions_held", blank=True)
    mode = models.CharField(_("mode"), max_length=8, choices=Mode)
    participants = models.JSONField(_("participants"), default=list)
    german_authorities = models.PositiveSmallIntegerField(_("municipalities stated"), null=True, blank=True)
    palestinian_authorities = models.PositiveSmallIntegerField(
        _("Palestinian authorities stated"), null=True, blank=True
    )
    registration_deadline = models.DateField(_("registration deadline"), null=True, blank=True)
    organisers = models.JSONField(_("organisers"), default=list)
    partners = models.JSONField(_("hosts and partners"), default=list)
    formats = models.JSONField(_("formats"), default=list)
    outcomes = models.JSONField(_("outcomes"), default=list)
    cost_note = models.CharField(_("note on costs"), max_length=250, blank=True)
    themes = models.ManyToManyField(Theme, related_name="editions", blank=True)
    source_urls = models.JSONField(_("sources"), default=list)

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ("-start_on", "slug")
        constraints = (
            models.UniqueConstraint(fields=["series", "number"], name="events_edition_number_once"),
            precision_matches("start", constraint="events_edition_start_has_precision"),
            precision_matches("end", constraint="events_edition_end_has_precision"),
            models.CheckConstraint(condition=~Q(follows=models.F("pk")), name="events_edition_does_not_follow_itself"),
            models.CheckConstraint(
                condition=Q(is_withheld=False) | Q(state=State.CANCELLED), name="events_edition_withheld_is_cancelled"
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("events:edition", args=[self.slug])

    @property
    def desk_url(self) -> str:
        """The page on which the office runs it."""
        return reverse("meetings:edition", args=[self.slug])

    @property
    def is_public(self) -> bool:
        return self.state != State.PLANNED and not self.is_withheld

    @property
    def is_stopped(self) -> bool:
        """Whether it does not take place on its days: nobody is to set out, whatever place they have."""
        return self.state in STOPPED

    def reason_to_stop(self) -> str:
        """What people were told of why it is cancelled or postponed."""
        step: EditionStep | None = self.steps.filter(after=self.state).last() if self.is_stopped else None
        return step.reason if step else ""

    @property
    def tone(self) -> str:
        return TONES[State(self.state)]


class EditionStep(models.Model):
    """One step of an edition from state to state, with its reason. Never changed.

    ``notes``: what the office added to the mail, by language. ``told``: how many people got it.
    """

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="steps")
    name = models.CharField(max_length=12)
    before = models.CharField(max_length=12, choices=State)
    after = models.CharField(max_length=12, choices=State)
    reason = models.TextField(_("reason"), blank=True)
    notes = models.JSONField(default=dict)
    told = models.PositiveIntegerField(_("people told"), default=0)
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+")

    class Meta:
        verbose_name = _("step of a meeting")
        verbose_name_plural = _("steps of a meeting")
        ordering = ("taken_at", "pk")

    def __str__(self) -> str:
        return f"{self.edition} {self.name}"


class Deviation(models.Model):
    """An edition that is not where or when its series proposes, and why. ``due``: what was proposed, as words."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="deviations")
    aspect = models.CharField(_("what differs"), max_length=4, choices=Aspect)
    due = models.CharField(_("proposed"), max_length=40)
    chosen = models.CharField(_("chosen"), max_length=40)
    reason = models.TextField(_("reason"), max_length=1000)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )

    class Meta:
        verbose_name = _("deviation from the proposal")
        verbose_name_plural = _("deviations from the proposal")
        ordering = ("decided_at", "pk")
        constraints = (models.CheckConstraint(condition=~Q(reason=""), name="events_deviation_has_a_reason"),)

    def __str__(self) -> str:
        return f"{self.edition} {self.aspect}"


class CostLine(models.Model):
    """What one kind of cost is planned to be and came to be."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="costs")
    category = models.CharField(_("kind of cost"), max_length=16, choices=Cost)
    planned_cents = models.PositiveBigIntegerField(_("planned"), null=True, blank=True)
    spent_cents = models.PositiveBigIntegerField(_("spent"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("cost of a meeting")
        verbose_name_plural = _("costs of a meeting")
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=["edition", "category"], name="events_cost_line_category_once"),)

    def __str__(self) -> str:
        return f"{self.edition} {self.category}"


class InvitationRound(models.Model):
    """Authorities that fit a choice of filters, invited at once. It can be sent on to those who fit only later.

    ``form_key`` makes a second click send nothing.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    form_key = models.CharField(max_length=64, unique=True, editable=False)
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="invitation_rounds")
    filters = models.JSONField(default=dict)
    notes = models.JSONField(default=dict)
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+")

    class Meta:
        verbose_name = _("round of invitations")
        verbose_name_plural = _("rounds of invitations")
        ordering = ("begun_at", "pk")

    def __str__(self) -> str:
        return f"{self.edition} {self.begun_at:%Y-%m-%d}"


class Invitation(models.Model):
    """One authority that was invited in a round."""

    round = models.ForeignKey(InvitationRound, models.CASCADE, related_name="invitations")
    authority = models.ForeignKey(Authority, models.PROTECT, related_name="invitations")
    invited_at = models.DateTimeField()

    class Meta:
        verbose_name = _("invited authority")
        verbose_name_plural = _("invited authorities")
        ordering = ("invited_at", "pk")
        constraints = (models.UniqueConstraint(fields=["round", "authority"], name="events_invitation_once_a_round"),)

    def __str__(self) -> str:
        return str(self.authority)


class InvitationLetter(models.Model):
    """Who got the message of a round: whoever coordinates two authorities gets it once."""

    round = models.ForeignKey(InvitationRound, models.CASCADE, related_name="letters")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("letter of invitation")
        verbose_name_plural = _("letters of invitation")
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=["round", "user"], name="events_invitation_letter_once"),)

    def __str__(self) -> str:
        return f"{self.round} {self.user_id}"
