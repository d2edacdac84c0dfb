"""The words of a tie: its form and its status."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Form(models.TextChoices):
    """How firmly two authorities are bound (definitions of the RGRE database)."""

    PARTNERSCHAFT = "partnerschaft", pgettext_lazy("form of a tie", "Partnership")
    FREUNDSCHAFT = "freundschaft", pgettext_lazy("form of a tie", "Friendship")
    PROJEKTPARTNERSCHAFT = "projektpartnerschaft", pgettext_lazy("form of a tie", "Project partnership")
    KONTAKT = "kontakt", pgettext_lazy("form of a tie", "Contact")


class Status(models.TextChoices):
    """What is known of a tie at the day of its source. A paused tie is not a lost one."""

    INITIATION = "initiation", _("in initiation")
    ACTIVE = "active", _("active")
    PAUSED = "paused", _("paused")
    EXPIRED = "expired", _("expired")
    ENDED = "ended", _("ended")


TONES: Final = {
    Status.INITIATION: "info",
    Status.ACTIVE: "good",
    Status.PAUSED: "waiting",
    Status.EXPIRED: "neutral",
    Status.ENDED: "neutral",
}


class MilestoneKind(models.TextChoices):
    """What happened at one point of a tie's history."""

    FIRST_CONTACT = "first_contact", _("first contact")
    VISIT = "visit", _("visit")
    COUNCIL = "council", _("council")
    MEMORANDUM = "memorandum", _("memorandum")
    LETTER = "letter", _("letter of intent")
    AGREEMENT = "agreement", _("agreement")
    CHARTER = "charter", _("charter")
    TWINNING = "twinning", _("twinning")
    FRIENDSHIP = "friendship", _("friendship")
    PROJECT = "project", _("project")
    ASSOCIATION = "association", _("association")
    PROJECT_PARTNERSHIP = "projectpartner", pgettext_lazy("form of a tie", "Project partnership")
    PARTNERSHIP = "partnership", pgettext_lazy("form of a tie", "Partnership")
    PAUSE = "pause", _("pause")
    RESUMPTION = "resumption", _("resumption")
    RENEWAL = "renewal", _("renewal")
    EXPIRY = "expiry", _("end of the term")
    END = "end", pgettext_lazy("milestone", "end")
    OTHER = "other", _("event")


# What the platform itself recorded has no text of its own: these words are told in the reader's language.
TOLD: Final = {
    MilestoneKind.MEMORANDUM: _("All parties signed a memorandum of understanding."),
    MilestoneKind.LETTER: _("All parties signed a letter of intent."),
    MilestoneKind.AGREEMENT: _("All parties signed a partnership agreement."),
    MilestoneKind.CHARTER: _("All parties signed a charter."),
    MilestoneKind.PROJECT_PARTNERSHIP: _("The two became project partners."),
    MilestoneKind.FRIENDSHIP: _("The two agreed on a friendship."),
    MilestoneKind.PARTNERSHIP: _("The two agreed on a partnership."),
    MilestoneKind.PAUSE: _("The partnership was paused. It is not lost."),
    MilestoneKind.RESUMPTION: _("The partnership was resumed."),
    MilestoneKind.RENEWAL: _("The partnership was renewed."),
    MilestoneKind.EXPIRY: _("The term of the agreement ended."),
    MilestoneKind.END: _("The partnership ended."),
}
