"""Series of meetings and their editions."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jisr.events.editions.queries import EditionQuerySet
from jisr.events.editions.states import TONES, ZONES, Kind, Mode, State
from jisr.kernel.models import PartialDateDescriptor, Timestamped, precision_field, precision_matches
from jisr.municipalities.models import Authority, Country, Theme


class Series(models.Model):
    """Meetings that carry on from one another."""

    slug = models.SlugField(max_length=60, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    name = models.CharField(_("name"), max_length=120)
    description = models.CharField(_("description"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("series of meetings")
        verbose_name_plural = _("series of meetings")
        ordering = ("slug",)

    def __str__(self) -> str:
        return self.name


class Edition(Timestamped):
    """One meeting, planned or past. Its state changes only in services.

    Participants of loaded past meetings stay words, as the source states them. The days are days in ``zone``;
    registration ends with the end of ``registration_deadline`` there. ``follows`` is the edition it carries on.
    """

    series = models.ForeignKey(Series, models.PROTECT, related_name="editions")
    slug = models.SlugField(max_length=60, unique=True)
    number = models.PositiveSmallIntegerField(_("number"), null=True, blank=True)
    title = models.CharField(_("title"), max_length=160)
    summary = models.TextField(_("summary"), max_length=1200, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.PLANNED, editable=False)
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
    def tone(self) -> str:
        return TONES[State(self.state)]


class EditionStep(models.Model):
    """One step of an edition from state to state, with its reason. Never changed."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="steps")
    name = models.CharField(max_length=12)
    before = models.CharField(max_length=12, choices=State)
    after = models.CharField(max_length=12, choices=State)
    reason = models.TextField(_("reason"), blank=True)
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+")

    class Meta:
        verbose_name = _("step of a meeting")
        verbose_name_plural = _("steps of a meeting")
        ordering = ("taken_at", "pk")

    def __str__(self) -> str:
        return f"{self.edition} {self.name}"
