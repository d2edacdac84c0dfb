"""The words of a tie: its form and its status."""

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


class MilestoneKind(models.TextChoices):
    """What happened at one point of a tie's history."""

    FIRST_CONTACT = "first_contact", _("first contact")
    VISIT = "visit", _("visit")
    COUNCIL = "council", _("council")
    MEMORANDUM = "memorandum", _("memorandum")
    AGREEMENT = "agreement", _("agreement")
    TWINNING = "twinning", _("twinning")
    FRIENDSHIP = "friendship", _("friendship")
    PROJECT = "project", _("project")
    ASSOCIATION = "association", _("association")
    PAUSE = "pause", _("pause")
    OTHER = "other", _("event")
