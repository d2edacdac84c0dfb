"""The words of the three expectations, what showed that one was met, and how far it is met."""

from collections.abc import Sequence
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

LIMIT_MONTHS: Final = 18  # our own proposal: no source of the programme names a limit


class Side(models.TextChoices):
    """Which authority of a tie is meant."""

    GERMAN = "german", _("German side")
    PALESTINIAN = "palestinian", _("Palestinian side")


class Kind(models.TextChoices):
    """What the programme expects of municipalities, in its own three points."""

    COOPERATION = "cooperation", _("Active development-oriented cooperation")
    MEETINGS = "meetings", _("Taking part in network meetings and international workshops")
    RELEASE = "release", _("Release of staff")


class Promise(models.TextChoices):
    """Whether it was promised. Nothing noted is not a no."""

    UNKNOWN = "", pgettext_lazy("promise", "nothing noted")
    YES = "yes", pgettext_lazy("promise", "yes, promised")
    NO = "no", pgettext_lazy("promise", "no, not promised")


class Standing(models.TextChoices):
    """How far one expectation is met, told from promise and evidence on a day."""

    SHOWN = "shown", pgettext_lazy("state of an expectation", "shown lately")
    LONG_AGO = "long_ago", pgettext_lazy("state of an expectation", "not shown for long")
    PROMISED = "promised", pgettext_lazy("state of an expectation", "promised")
    NOT_PROMISED = "not_promised", pgettext_lazy("state of an expectation", "not promised")
    UNKNOWN = "unknown", pgettext_lazy("state of an expectation", "nothing noted")


TONES: Final = {
    Standing.SHOWN: "good",
    Standing.LONG_AGO: "waiting",
    Standing.PROMISED: "info",
    Standing.NOT_PROMISED: "neutral",
    Standing.UNKNOWN: "neutral",
}


class EvidenceKind(models.TextChoices):
    """What showed that an expectation was met."""

    VISIT = "visit", pgettext_lazy("evidence", "visit or delegation")
    ONLINE = "online", pgettext_lazy("evidence", "online exchange")
    PROJECT = "project", pgettext_lazy("evidence", "work on a joint project")
    NETWORK = "network", pgettext_lazy("evidence", "network meeting")
    WORKSHOP = "workshop", pgettext_lazy("evidence", "international workshop")
    CONFERENCE = "conference", pgettext_lazy("evidence", "partnership conference")
    MISSION = "mission", pgettext_lazy("evidence", "expert assignment")
    SHADOWING = "shadowing", pgettext_lazy("evidence", "job shadowing")
    HOURS = "hours", pgettext_lazy("evidence", "working hours released")
    OTHER = "other", pgettext_lazy("evidence", "something else")


EVIDENCE_OF: Final[dict[Kind, Sequence[EvidenceKind]]] = {
    Kind.COOPERATION: (EvidenceKind.VISIT, EvidenceKind.ONLINE, EvidenceKind.PROJECT, EvidenceKind.OTHER),
    Kind.MEETINGS: (EvidenceKind.NETWORK, EvidenceKind.WORKSHOP, EvidenceKind.CONFERENCE, EvidenceKind.OTHER),
    Kind.RELEASE: (EvidenceKind.MISSION, EvidenceKind.SHADOWING, EvidenceKind.HOURS, EvidenceKind.OTHER),
}
