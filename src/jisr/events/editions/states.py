"""The words of meetings: their kind, where people meet, and where an edition stands."""

from enum import StrEnum
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
STOPPED: Final = (State.POSTPONED, State.CANCELLED)
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


class Cost(models.TextChoices):
    """What money is planned and spent for."""

    VENUE = "venue", _("rooms and technology")
    CATERING = "catering", _("food and drink")
    INTERPRETATION = "interpretation", _("interpretation and translation")
    TRAVEL = "travel", _("travel and visas")
    ACCOMMODATION = "accommodation", _("accommodation")
    SPEAKERS = "speakers", _("speakers and moderation")
    MATERIALS = "materials", _("materials and documentation")
    OTHER = "other", pgettext_lazy("costs of a meeting", "other")


class Aspect(models.TextChoices):
    """In what an edition differs from what its series proposes."""

    HOST = "host", _("host country")
    TIME = "time", pgettext_lazy("of a meeting", "time")


ALTERNATING: Final = ("DE", "PS")
TOLD_OF: Final = ("announce", "open", "postpone", "cancel", "document")
STEPS: Final = {
    "announce": _("Announce the meeting"),
    "open": _("Open registration"),
    "close": _("Close registration"),
    "start": _("Begin the meeting"),
    "finish": _("Note that the meeting was held"),
    "document": _("Finish the documentation"),
    "postpone": _("Postpone the meeting"),
    "cancel": _("Cancel the meeting"),
}


class Group(StrEnum):
    """Kinds of meetings about which letters say different things."""

    GATHERING = "gathering"
    VISIT = "visit"
    COURSE = "course"
    ONLINE = "online"


GROUPS: Final = {
    Kind.SEMINAR: Group.COURSE,
    Kind.WORKSHOP: Group.COURSE,
    Kind.ONLINE_MEETING: Group.ONLINE,
    Kind.EXPLORATORY_VISIT: Group.VISIT,
    Kind.INFORMATION_VISIT: Group.VISIT,
    Kind.DELEGATION_VISIT: Group.VISIT,
    Kind.STUDY_VISIT: Group.VISIT,
    Kind.JOB_SHADOWING: Group.VISIT,
}


def group_of(kind: str, mode: str) -> Group:
    """Which words suit a meeting: what happens online needs no journey, whatever its kind."""
    return Group.ONLINE if mode == Mode.ONLINE else GROUPS.get(Kind(kind), Group.GATHERING)
