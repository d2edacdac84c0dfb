"""Series of meetings and their editions. What registration needs is added beside, not here."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jisr.events.queries import EditionQuerySet
from jisr.kernel.models import PartialDateDescriptor, Timestamped, precision_field, precision_matches
from jisr.municipalities.models import Authority, Country, Theme


class Kind(models.TextChoices):
    """What kind of meeting it is."""

    CONFERENCE = "conference", _("partnership conference")
    ROUND_TABLE = "round_table", _("round table")
    INFORMATION_VISIT = "information_visit", _("information visit")
    STUDY_VISIT = "study_visit", _("study visit")
    JOB_SHADOWING = "job_shadowing", _("job shadowing")


class Mode(models.TextChoices):
    """Where people meet."""

    ONSITE = "onsite", _("on site")
    ONLINE = "online", _("online")


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
    """One meeting that took place. Participants stay words, as the source states them."""

    series = models.ForeignKey(Series, models.PROTECT, related_name="editions")
    slug = models.SlugField(max_length=60, unique=True)
    number = models.PositiveSmallIntegerField(_("number"), null=True, blank=True)
    title = models.CharField(_("title"), max_length=160)
    start_on = models.DateField()
    start_precision = precision_field()
    start = PartialDateDescriptor("start")
    end_on = models.DateField()
    end_precision = precision_field()
    end = PartialDateDescriptor("end")
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
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("events:edition", args=[self.slug])
