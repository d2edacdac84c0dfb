"""Steps that were agreed at a meeting, their history, and the later meetings that take them up again."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jisr.events.results.queries import FollowUpQuerySet
from jisr.events.results.states import SETTLED, STEP_TONES, UNDER_WAY, Event, Link, Owner, Step
from jisr.kernel.models import Timestamped
from jisr.municipalities.models import Authority, Organisation

LONGEST_STEP = 500
LONGEST_NOTE = 2000


def person_field() -> "models.ForeignKey[Any, Any]":
    """Who did something; emptied when they are erased."""
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+")


def language_field() -> "models.CharField[str, str]":
    return models.CharField(_("written in"), max_length=2, choices=settings.LANGUAGES)


class FollowUp(Timestamped):
    """A step that was agreed at a meeting: who does it by when, and what became of it. Changed only by services.

    ``counterpart``: the authority of the other side with which it is done. ``outcome``: what came of it, in up to
    three languages. ``released``: what the public reads of it, copied when the office releases it; its state is shown
    as it is. ``link_kind`` and ``link_key`` name the tie, request or project that it belongs to.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    edition = models.ForeignKey("events.Edition", models.PROTECT, related_name="follow_ups")
    session = models.ForeignKey("events.Session", models.SET_NULL, null=True, blank=True, related_name="follow_ups")
    decision = models.ForeignKey("events.Decision", models.SET_NULL, null=True, blank=True, related_name="follow_ups")
    sheet = models.ForeignKey("events.ResultSheet", models.SET_NULL, null=True, blank=True, related_name="follow_ups")
    original_language = language_field()
    text = models.CharField(_("what is to be done"), max_length=LONGEST_STEP)
    outcome = models.TextField(_("what came of it"), max_length=LONGEST_NOTE, blank=True)
    owner_kind = models.CharField(_("who takes it on"), max_length=12, choices=Owner)
    authority = models.ForeignKey(Authority, models.PROTECT, null=True, blank=True, related_name="follow_ups")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="follow_ups")
    counterpart = models.ForeignKey(Authority, models.PROTECT, null=True, blank=True, related_name="shared_follow_ups")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="follow_ups"
    )
    due_on = models.DateField(_("due by"))
    state = models.CharField(_("state"), max_length=12, choices=Step, default=Step.OPEN, editable=False)
    drop_reason = models.TextField(_("reason"), max_length=LONGEST_NOTE, blank=True)
    settled_at = models.DateTimeField(null=True, editable=False)
    released = models.JSONField(null=True, editable=False)
    link_kind = models.CharField(max_length=8, choices=Link, blank=True)
    link_key = models.CharField(max_length=60, blank=True)
    reminded_on = models.DateField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    form_key = models.CharField(max_length=32, unique=True, null=True, editable=False)  # noqa: DJ001 - none from elsewhere

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        ordering = ("due_on", "pk")
        indexes = (
            models.Index(fields=["state", "due_on"], name="events_follow_up_due"),
            models.Index(fields=["link_kind", "link_key"], name="events_follow_up_link"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(owner_kind=Owner.AUTHORITY, authority__isnull=False, organisation__isnull=True)
                | Q(owner_kind=Owner.ORGANISATION, authority__isnull=True, organisation__isnull=False)
                | Q(owner_kind=Owner.OFFICE, authority__isnull=True, organisation__isnull=True),
                name="events_follow_up_has_one_owner",
            ),
            models.CheckConstraint(
                condition=~Q(state=Step.DROPPED) | ~Q(drop_reason=""), name="events_follow_up_dropped_with_reason"
            ),
            models.CheckConstraint(
                condition=Q(state__in=UNDER_WAY, settled_at__isnull=True)
                | Q(state__in=SETTLED, settled_at__isnull=False),
                name="events_follow_up_settled_is_dated",
            ),
            models.CheckConstraint(
                condition=Q(link_kind="", link_key="") | (~Q(link_kind="") & ~Q(link_key="")),
                name="events_follow_up_link_is_whole",
            ),
        )

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return reverse("results:follow_up", args=[self.public_id])

    @property
    def body(self) -> Authority | Organisation | None:
        """Who took it on; nothing for the office."""
        found: Authority | Organisation | None = self.authority or self.organisation
        return found

    @property
    def owner_name(self) -> str:
        return str(self.body) if self.body is not None else str(Owner.OFFICE.label)

    @property
    def is_under_way(self) -> bool:
        return self.state in UNDER_WAY

    @property
    def tone(self) -> str:
        return STEP_TONES[Step(self.state)]


class FollowUpStep(models.Model):
    """One line of the history of a follow-up. Never changed. ``by_office``: not by the people of the owner."""

    follow_up = models.ForeignKey(FollowUp, models.PROTECT, related_name="steps")
    event = models.CharField(max_length=12, choices=Event)
    before = models.CharField(max_length=12, choices=Step, blank=True)
    after = models.CharField(max_length=12, choices=Step)
    note = models.TextField(_("note"), blank=True)
    by_office = models.BooleanField(default=False)
    taken_at = models.DateTimeField()
    taken_by = person_field()

    class Meta:
        verbose_name = _("step of a follow-up")
        verbose_name_plural = _("steps of follow-ups")
        ordering = ("taken_at", "pk")

    def __str__(self) -> str:
        return f"{self.follow_up_id} {self.event}"


class FollowUpCarry(models.Model):
    """A meeting that takes a follow-up up again: the same row, not a copy. ``state``: how it stood then."""

    follow_up = models.ForeignKey(FollowUp, models.CASCADE, related_name="carries")
    edition = models.ForeignKey("events.Edition", models.PROTECT, related_name="carried_follow_ups")
    source = models.ForeignKey("events.Edition", models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=Step)
    carried_at = models.DateTimeField()
    carried_by = person_field()

    class Meta:
        verbose_name = _("follow-up brought into a meeting")
        verbose_name_plural = _("follow-ups brought into meetings")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=["follow_up", "edition"], name="events_follow_up_carried_once"),
            models.CheckConstraint(condition=~Q(edition=models.F("source")), name="events_follow_up_carried_elsewhere"),
        )

    def __str__(self) -> str:
        return f"{self.follow_up_id} > {self.edition_id}"
