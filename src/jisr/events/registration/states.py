"""The words of registration: whose side, which kind of participant, and where a registration stands."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Entry(models.TextChoices):
    """How one comes in."""

    OPEN = "open", _("open to everybody")
    INVITATION = "invitation", _("by invitation")
    APPROVAL = "approval", _("after approval by the office")


class ParticipantState(models.TextChoices):
    """Where one person's registration stands."""

    APPLIED = "applied", pgettext_lazy("state of a registration", "waits for approval")
    WAITING = "waiting", pgettext_lazy("state of a registration", "on the waiting list")
    OFFERED = "offered", pgettext_lazy("state of a registration", "a place is offered")
    CONFIRMED = "confirmed", pgettext_lazy("state of a registration", "confirmed")
    DECLINED = "declined", pgettext_lazy("state of a registration", "declined by the office")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of a registration", "withdrawn")
    REPLACED = "replaced", pgettext_lazy("state of a registration", "replaced")


HOLDS_PLACE: Final = (ParticipantState.OFFERED, ParticipantState.CONFIRMED)
LIVE: Final = (ParticipantState.APPLIED, ParticipantState.WAITING, *HOLDS_PLACE)
TONES: Final = {
    ParticipantState.APPLIED: "waiting",
    ParticipantState.WAITING: "waiting",
    ParticipantState.OFFERED: "info",
    ParticipantState.CONFIRMED: "good",
    ParticipantState.DECLINED: "bad",
    ParticipantState.WITHDRAWN: "neutral",
    ParticipantState.REPLACED: "neutral",
}


class Presence(models.TextChoices):
    """How somebody takes part."""

    ONSITE = "onsite", _("on site")
    ONLINE = "online", _("online")


class Side(models.TextChoices):
    """From which side somebody comes."""

    GERMAN = "DE", _("German side")
    PALESTINIAN = "PS", _("Palestinian side")
    OTHER = "other", _("other bodies")


class Release(models.TextChoices):
    """What the employer said about releasing somebody for the meeting."""

    NOT_ASKED = "not_asked", pgettext_lazy("release by the employer", "not asked yet")
    ASKED = "asked", pgettext_lazy("release by the employer", "asked")
    CONFIRMED = "confirmed", pgettext_lazy("release by the employer", "released")
    REFUSED = "refused", pgettext_lazy("release by the employer", "refused")
    NOT_NEEDED = "not_needed", pgettext_lazy("release by the employer", "not needed")


class MailStep(models.TextChoices):
    """The mails about a registration to which the office can add words of its own."""

    INVITED = "invited", _("Invitation to register")
    RECEIVED = "received", _("Registration has arrived")
    WAITING = "waiting", _("On the waiting list")
    OFFERED = "offered", _("A place is offered")
    CONFIRMED = "confirmed", _("The place is confirmed")
    COMPLETE = "complete", _("Answers are missing")


class FieldKind(models.TextChoices):
    """What can be typed or chosen for a question of the form."""

    TEXT = "text", pgettext_lazy("kind of a question", "one line of text")
    LONG = "long", pgettext_lazy("kind of a question", "several lines of text")
    NUMBER = "number", pgettext_lazy("kind of a question", "whole number")
    YES_NO = "yes_no", pgettext_lazy("kind of a question", "yes or no")
    ONE = "one", pgettext_lazy("kind of a question", "one of several answers")
    SEVERAL = "several", pgettext_lazy("kind of a question", "several of several answers")
    DATE = "date", pgettext_lazy("kind of a question", "day")
    COUNTRY = "country", pgettext_lazy("kind of a question", "country")
    AUTHORITY = "authority", pgettext_lazy("kind of a question", "local authority")


WITH_OPTIONS: Final = (FieldKind.ONE, FieldKind.SEVERAL)
CONDITIONAL: Final = (FieldKind.YES_NO, FieldKind.ONE, FieldKind.SEVERAL)  # what a condition can ask about
