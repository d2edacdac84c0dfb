"""The words of meetings: their kind, where people meet, and where an edition stands."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    """What kind of meeting it is."""

    CONFERENCE = "conference", _("partnership conference")
    NETWORK_MEETING = "network_meeting", _("network meeting")
    SEMINAR = "seminar", _("seminar")
    WORKSHOP = "workshop", _("workshop")
    ONLINE_MEETING = "online_meeting", _("online meeting")
    ROUND_TABLE = "round_table", _("round table")
    EXPLORATORY_VISIT = "exploratory_visit", _("exploratory visit")
    INFORMATION_VISIT = "information_visit", _("information visit")
    DELEGATION_VISIT = "delegation_visit", _("delegation visit")
    STUDY_VISIT = "study_visit", _("study visit")
    JOB_SHADOWING = "job_shadowing", _("job shadowing")


class Mode(models.TextChoices):
    """Where people meet."""

    ONSITE = "onsite", _("on site")
    ONLINE = "online", _("online")
    HYBRID = "hybrid", _("on site and online")


class State(models.TextChoices):
    """Where an edition stands."""

    PLANNED = "planned", pgettext_lazy("state of a meeting", "planned")
    ANNOUNCED = "announced", pgettext_lazy("state of a meeting", "announced")
    OPEN = "open", pgettext_lazy("state of a meeting", "registration open")
    CLOSED = "closed", pgettext_lazy("state of a meeting", "registration closed")
    RUNNING = "running", pgettext_lazy("state of a meeting", "running")
    HELD = "held", pgettext_lazy("state of a meeting", "held")
    DOCUMENTED = "documented", pgettext_lazy("state of a meeting", "documented")
    POSTPONED = "postponed", pgettext_lazy("state of a meeting", "postponed")
    CANCELLED = "cancelled", pgettext_lazy("state of a meeting", "cancelled")


AHEAD: Final = (State.PLANNED, State.ANNOUNCED, State.OPEN, State.CLOSED, State.POSTPONED)
OVER: Final = (State.HELD, State.DOCUMENTED)
TONES: Final = {
    State.PLANNED: "neutral",
    State.ANNOUNCED: "info",
    State.OPEN: "good",
    State.CLOSED: "waiting",
    State.RUNNING: "good",
    State.HELD: "info",
    State.DOCUMENTED: "info",
    State.POSTPONED: "waiting",
    State.CANCELLED: "bad",
}
ZONES: Final = (("Europe/Berlin", _("Germany (Berlin)")), ("Asia/Hebron", _("Palestine (Hebron)")))
