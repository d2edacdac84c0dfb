"""The words of agreements and of the steps of a tie."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jisr.partnerships.states import Form, MilestoneKind


class AgreementKind(models.TextChoices):
    """What a paper is that both sides sign."""

    MEMORANDUM = "memorandum", _("memorandum of understanding")
    LETTER = "letter", _("letter of intent")
    AGREEMENT = "agreement", _("partnership agreement")
    CHARTER = "charter", _("charter")


class PartyRole(models.TextChoices):
    """As what somebody signs."""

    GERMAN = "german", _("German authority")
    PALESTINIAN = "palestinian", _("Palestinian authority")
    OFFICE = "office", pgettext_lazy("party of an agreement", "programme office")
    OTHER = "other", pgettext_lazy("party of an agreement", "another body")


SIDES: Final = (PartyRole.GERMAN, PartyRole.PALESTINIAN)


class Renewal(models.TextChoices):
    """What happens at the end of the term."""

    NONE = "none", pgettext_lazy("renewal of an agreement", "none: it ends")
    DECISION = "decision", pgettext_lazy("renewal of an agreement", "by a decision of both sides")
    AUTOMATIC = "automatic", pgettext_lazy("renewal of an agreement", "automatic, unless notice is given")


class Decider(models.TextChoices):
    """Who decided on a step."""

    COUNCIL = "council", pgettext_lazy("who decided", "the council")
    MAYOR = "mayor", pgettext_lazy("who decided", "the mayor")
    BOTH = "both", pgettext_lazy("who decided", "both sides")
    OFFICE = "office", pgettext_lazy("who decided", "the programme office")
    TERM = "term", pgettext_lazy("who decided", "the agreement itself")


class StepKind(models.TextChoices):
    """What became of a tie."""

    BEGUN = "begun", pgettext_lazy("step of a partnership", "initiation begun")
    ACTIVATED = "activated", pgettext_lazy("step of a partnership", "partnership begun")
    PAUSED = "paused", pgettext_lazy("step of a partnership", "paused")
    PROLONGED = "prolonged", pgettext_lazy("step of a partnership", "pause prolonged")
    RESUMED = "resumed", pgettext_lazy("step of a partnership", "resumed")
    RENEWED = "renewed", pgettext_lazy("step of a partnership", "renewed")
    UPGRADED = "upgraded", pgettext_lazy("step of a partnership", "form changed")
    EXPIRED = "expired", pgettext_lazy("step of a partnership", "expired")
    ENDED = "ended", pgettext_lazy("step of a partnership", "ended")


# How firm a form is: a tie is upgraded to a firmer one.
FIRMNESS: Final = (Form.KONTAKT, Form.PROJEKTPARTNERSCHAFT, Form.FREUNDSCHAFT, Form.PARTNERSCHAFT)

MILESTONES_OF_KINDS: Final = {
    AgreementKind.MEMORANDUM: MilestoneKind.MEMORANDUM,
    AgreementKind.LETTER: MilestoneKind.LETTER,
    AgreementKind.AGREEMENT: MilestoneKind.AGREEMENT,
    AgreementKind.CHARTER: MilestoneKind.CHARTER,
}
MILESTONES_OF_FORMS: Final = {
    Form.PROJEKTPARTNERSCHAFT: MilestoneKind.PROJECT_PARTNERSHIP,
    Form.FREUNDSCHAFT: MilestoneKind.FRIENDSHIP,
    Form.PARTNERSCHAFT: MilestoneKind.PARTNERSHIP,
}
MILESTONES_OF_STEPS: Final = {
    StepKind.PAUSED: MilestoneKind.PAUSE,
    StepKind.RESUMED: MilestoneKind.RESUMPTION,
    StepKind.RENEWED: MilestoneKind.RENEWAL,
    StepKind.EXPIRED: MilestoneKind.EXPIRY,
    StepKind.ENDED: MilestoneKind.END,
}


class ReminderKind(models.TextChoices):
    """What a reminder is about."""

    TERM = "term", _("end of a term")
    REVIEW = "review", _("review of a pause")
