"""The words of 1:1 meetings."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jisr.events.talks.task import Reason


class RequestState(models.TextChoices):
    """Where the wish for a 1:1 meeting stands. A no and silence have the same kind words for the one who asked."""

    ASKED = "asked", pgettext_lazy("request for a 1:1 meeting", "waits for an answer")
    ACCEPTED = "accepted", pgettext_lazy("request for a 1:1 meeting", "both want it")
    DECLINED = "declined", pgettext_lazy("request for a 1:1 meeting", "does not fit this time")
    LAPSED = "lapsed", pgettext_lazy("request for a 1:1 meeting", "does not fit this time")
    WITHDRAWN = "withdrawn", pgettext_lazy("request for a 1:1 meeting", "taken back")


LIVE: Final = (RequestState.ASKED, RequestState.ACCEPTED)


class PlanState(models.TextChoices):
    """Where a plan stands."""

    RUNNING = "running", pgettext_lazy("state of a plan", "is being made")
    READY = "ready", pgettext_lazy("state of a plan", "ready to be looked at")
    PUBLISHED = "published", pgettext_lazy("state of a plan", "published")
    SUPERSEDED = "superseded", pgettext_lazy("state of a plan", "replaced by a later one")
    FAILED = "failed", pgettext_lazy("state of a plan", "could not be made")


PLAN_TONES: Final = {
    PlanState.RUNNING: "waiting",
    PlanState.READY: "info",
    PlanState.PUBLISHED: "good",
    PlanState.SUPERSEDED: "neutral",
    PlanState.FAILED: "bad",
}

LANGUAGE_PAIRS: Final = (
    ("ar-de", _("German and Arabic")),
    ("ar-en", _("English and Arabic")),
    ("de-en", _("German and English")),
)

WHY_NOT: Final = {
    Reason.ABSENT: _("One of the two is not there any more."),
    Reason.NO_COMMON_SLOT: _("The two have no free time in common."),
    Reason.NO_INTERPRETER: _("Nobody interprets between the languages of the two at the times when both are free."),
    Reason.MOST_MEETINGS: _("One of the two has as many meetings as they wish already."),
    Reason.TABLES_FULL: _("All tables are taken at the times when both are free."),
    Reason.INTERPRETERS_BUSY: _("All interpreters are busy at the times when both are free."),
    Reason.OTHERS_WEIGHED_MORE: _("At the times when both could come, other meetings of the two came first."),
}
