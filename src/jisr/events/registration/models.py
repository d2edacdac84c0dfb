"""Participants of an edition, their kinds and delegations."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jisr.events.registration.queries import ParticipantQuerySet
from jisr.events.registration.states import TONES, Entry, ParticipantState, Presence, Release, Side
from jisr.kernel.models import Timestamped
from jisr.municipalities.models import Authority, Organisation

LANGUAGES = (("de", _("German")), ("ar", _("Arabic")), ("en", _("English")))


class ParticipantKind(models.Model):
    """Who may take part as what: mayor, expert, association, partner body, interpreter. ``places`` None: no limit."""

    edition = models.ForeignKey("events.Edition", models.CASCADE, related_name="participant_kinds")
    key = models.SlugField(max_length=40)
    name = models.CharField(_("name"), max_length=80)
    entry = models.CharField(_("how one comes in"), max_length=10, choices=Entry, default=Entry.APPROVAL)
    places = models.PositiveIntegerField(_("places"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("kind of participant")
        verbose_name_plural = _("kinds of participants")
        ordering = ("position", "pk")
        constraints = (models.UniqueConstraint(fields=["edition", "key"], name="events_participant_kind_key_once"),)

    def __str__(self) -> str:
        return self.name


class Delegation(Timestamped):
    """Those whom one authority or organisation sends to an edition, registered together by a coordinator."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    edition = models.ForeignKey("events.Edition", models.PROTECT, related_name="delegations")
    authority = models.ForeignKey(Authority, models.PROTECT, null=True, blank=True, related_name="delegations")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="delegations")
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )

    class Meta:
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["edition", "authority"],
                condition=Q(authority__isnull=False),
                name="events_delegation_one_per_authority",
            ),
            models.UniqueConstraint(
                fields=["edition", "organisation"],
                condition=Q(organisation__isnull=False),
                name="events_delegation_one_per_organisation",
            ),
            models.CheckConstraint(
                condition=Q(authority__isnull=False, organisation__isnull=True)
                | Q(authority__isnull=True, organisation__isnull=False),
                name="events_delegation_of_one_body",
            ),
        )

    def __str__(self) -> str:
        return str(self.authority or self.organisation)

    @property
    def body(self) -> Authority | Organisation:
        found: Authority | Organisation = self.authority or self.organisation
        return found


class Participant(Timestamped):
    """One person at one edition. The state changes only in services.

    ``user`` is empty as long as a coordinator registered somebody who has no account. ``full_name`` as on the badge,
    in the letters that the person uses. ``languages``: codes of those they work in.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    edition = models.ForeignKey("events.Edition", models.PROTECT, related_name="people")
    kind = models.ForeignKey(ParticipantKind, models.PROTECT, related_name="participants")
    delegation = models.ForeignKey(Delegation, models.PROTECT, null=True, blank=True, related_name="delegates")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="participations"
    )
    full_name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail address"), blank=True)
    function_title = models.CharField(_("function"), max_length=120, blank=True)
    authority = models.ForeignKey(Authority, models.PROTECT, null=True, blank=True, related_name="participants")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="participants")
    languages = models.JSONField(_("languages"), default=list)
    presence = models.CharField(_("takes part"), max_length=8, choices=Presence, default=Presence.ONSITE)
    state = models.CharField(
        _("state"), max_length=10, choices=ParticipantState, default=ParticipantState.APPLIED, editable=False
    )
    release = models.CharField(
        _("release by the employer"), max_length=12, choices=Release, default=Release.NOT_ASKED, editable=False
    )
    registered_at = models.DateTimeField(editable=False)
    confirmed_at = models.DateTimeField(null=True, editable=False)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        ordering = ("registered_at", "pk")
        indexes = (models.Index(fields=["edition", "state"], name="events_participant_by_state"),)
        constraints = (
            models.UniqueConstraint(
                fields=["edition", "user"],
                condition=Q(user__isnull=False) & ~Q(state__in=["declined", "withdrawn", "replaced"]),
                name="events_participant_one_live_per_user",
            ),
            models.CheckConstraint(
                condition=~Q(state=ParticipantState.CONFIRMED) | Q(confirmed_at__isnull=False),
                name="events_participant_confirmed_is_dated",
            ),
        )

    def __str__(self) -> str:
        return self.full_name

    def get_absolute_url(self) -> str:
        return reverse("registration:participation", args=[self.public_id])

    @property
    def body(self) -> Authority | Organisation | None:
        return self.authority or self.organisation

    @property
    def side(self) -> Side:
        """By the country of the body that sends them."""
        code = self.body.country_id if self.body else ""
        return Side(code) if code in {Side.GERMAN, Side.PALESTINIAN} else Side.OTHER

    @property
    def tone(self) -> str:
        return TONES[ParticipantState(self.state)]
