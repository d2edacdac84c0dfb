"""The words of attendance: coming and going, what is odd about a check-in, certificates, questions of feedback."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Direction(models.TextChoices):
    """Whether somebody comes or goes."""

    IN = "in", pgettext_lazy("check-in", "in")
    OUT = "out", pgettext_lazy("check-in", "out")


class Origin(models.TextChoices):
    """How a check-in came about."""

    LIST = "list", pgettext_lazy("origin of a check-in", "list")
    CODE = "code", pgettext_lazy("origin of a check-in", "code of the badge")
    SELF = "self", pgettext_lazy("origin of a check-in", "code shown in the session")


class Problem(models.TextChoices):
    """What is odd about a check-in. Nothing is thrown away for it: the events team settles it."""

    NONE = "", pgettext_lazy("problem of a check-in", "none")
    UNKNOWN_CODE = "unknown", pgettext_lazy("problem of a check-in", "no badge of this meeting has this code")
    PLACE = "place", pgettext_lazy("problem of a check-in", "no session of this meeting is meant")
    OLD_BADGE = "old_badge", pgettext_lazy("problem of a check-in", "this badge was replaced by a new one")
    NOT_COMING = "not_coming", pgettext_lazy("problem of a check-in", "this person has no confirmed place")
    CLOCK = "clock", pgettext_lazy("problem of a check-in", "the time of the device cannot be right")
    CONTRADICTION = "contradiction", pgettext_lazy("problem of a check-in", "two devices say the opposite")
    FULL = "full", pgettext_lazy("problem of a check-in", "more people than places in the room")


COUNTED: Final = (Problem.NONE, Problem.CONTRADICTION, Problem.FULL)  # the others count once staff says so


class Unit(models.TextChoices):
    """In what attendance is measured for a certificate."""

    SESSIONS = "sessions", _("sessions attended")
    DAYS = "days", _("days attended")


class CertificateState(models.TextChoices):
    """Whether a certificate still holds."""

    ISSUED = "issued", pgettext_lazy("state of a certificate", "valid")
    REVOKED = "revoked", pgettext_lazy("state of a certificate", "revoked")
    REPLACED = "replaced", pgettext_lazy("state of a certificate", "replaced by a new one")


CERTIFICATE_TONES: Final = {
    CertificateState.ISSUED: "good",
    CertificateState.REVOKED: "bad",
    CertificateState.REPLACED: "waiting",
}


class Purpose(models.TextChoices):
    """What a seminar is needed for."""

    MISSION = "mission", _("before an expert assignment")
    MEETING = "meeting", _("before a meeting")


class QuestionKind(models.TextChoices):
    """How a question of feedback is answered."""

    SCALE = "scale", _("scale from 1 to 5")
    CHOICE = "choice", _("one of several answers")
    TEXT = "text", _("own words")
