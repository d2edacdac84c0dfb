"""The words of a programme."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class SessionKind(models.TextChoices):
    """What happens in a session."""

    TALK = "talk", _("talk")
    PANEL = "panel", _("panel discussion")
    SITE_VISIT = "site_visit", _("site visit")
    WORKING_GROUP = "working_group", _("working group")
    PLENARY = "plenary", _("plenary")
    CEREMONY = "ceremony", _("ceremony")
    BREAK = "break", pgettext_lazy("kind of a session", "break")


class SpeakerRole(models.TextChoices):
    """What somebody does in a session."""

    SPEAKER = "speaker", _("speaker")
    MODERATOR = "moderator", _("moderator")


class Channel(models.TextChoices):
    """How interpretation is heard."""

    SIMULTANEOUS = "simultaneous", _("simultaneous, by headphones")
    CONSECUTIVE = "consecutive", _("consecutive")
    WHISPERED = "whispered", _("whispered")
    ONLINE = "online", _("channel of the video conference")


class ConflictKind(models.TextChoices):
    """What does not fit in a programme."""

    ROOM = "room", _("two sessions in one room")
    CLOSED = "closed", _("the room is not available")
    GONE = "gone", _("somebody who does not come is still down for a session")
    PERSON = "person", _("somebody speaks or moderates in two sessions")
    INTERPRETER = "interpreter", _("an interpreter is needed in two sessions")
    DELEGATE = "delegate", _("a participant is expected in two places")
    WALKING = "walking", _("too little time to get from one venue to the next")
    CAPACITY = "capacity", _("the room is too small")
    PLACES = "places", _("more people signed up than there are places")
    LANGUAGE = "language", _("a speaker's language is not interpreted")
    AUDIENCE = "audience", _("one side does not understand the session")
    UNSTAFFED = "unstaffed", _("interpretation without an interpreter")
    OUTSIDE = "outside", _("outside the days of the meeting")


class Level(models.TextChoices):
    """How serious the office takes a kind of conflict."""

    BLOCK = "block", pgettext_lazy("level of a conflict", "prevents publishing")
    WARN = "warn", pgettext_lazy("level of a conflict", "warning")
    IGNORE = "ignore", pgettext_lazy("level of a conflict", "not looked for")


class ContributionState(models.TextChoices):
    """Where a contribution stands."""

    DRAFT = "draft", pgettext_lazy("state of a contribution", "draft")
    SUBMITTED = "submitted", pgettext_lazy("state of a contribution", "handed in")
    ACCEPTED = "accepted", pgettext_lazy("state of a contribution", "accepted")
    DECLINED = "declined", pgettext_lazy("state of a contribution", "declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of a contribution", "taken back")


USUAL_LEVELS: Final = {
    ConflictKind.ROOM: Level.BLOCK,
    ConflictKind.CLOSED: Level.BLOCK,
    ConflictKind.GONE: Level.BLOCK,
    ConflictKind.PERSON: Level.BLOCK,
    ConflictKind.INTERPRETER: Level.BLOCK,
    ConflictKind.DELEGATE: Level.WARN,
    ConflictKind.WALKING: Level.WARN,
    ConflictKind.CAPACITY: Level.WARN,
    ConflictKind.PLACES: Level.WARN,
    ConflictKind.LANGUAGE: Level.WARN,
    ConflictKind.AUDIENCE: Level.WARN,
    ConflictKind.UNSTAFFED: Level.WARN,
    ConflictKind.OUTSIDE: Level.BLOCK,
}
LEVEL_TONES: Final = {Level.BLOCK: "bad", Level.WARN: "waiting", Level.IGNORE: "neutral"}
CONTRIBUTION_TONES: Final = {
    ContributionState.DRAFT: "neutral",
    ContributionState.SUBMITTED: "waiting",
    ContributionState.ACCEPTED: "good",
    ContributionState.DECLINED: "bad",
    ContributionState.WITHDRAWN: "neutral",
}
FORMATS: Final = (SessionKind.TALK, SessionKind.PANEL, SessionKind.WORKING_GROUP, SessionKind.SITE_VISIT)
