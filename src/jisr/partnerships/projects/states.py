"""The words of joint projects: where they stand, who leads, what money is for."""

from typing import Final

from django.db import models
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    """Where a joint project stands."""

    IDEA = "idea", pgettext_lazy("state of a joint project", "idea")
    CONCEPT = "concept", pgettext_lazy("state of a joint project", "concept")
    READY = "ready", pgettext_lazy("state of a joint project", "ready for funding")
    RUNNING = "running", pgettext_lazy("state of a joint project", "running without funding")
    DONE = "done", pgettext_lazy("state of a joint project", "done")
    DROPPED = "dropped", pgettext_lazy("state of a joint project", "dropped")


EDITABLE: Final = (State.IDEA, State.CONCEPT, State.RUNNING)
PLANNED: Final = (State.IDEA, State.CONCEPT)
TONES: Final = {
    State.IDEA: "neutral",
    State.CONCEPT: "info",
    State.READY: "good",
    State.RUNNING: "good",
    State.DONE: "neutral",
    State.DROPPED: "neutral",
}


class LeadSide(models.TextChoices):
    """Which of the two authorities leads a project."""

    GERMAN = "german", pgettext_lazy("leads a joint project", "the German side")
    PALESTINIAN = "palestinian", pgettext_lazy("leads a joint project", "the Palestinian side")


class MoneyKind(models.TextChoices):
    """What a line of the estimate is."""

    COST = "cost", pgettext_lazy("line of an estimate", "cost")
    OWN = "own", pgettext_lazy("line of an estimate", "own means")
