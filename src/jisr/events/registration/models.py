"""Participants of an edition, their kinds and delegations."""

import secrets
import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from jisr.events.registration.queries import ParticipantQuerySet
from jisr.events.registration.states import HOLDS_PLACE, LIVE, TONES, Entry, ParticipantState, Presence, Release, Side
from jisr.kernel.models import Timestamped
from jisr.municipalities.models import Authority, Organisation

LANGUAGES = tuple((code, dict(settings.LANGUAGES)[code]) for code in ("de", "ar", "en"))  # those of both sides first
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that is taken for another one
NOT_LIVE = ("declined", "withdrawn", "replaced")


def new_reference() -> str:
    """What people say on the telephone: eight letters and figures."""
    return "".join(secrets.choice(LETTERS) for _place in range(8))


class ParticipantKind(models.Model):
    """Who may take part as what: mayor, expert, association, partner body, interpreter. ``places`` None: no limit.

    ``taken`` counts those who hold a place; it is written by ``places`` alone, under the lock of the edition.
    """

    edition = models.ForeignKey("events.Edition", models.CASCADE, related_name="participant_kinds")
    key = models.SlugField(max_length=40)
    name = models.CharField(_("name"), max_length=80)
    entry = models.CharField(_("how one comes in"), max_length=10, choices=Entry, default=Entry.APPROVAL)
    places = models.PositiveIntegerField(_("places"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    taken = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("kind of participant")
        verbose_name_plural = _("kinds of participants")
        ordering = ("position", "pk")
        constraints = (
            models.UniqueConstraint(fields=["edition", "key"], name="events_participant_kind_key_once"),
            models.CheckConstraint(
                condition=Q(places=None) | Q(taken__lte=F("places")), name="events_participant_kind_not_oversold"
            ),
        )

    def __str__(self) -> str:
        return self.name


class EditionPlaces(models.Model):
    """How many may come to an edition, and how its waiting list moves. Places are given under the lock of this row.

    ``total`` and ``per_body`` None: no limit. ``taken`` counts those who hold a place. ``next_number`` is that of the
    next one on the waiting list. ``lets_small_pass``: who needs fewer places may pass a party that does not fit yet.
    """

    edition = models.OneToOneField("events.Edition", models.CASCADE, related_name="capacity")
    total = models.PositiveIntegerField(_("places"), null=True, blank=True)
    per_body = models.PositiveIntegerField(_("places for each authority or organisation"), null=True, blank=True)
    offer_hours = models.PositiveSmallIntegerField(_("hours that an offered place waits for an answer"), default=72)
    lets_small_pass = models.BooleanField(_("small parties may pass larger ones that do not fit yet"), default=False)
    taken = models.PositiveIntegerField(default=0, editable=False)
    next_number = models.BigIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("places of a meeting")
        verbose_name_plural = _("places of meetings")
        constraints = (
            models.CheckConstraint(
                condition=Q(total=None) | Q(taken__lte=F("total")), name="events_edition_places_not_oversold"
            ),
            models.CheckConstraint(condition=Q(offer_hours__gte=1), name="events_edition_places_offers_wait"),
        )

    def __str__(self) -> str:
        return str(self.edition)


class Delegation(Timestamped):
    """Those whom one authority or organisation sends to an edition, registered together by a coordinator.

    ``places``: what the office allows this one instead of the edition's limit for each body.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    edition = models.ForeignKey("events.Edition", models.PROTECT, related_name="delegations")
    authority = models.ForeignKey(Authority, models.PROTECT, null=True, blank=True, related_name="delegations")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="delegations")
    places = models.PositiveIntegerField(_("places of this delegation"), null=True, blank=True)
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


class Party(models.Model):
    """Those who were registered in one go: one person, or several of a delegation.

    ``form_key`` makes a second click register nobody. ``is_whole``: places for all or for nobody.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    edition = models.ForeignKey("events.Edition", models.PROTECT, related_name="parties")
    reference = models.CharField(max_length=8, unique=True, default=new_reference, editable=False)
    form_key = models.CharField(max_length=64, default=secrets.token_hex, editable=False)
    is_whole = models.BooleanField(_("places for all or for nobody"), default=False)
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    registered_at = models.DateTimeField(editable=False)

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=["registered_by", "form_key"], name="events_party_sent_once"),)

    def __str__(self) -> str:
        return self.reference


class Participant(Timestamped):
    """One person at one edition. The state changes only in services.

    ``user`` is empty as long as a coordinator registered somebody who has no account. ``full_name`` as on the badge,
    in the letters that the person uses. ``languages``: codes of those they work in. ``queue_number`` orders the waiting
    list; an offered place waits until ``offer_until``. ``decision_reason`` is what the person was told.
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
    party = models.ForeignKey(Party, models.PROTECT, null=True, editable=False, related_name="members")
    queue_number = models.BigIntegerField(null=True, editable=False)
    offer_until = models.DateTimeField(null=True, editable=False)
    decision_reason = models.TextField(_("reason"), blank=True, editable=False)
    replaces = models.OneToOneField("self", models.SET_NULL, null=True, editable=False, related_name="replaced_by")
    reminded_at = models.DateTimeField(null=True, editable=False)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        ordering = ("registered_at", "pk")
        indexes = (models.Index(fields=["edition", "state"], name="events_participant_by_state"),)
        constraints = (
            models.UniqueConstraint(
                fields=["edition", "user"],
                condition=Q(user__isnull=False) & ~Q(state__in=NOT_LIVE),
                name="events_participant_one_live_per_user",
            ),
            models.UniqueConstraint(
                "edition",
                Lower("email"),
                condition=~Q(email="") & ~Q(state__in=NOT_LIVE),
                name="events_participant_one_live_per_address",
            ),
            models.UniqueConstraint(
                fields=["edition", "queue_number"],
                condition=Q(queue_number__isnull=False),
                name="events_participant_queue_number_once",
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
    def spoken(self) -> str:
        """The languages that they work in, in words."""
        names = dict(LANGUAGES)
        return pgettext("between items of a list", ", ").join(str(names.get(code, code)) for code in self.languages)

    @property
    def tone(self) -> str:
        return TONES[ParticipantState(self.state)]

    @property
    def is_live(self) -> bool:
        return self.state in LIVE

    @property
    def holds_place(self) -> bool:
        return self.state in HOLDS_PLACE


class ParticipantInvitation(models.Model):
    """An address whose owner may register for a kind that is by invitation. Kept in small letters."""

    kind = models.ForeignKey(ParticipantKind, models.CASCADE, related_name="invitations")
    email = models.EmailField(_("e-mail address"))
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    invited_at = models.DateTimeField(editable=False)

    class Meta:
        verbose_name = _("invitation to a meeting")
        verbose_name_plural = _("invitations to meetings")
        ordering = ("email",)
        constraints = (
            models.UniqueConstraint(fields=["kind", "email"], name="events_participant_invitation_once"),
            models.CheckConstraint(condition=Q(email=Lower("email")), name="events_participant_invitation_lower"),
        )

    def __str__(self) -> str:
        return self.email


class StaffRelease(models.Model):
    """What the employer said about releasing a participant, when and by whom."""

    participant = models.OneToOneField(Participant, models.CASCADE, related_name="staff_release")
    asked_at = models.DateTimeField(null=True, editable=False)
    decided_at = models.DateTimeField(null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("release of a participant by the employer")
        verbose_name_plural = _("releases of participants by the employer")

    def __str__(self) -> str:
        return str(self.participant)
