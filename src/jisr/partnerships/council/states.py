"""Words of council papers: whose council, how often a cost comes, kinds of bodies, outcomes of meetings, results."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Side(models.TextChoices):
    """Whose council decides: that of which side of the tie."""

    GERMAN = "german", _("German side")
    PALESTINIAN = "palestinian", _("Palestinian side")


class Rhythm(models.TextChoices):
    """How often a cost comes."""

    ONCE = "once", pgettext_lazy("how often a cost comes", "once")
    YEARLY = "yearly", pgettext_lazy("how often a cost comes", "per year")


class BodyKind(models.TextChoices):
    """What kind of body meets."""

    COMMITTEE = "committee", _("specialist committee")
    MAIN_COMMITTEE = "main_committee", _("main committee")
    COUNCIL = "council", pgettext_lazy("kind of a body", "council")
    OTHER = "other", _("another body")


class Outcome(models.TextChoices):
    """What came of one meeting."""

    PLANNED = "planned", pgettext_lazy("outcome of a meeting", "planned")
    PRESENTED = "presented", pgettext_lazy("outcome of a meeting", "presented, no decision asked")
    ADJOURNED = "adjourned", pgettext_lazy("outcome of a meeting", "adjourned")
    RECOMMENDED = "recommended", pgettext_lazy("outcome of a meeting", "recommended")
    ADOPTED = "adopted", pgettext_lazy("outcome of a meeting", "adopted")
    REJECTED = "rejected", pgettext_lazy("outcome of a meeting", "rejected")
    NOTED = "noted", pgettext_lazy("outcome of a meeting", "noted")


class Result(models.TextChoices):
    """Where a matter stands, as its meetings tell it."""

    PREPARING = "preparing", pgettext_lazy("result of a council matter", "in preparation")
    UNDER_WAY = "under_way", pgettext_lazy("result of a council matter", "before the bodies")
    ADJOURNED = "adjourned", pgettext_lazy("result of a council matter", "adjourned")
    ADOPTED = "adopted", pgettext_lazy("result of a council matter", "adopted by the council")
    REJECTED = "rejected", pgettext_lazy("result of a council matter", "rejected by the council")
    NOTED = "noted", pgettext_lazy("result of a council matter", "noted by the council")
    WITHDRAWN = "withdrawn", pgettext_lazy("result of a council matter", "withdrawn")


VOTED: Final = (Outcome.RECOMMENDED, Outcome.ADOPTED, Outcome.REJECTED)
FINAL: Final = {
    Outcome.ADOPTED: Result.ADOPTED,
    Outcome.REJECTED: Result.REJECTED,
    Outcome.NOTED: Result.NOTED,
}
OUTCOME_TONES: Final = {
    Outcome.PLANNED: "neutral",
    Outcome.PRESENTED: "info",
    Outcome.ADJOURNED: "waiting",
    Outcome.RECOMMENDED: "good",
    Outcome.ADOPTED: "good",
    Outcome.REJECTED: "bad",
    Outcome.NOTED: "info",
}
RESULT_TONES: Final = {
    Result.PREPARING: "neutral",
    Result.UNDER_WAY: "info",
    Result.ADJOURNED: "waiting",
    Result.ADOPTED: "good",
    Result.REJECTED: "bad",
    Result.NOTED: "info",
    Result.WITHDRAWN: "neutral",
}
