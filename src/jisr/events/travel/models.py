"""Checklists, what they come from, letters, journeys, and personal travel data under a key."""

import secrets
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jisr.documents.models import Document
from jisr.events.editions.states import Kind
from jisr.events.registration.states import Side
from jisr.events.travel.queries import DatedQuerySet, TravelItemQuerySet
from jisr.events.travel.states import (
    ITEM_TONES,
    OUTSTANDING,
    Bearer,
    CostCategory,
    Doer,
    ItemKind,
    ItemState,
    RoomWish,
    Stage,
)
from jisr.kernel.models import Timestamped

LONGEST_NOTE = 500
LONGEST_SENDER, LONGEST_WORDS = 400, 1000
MOST_WEEKS = 52


def new_number() -> str:
    """What a letter is called when somebody asks for it by telephone."""
    return secrets.token_hex(5).upper()


def _person() -> "models.ForeignKey":
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+")


class Dated(models.Model):
    """Something that holds from one day to another, with where it is known from."""

    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    source_url = models.URLField(_("source"), max_length=500, blank=True)
    is_own_proposal = models.BooleanField(_("own proposal"), default=False)

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True


class TravelPlan(Timestamped):
    """How travel to one edition is handled. ``closed_on``: the day on which it was called off.

    ``letter_sender`` and ``letter_signed_by`` stand in every letter as they are, the words in the letter's language.
    ``online_url`` and ``online_note`` are for those alone who take part online.
    """

    edition = models.OneToOneField("events.Edition", models.CASCADE, related_name="travel_plan")
    kept_days = models.PositiveSmallIntegerField(_("days that personal travel data is kept after the meeting"))
    letter_sender = models.TextField(_("sender of the letters"), max_length=LONGEST_SENDER, blank=True)
    letter_signed_by = models.CharField(_("who signs the letters"), max_length=120, blank=True)
    letter_words_de = models.TextField(max_length=LONGEST_WORDS, blank=True)
    letter_words_en = models.TextField(max_length=LONGEST_WORDS, blank=True)
    letter_words_ar = models.TextField(max_length=LONGEST_WORDS, blank=True)
    online_url = models.URLField(_("link to take part online"), max_length=500, blank=True)
    online_note = models.CharField(_("note on taking part online"), max_length=300, blank=True)
    closed_on = models.DateField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("travel plan of a meeting")
        verbose_name_plural = _("travel plans of meetings")
        constraints = (
            models.CheckConstraint(condition=Q(kept_days__range=(1, 365)), name="events_travel_plan_keeps_a_while"),
        )

    def __str__(self) -> str:
        return str(self.edition)


class ChecklistLine(Dated):
    """What people of one side have to see to, so many weeks before. Without an edition: delivered, for new ones.

    ``host``: the country of the meeting; empty while it is another one or not known.
    """

    key = models.SlugField(max_length=60, blank=True)
    edition = models.ForeignKey("events.Edition", models.CASCADE, null=True, related_name="checklist_lines")
    host = models.CharField(max_length=2, blank=True)
    side = models.CharField(_("side"), max_length=5, choices=Side)
    kind = models.CharField(_("item"), max_length=20, choices=ItemKind)
    weeks_before = models.PositiveSmallIntegerField(_("weeks before the meeting"))
    doer = models.CharField(_("who does it"), max_length=12, choices=Doer)

    class Meta:
        verbose_name = _("line of a travel checklist")
        verbose_name_plural = _("lines of travel checklists")
        ordering = ("side", "-weeks_before", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["edition", "side", "kind"],
                condition=Q(edition__isnull=False),
                name="events_checklist_line_once",
            ),
            models.UniqueConstraint(fields=["key"], condition=~Q(key=""), name="events_checklist_line_key_once"),
            models.CheckConstraint(
                condition=Q(weeks_before__lte=MOST_WEEKS), name="events_checklist_line_within_a_year"
            ),
        )

    def __str__(self) -> str:
        return f"{self.side} {self.kind}"


class CostRule(Dated):
    """Who bears which cost. Without an edition: for all meetings of ``meeting_kind``, or of any kind if empty."""

    key = models.SlugField(max_length=60, blank=True)
    edition = models.ForeignKey("events.Edition", models.CASCADE, null=True, related_name="cost_rules")
    meeting_kind = models.CharField(_("kind of meeting"), max_length=20, choices=Kind, blank=True)
    side = models.CharField(_("side"), max_length=5, choices=Side)
    category = models.CharField(_("cost"), max_length=16, choices=CostCategory)
    bearer = models.CharField(_("who bears it"), max_length=10, choices=Bearer)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("rule on costs")
        verbose_name_plural = _("rules on costs")
        ordering = ("side", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["edition", "side", "category"],
                condition=Q(edition__isnull=False),
                name="events_cost_rule_once_per_edition",
            ),
            models.UniqueConstraint(fields=["key"], condition=~Q(key=""), name="events_cost_rule_key_once"),
            models.CheckConstraint(
                condition=Q(is_own_proposal=True) | ~Q(source_url="") | Q(edition__isnull=False),
                name="events_cost_rule_says_where_from",
            ),
        )

    def __str__(self) -> str:
        return f"{self.side} {self.category}"


class TravelFact(Dated):
    """What travellers of one side should know about an item, with its source."""

    key = models.SlugField(max_length=60, unique=True)
    host = models.CharField(max_length=2)
    side = models.CharField(_("side"), max_length=5, choices=Side)
    kind = models.CharField(_("item"), max_length=20, choices=ItemKind)
    text = models.CharField(_("text"), max_length=500)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("fact for travellers")
        verbose_name_plural = _("facts for travellers")
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.key


