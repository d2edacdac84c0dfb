"""What enquiries, notes and questions to peers can be."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Topic(models.TextChoices):
    """What an enquiry is about."""

    PARTNER = "partner", _("Finding a partner")
    FUNDING = "funding", _("Money and funding")
    PROJECT = "project", _("Planning or changing a project")
    EXPERTS = "experts", _("Sending or receiving experts")
    EVENTS = "events", _("Meetings and seminars")
    TRAVEL = "travel", _("Travel, visa and safety")
    EDUCATION = "education", _("Information and education work")
    OTHER = "other", _("Something else")


class Urgency(models.TextChoices):
    """How soon an answer is needed; the working days that each of them allows are dated data."""

    URGENT = "urgent", pgettext_lazy("urgency", "urgent")
    NORMAL = "normal", pgettext_lazy("urgency", "normal")
    LOW = "low", pgettext_lazy("urgency", "can wait")


class Channel(models.TextChoices):
    """How an enquiry came."""

    FORM = "form", _("form on this site")
    PHONE = "phone", _("by phone")
    MEETING = "meeting", _("in a meeting")


class State(models.TextChoices):
    """Where an enquiry stands."""

    NEW = "new", pgettext_lazy("state of an enquiry", "new")
    IN_HAND = "in_hand", _("in hand")
    ANSWERED = "answered", _("answered")
    CLOSED = "closed", _("closed without an answer")
    MERGED = "merged", _("merged with another one")


OPEN = (State.NEW, State.IN_HAND)
TONES = {
    State.NEW: "waiting",
    State.IN_HAND: "info",
    State.ANSWERED: "good",
    State.CLOSED: "neutral",
    State.MERGED: "neutral",
}


class EntryKind(models.TextChoices):
    """What an entry of the advice record tells about."""

    NOTE = "note", _("note")
    PHONE = "phone", _("phone call")
    MEETING = "meeting", pgettext_lazy("entry of a record", "meeting")
    ANSWER = "answer", pgettext_lazy("entry of a record", "answer")
    HANDOVER = "handover", _("handover")


class Visibility(models.TextChoices):
    """Who reads an entry."""

    OFFICE = "office", _("only the programme office")
    AUTHORITY = "authority", _("this authority and the programme office")
    BOTH = "both", _("both sides and the programme office")


class QuestionState(models.TextChoices):
    """Where a question to peers stands."""

    ASKED = "asked", _("waits for a yes")
    ACCEPTED = "accepted", pgettext_lazy("question to peers", "accepted")
    DECLINED = "declined", pgettext_lazy("question to peers", "declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("question to peers", "withdrawn")


QUESTION_TONES = {
    QuestionState.ASKED: "waiting",
    QuestionState.ACCEPTED: "good",
    QuestionState.DECLINED: "neutral",
    QuestionState.WITHDRAWN: "neutral",
}
