"""Venues with rooms, the sessions that the office plans, and the versions of a programme that it published."""

import secrets
import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jisr.events.agenda.queries import InterpretationQuerySet, SessionQuerySet, SpeakerQuerySet
from jisr.events.agenda.states import Channel, SessionKind, SpeakerRole
from jisr.events.agenda.wording import direction
from jisr.events.editions.states import ZONES
from jisr.events.registration.models import LANGUAGES
from jisr.kernel.models import Timestamped
from jisr.municipalities.models import Authority, Theme

SIGNS = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # without I and O, which look like digits
CODE_LENGTH = 6
LONGEST_MINUTES = 24 * 60
USUAL_WALK_MINUTES = 15
LONGEST_WALK_MINUTES = 240


def new_code() -> str:
    """Six signs by which people and other software name a session."""
    return "".join(secrets.choice(SIGNS) for _each in range(CODE_LENGTH))


class Venue(models.Model):
    """A house or place with rooms; used again by later editions."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=120)
    address = models.CharField(_("address"), max_length=250, blank=True)
    authority = models.ForeignKey(Authority, models.PROTECT, null=True, blank=True, related_name="venues")
    zone = models.CharField(_("time zone"), max_length=40, choices=ZONES, default="Europe/Berlin")
    is_step_free = models.BooleanField(_("can be reached without steps"), null=True, blank=True)
    access_note = models.CharField(_("how to get in"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("venue")
        verbose_name_plural = _("venues")
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name


class Room(models.Model):
    """A room of a venue. ``capacity`` in people; None where nobody counted."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    venue = models.ForeignKey(Venue, models.CASCADE, related_name="rooms")
    name = models.CharField(_("name"), max_length=80)
    capacity = models.PositiveIntegerField(_("people at most"), null=True, blank=True)
    is_step_free = models.BooleanField(_("can be reached without steps"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("room")
        verbose_name_plural = _("rooms")
        ordering = ("venue", "position", "pk")

    def __str__(self) -> str:
        return self.name


class EditionVenue(models.Model):
    """A venue that an edition uses."""

    edition = models.ForeignKey("events.Edition", models.CASCADE, related_name="edition_venues")
    venue = models.ForeignKey(Venue, models.PROTECT, related_name="edition_venues")

    class Meta:
        verbose_name = _("venue of a meeting")
        verbose_name_plural = _("venues of a meeting")
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=["edition", "venue"], name="events_edition_venue_once"),)

    def __str__(self) -> str:
        return f"{self.edition} {self.venue}"