class TravelItem(Timestamped):
    """One thing to see to before one person travels. Changed only by services.

    ``version`` grows with each change, so that two who edit at once meet. ``state_before``: what it was before the
    person went online, so that they can come back.
    """

    participant = models.ForeignKey("events.Participant", models.CASCADE, related_name="travel_items")
    kind = models.CharField(_("item"), max_length=20, choices=ItemKind, editable=False)
    due_on = models.DateField(_("due on"))
    doer = models.CharField(_("who does it"), max_length=12, choices=Doer)
    state = models.CharField(_("state"), max_length=10, choices=ItemState, default=ItemState.OPEN, editable=False)
    state_before = models.CharField(max_length=10, choices=ItemState, blank=True, editable=False)
    note = models.TextField(_("note"), max_length=LONGEST_NOTE, blank=True)
    done_at = models.DateTimeField(null=True, editable=False)
    done_by = _person()
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = TravelItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("item of a travel checklist")
        verbose_name_plural = _("items of travel checklists")
        ordering = ("due_on", "pk")
        indexes = (models.Index(fields=["state", "due_on"], name="events_travel_item_due"),)
        constraints = (
            models.UniqueConstraint(fields=["participant", "kind"], name="events_travel_item_once"),
            models.CheckConstraint(
                condition=Q(state=ItemState.DONE, done_at__isnull=False)
                | (~Q(state=ItemState.DONE) & Q(done_at__isnull=True)),
                name="events_travel_item_done_is_dated",
            ),
        )

    def __str__(self) -> str:
        return f"{self.participant}: {self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        return f"{travel_url(self.participant)}#item-{self.kind}"

    @property
    def tone(self) -> str:
        return ITEM_TONES[ItemState(self.state)]

    @property
    def is_outstanding(self) -> bool:
        return self.state in OUTSTANDING


class TravelReminder(models.Model):
    """A reminder that was sent: one for each item and stage."""

    item = models.ForeignKey(TravelItem, models.CASCADE, related_name="reminders")
    stage = models.CharField(max_length=5, choices=Stage)
    sent_at = models.DateTimeField()

    class Meta:
        verbose_name = _("reminder of a travel item")
        verbose_name_plural = _("reminders of travel items")
        constraints = (models.UniqueConstraint(fields=["item", "stage"], name="events_travel_reminder_once"),)

    def __str__(self) -> str:
        return f"{self.item_id} {self.stage}"


class TravelJourney(Timestamped):
    """When and where somebody arrives and leaves, which nights they stay, whether somebody fetches them."""

    participant = models.OneToOneField("events.Participant", models.CASCADE, related_name="travel_journey")
    arrives_at = models.DateTimeField(_("arrives"), null=True, blank=True)
    arrival_place = models.CharField(_("place of arrival"), max_length=120, blank=True)
    departs_at = models.DateTimeField(_("leaves"), null=True, blank=True)
    departure_place = models.CharField(_("place of departure"), max_length=120, blank=True)
    first_night_on = models.DateField(_("first night in the hotel"), null=True, blank=True)
    last_night_on = models.DateField(_("last night in the hotel"), null=True, blank=True)
    room_wish = models.CharField(_("room"), max_length=6, choices=RoomWish, default=RoomWish.NONE)
    needs_pickup = models.BooleanField(_("needs a transfer on arrival"), default=False)
    needs_return = models.BooleanField(_("needs a transfer on departure"), default=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects: ClassVar["models.Manager[TravelJourney]"] = models.Manager()

    class Meta:
        verbose_name = _("journey")
        verbose_name_plural = _("journeys")
        constraints = (
            models.CheckConstraint(
                condition=Q(arrives_at__isnull=True) | Q(departs_at__isnull=True) | Q(departs_at__gt=F("arrives_at")),
                name="events_travel_journey_leaves_after_arriving",
            ),
            models.CheckConstraint(
                condition=Q(first_night_on__isnull=True, last_night_on__isnull=True)
                | Q(first_night_on__isnull=False, last_night_on__gte=F("first_night_on")),
                name="events_travel_journey_nights_in_order",
            ),
        )

    def __str__(self) -> str:
        return str(self.participant)


class TravelData(Timestamped):
    """What is written in a passport and what somebody needs, sealed (see ``sealing``). No column holds plain text."""

    participant = models.OneToOneField("events.Participant", models.CASCADE, related_name="travel_data")
    sealed = models.BinaryField(editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects: ClassVar["models.Manager[TravelData]"] = models.Manager()

    class Meta:
        verbose_name = _("personal travel data")
        verbose_name_plural = _("personal travel data")

    def __str__(self) -> str:
        return f"travel data {self.pk}"


class TravelLetter(models.Model):
    """An invitation letter in one language. The file is a private document; a withdrawn letter has none any more."""

    participant = models.ForeignKey("events.Participant", models.CASCADE, related_name="travel_letters")
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    number = models.CharField(_("number"), max_length=10, unique=True, default=new_number, editable=False)
    document = models.OneToOneField(Document, models.SET_NULL, null=True, editable=False, related_name="+")
    issued_at = models.DateTimeField()
    issued_by = _person()
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("invitation letter")
        verbose_name_plural = _("invitation letters")
        ordering = ("language", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["participant", "language"],
                condition=Q(withdrawn_at__isnull=True),
                name="events_travel_letter_one_live",
            ),
        )

    def __str__(self) -> str:
        return self.number


def travel_url(participant: object) -> str:
    """The page on which a person, their coordinator and the events team follow one journey."""
    edition, public_id = participant.edition, participant.public_id  # type: ignore[attr-defined]
    return reverse("travel:traveller", args=[edition.slug, public_id])
