"""The words of working groups: where a plan stands, what it was made for, and which rule is meant."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PlanState(models.TextChoices):
    """Where a plan stands."""

    RUNNING = "running", pgettext_lazy("state of a plan", "being computed")
    READY = "ready", pgettext_lazy("state of a plan", "ready")
    FAILED = "failed", pgettext_lazy("state of a plan", "stopped")
    PUBLISHED = "published", pgettext_lazy("state of a plan", "published")
    SUPERSEDED = "superseded", pgettext_lazy("state of a plan", "replaced by a later one")


TONES: Final = {
    PlanState.RUNNING: "waiting",
    PlanState.READY: "info",
    PlanState.FAILED: "bad",
    PlanState.PUBLISHED: "good",
    PlanState.SUPERSEDED: "neutral",
}
HAS_PLACES: Final = (PlanState.READY, PlanState.PUBLISHED, PlanState.SUPERSEDED)


class Purpose(models.TextChoices):
    """What a plan is made for. Only one with the languages that the office has set can be published."""

    SET = "set", _("with the interpreters as they are set in each group")
    MORE = "more", _("to see what one more team of interpreters would bring")
    FEWER = "fewer", _("to see what breaks with one team of interpreters less")


class Rule(models.TextChoices):
    """A rule of the allocation."""

    CAPACITY = "capacity", _("places")
    MINIMUM = "minimum", _("smallest number")
    BALANCE = "balance", _("balance of the two sides")
    BODY = "body", _("people of the same authority")
    LANGUAGE = "language", _("languages")


class Stage(models.TextChoices):
    """How far the worker is."""

    WAITING = "waiting", _("waits for the worker")
    SOLVING = "solving", _("looks for the best plan within all rules")
    BENDING = "bending", _("no plan keeps all rules; looks for the least change that helps")
    KEEPING = "keeping", _("writes the result down")


class Failure(models.TextChoices):
    """Why a plan stopped."""

    KILLED = "killed", _("The worker was stopped while it was computing. Nothing is lost: start the plan again.")
    TIME = "time", _("In the time given no plan was found. Make the rules less tight, or start it again.")
    ERROR = (
        "error",
        _("Something went wrong on our side. Start it again; if it fails again, tell those who run this site."),
    )