class Session(Timestamped):
    """One part of the programme as it is planned now. ``version`` grows with each change, so that two editors meet.

    ``sequence`` grows when a published time or place changes: calendars need it. ``past_taken`` and ``past_waiting``:
    how many sign-ups were deleted after the meeting, by whether they had a place.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(max_length=CODE_LENGTH, default=new_code, unique=True, editable=False)
    edition = models.ForeignKey("events.Edition", models.PROTECT, related_name="sessions")
    kind = models.CharField(_("kind"), max_length=16, choices=SessionKind)
    title = models.CharField(_("title"), max_length=200)
    abstract = models.TextField(_("abstract"), max_length=3000, blank=True)
    room = models.ForeignKey(Room, models.PROTECT, null=True, blank=True, related_name="sessions")
    starts_at = models.DateTimeField(_("begins"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), default=45, validators=[MinValueValidator(5), MaxValueValidator(LONGEST_MINUTES)]
    )
    languages = models.JSONField(_("languages spoken"), default=list)
    places = models.PositiveIntegerField(_("places"), null=True, blank=True)
    needs_signup = models.BooleanField(_("sign-up needed"), default=False)
    signup_until = models.DateField(_("last day to sign up"), null=True, blank=True)
    themes = models.ManyToManyField(Theme, related_name="sessions", blank=True)
    meeting_point = models.CharField(_("meeting point"), max_length=250, blank=True)
    transport = models.CharField(_("transport"), max_length=250, blank=True)
    permits = models.CharField(_("permits needed"), max_length=250, blank=True)
    is_cancelled = models.BooleanField(_("does not take place"), default=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    past_taken = models.PositiveIntegerField(default=0, editable=False)
    past_waiting = models.PositiveIntegerField(default=0, editable=False)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ("starts_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(minutes__gte=5, minutes__lte=LONGEST_MINUTES), name="events_session_lasts_sensibly"
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("agenda:session", args=[self.edition.slug, self.public_id])

    @property
    def ends_at(self) -> datetime | None:
        return self.starts_at + timedelta(minutes=self.minutes) if self.starts_at else None


class SessionSpeaker(models.Model):
    """Somebody who speaks in or moderates a session. Shown in public only with their consent, which is dated."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="speakers")
    participant = models.ForeignKey(
        "events.Participant", models.SET_NULL, null=True, blank=True, related_name="appearances"
    )
    full_name = models.CharField(_("name"), max_length=120)
    function_title = models.CharField(_("function"), max_length=160, blank=True)
    role = models.CharField(_("role"), max_length=10, choices=SpeakerRole, default=SpeakerRole.SPEAKER)
    consented_at = models.DateTimeField(_("agreed to be shown"), null=True, blank=True)
    declined_at = models.DateTimeField(_("does not want to be shown"), null=True, blank=True)
    consent_note = models.CharField(_("how they agreed"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    objects = SpeakerQuerySet.as_manager()

    class Meta:
        verbose_name = _("speaker")
        verbose_name_plural = _("speakers")
        ordering = ("session", "position", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(consented_at__isnull=True) | Q(declined_at__isnull=True),
                name="events_speaker_says_yes_or_no",
            ),
            models.UniqueConstraint(
                fields=["session", "participant", "role"],
                condition=Q(participant__isnull=False),
                name="events_speaker_once_in_a_role",
            ),
        )

    def __str__(self) -> str:
        return self.full_name

    @property
    def is_shown(self) -> bool:
        """Whether the public reads the name: with consent, and only of those who come."""
        comes = self.participant is None or self.participant.is_live
        return bool(self.consented_at and self.full_name and comes)


class Interpretation(models.Model):
    """From which language into which one a session is interpreted, and how it is heard."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="interpretations")
    from_language = models.CharField(_("from"), max_length=2)
    to_language = models.CharField(_("into"), max_length=2)
    channel = models.CharField(_("channel"), max_length=12, choices=Channel, default=Channel.SIMULTANEOUS)
    interpreter = models.ForeignKey(
        "events.Participant", models.SET_NULL, null=True, blank=True, related_name="interpretations"
    )

    objects = InterpretationQuerySet.as_manager()

    class Meta:
        verbose_name = _("interpretation")
        verbose_name_plural = _("interpretations")
        ordering = ("session", "pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(from_language=models.F("to_language")), name="events_interpretation_joins_two_languages"
            ),
            models.UniqueConstraint(
                fields=["session", "from_language", "to_language"], name="events_interpretation_once"
            ),
        )

    def __str__(self) -> str:
        return direction(self.from_language, self.to_language)


class ProgrammeVersion(models.Model):
    """A programme as it was published; never changed. ``content`` has the shape of ``published.Programme``.

    It also keeps what is new by language, as ``news``; ``note`` has it in one language.
    """

    edition = models.ForeignKey("events.Edition", models.PROTECT, related_name="programme_versions")
    number = models.PositiveIntegerField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    note = models.CharField(_("what is new"), max_length=500, blank=True)
    content = models.JSONField()

    class Meta:
        verbose_name = _("published programme")
        verbose_name_plural = _("published programmes")
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=["edition", "number"], name="events_programme_version_number_once"),
        )

    def __str__(self) -> str:
        return f"{self.edition} {self.number}"

    @property
    def news(self) -> dict[str, str]:
        """What is new, by language; nothing where it was written in one language only."""
        found: dict[str, str] = self.content.get("news", {})
        return found


class RoomClosure(models.Model):
    """A room cannot be used from a moment on, for whatever meeting. ``ends_at`` None: until somebody says so."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="closures")
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("room that is not available")
        verbose_name_plural = _("rooms that are not available")
        ordering = ("starts_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=models.F("starts_at")),
                name="events_room_closure_ends_after_it_begins",
            ),
        )

    def __str__(self) -> str:
        return f"{self.room} {self.starts_at}"


class SessionMaterial(models.Model):
    """A page or file that goes with a session, by its address. ``language`` is that of the material, or empty."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="materials")
    title = models.CharField(_("title"), max_length=160)
    url = models.URLField(_("address"), max_length=400)
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("material of a session")
        verbose_name_plural = _("material of a session")
        ordering = ("session", "position", "pk")

    def __str__(self) -> str:
        return self.title


class AgendaRules(models.Model):
    """How an edition checks its programme. ``levels`` by kind of conflict; what is missing is as usual."""

    edition = models.OneToOneField("events.Edition", models.CASCADE, related_name="agenda_rules")
    walk_minutes = models.PositiveSmallIntegerField(
        _("minutes from one venue to another"),
        default=USUAL_WALK_MINUTES,
        validators=[MaxValueValidator(LONGEST_WALK_MINUTES)],
    )
    levels = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("rules of a programme")
        verbose_name_plural = _("rules of a programme")

    def __str__(self) -> str:
        return str(self.edition)


class WalkingTime(models.Model):
    """How long the way between two venues takes at an edition, in both directions; ``one`` is the older row."""

    edition = models.ForeignKey("events.Edition", models.CASCADE, related_name="walking_times")
    one = models.ForeignKey(Venue, models.CASCADE, related_name="+")
    other = models.ForeignKey(Venue, models.CASCADE, related_name="+")
    minutes = models.PositiveSmallIntegerField(_("minutes"), validators=[MaxValueValidator(LONGEST_WALK_MINUTES)])

    class Meta:
        verbose_name = _("way between two venues")
        verbose_name_plural = _("ways between venues")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=["edition", "one", "other"], name="events_walking_time_once"),
            models.CheckConstraint(condition=Q(one__lt=models.F("other")), name="events_walking_time_in_order"),
        )

    def __str__(self) -> str:
        return f"{self.one} {self.other}"
