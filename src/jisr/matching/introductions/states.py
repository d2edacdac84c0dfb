"""The words of introductions: where they stand, who began them, whose side it is, and what somebody answered."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    """Where an introduction stands. A no has the same kind words for everybody."""

    ASKED = "asked", pgettext_lazy("state of an introduction", "waits for answers")
    OPEN = "open", pgettext_lazy("state of an introduction", "open")
    CONCLUDED = "concluded", pgettext_lazy("state of an introduction", "a partnership is begun")
    CLOSED = "closed", pgettext_lazy("state of an introduction", "closed")
    DECLINED = "declined", pgettext_lazy("state of an introduction", "does not fit at the moment")
    EXPIRED = "expired", pgettext_lazy("state of an introduction", "ended without an answer")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of an introduction", "taken back")


LIVE: Final = (State.ASKED, State.OPEN)
TONES: Final = {
    State.ASKED: "waiting",
    State.OPEN: "good",
    State.CONCLUDED: "info",
    State.CLOSED: "neutral",
    State.DECLINED: "neutral",
    State.EXPIRED: "neutral",
    State.WITHDRAWN: "neutral",
}


class Origin(models.TextChoices):
    """How an introduction came about."""

    SUGGESTION = "suggestion", pgettext_lazy("origin of an introduction", "suggestion of the programme office")
    INTEREST = "interest", pgettext_lazy("origin of an introduction", "interest of one side")


class Side(models.TextChoices):
    """For whom somebody acts in an introduction. The two authorities are called by their names on pages."""

    GERMAN = "german", _("the German side")
    PALESTINIAN = "palestinian", _("the Palestinian side")
    OFFICE = "office", _("the programme office")


BOTH: Final = (Side.GERMAN, Side.PALESTINIAN)
OTHER: Final = {Side.GERMAN: Side.PALESTINIAN, Side.PALESTINIAN: Side.GERMAN}
ZONES: Final = {Side.GERMAN: "Europe/Berlin", Side.PALESTINIAN: "Asia/Hebron"}


class Answer(models.TextChoices):
    """What one side said."""

    PENDING = "pending", pgettext_lazy("answer to an introduction", "not answered yet")
    YES = "yes", pgettext_lazy("answer to an introduction", "yes")
    NO = "no", pgettext_lazy("answer to an introduction", "no")


class VisitState(models.TextChoices):
    """What became of a visit."""

    PLANNED = "planned", pgettext_lazy("state of a visit", "planned")
    DONE = "done", pgettext_lazy("state of a visit", "done")
    CANCELLED = "cancelled", pgettext_lazy("state of a visit", "cancelled")
