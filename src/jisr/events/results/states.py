"""The words of results: what is kept, how far it is shown, and where an agreed step stands."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

LANGUAGES: Final = ("de", "en", "ar")


class State(models.TextChoices):
    """How far minutes, a decision or a result sheet is shown."""

    DRAFT = "draft", pgettext_lazy("state of minutes or results", "draft")
    CHECKED = "checked", pgettext_lazy("state of minutes or results", "checked")
    SHARED = "shared", pgettext_lazy("state of minutes or results", "shared with participants")
    PUBLIC = "public", pgettext_lazy("state of minutes or results", "public")


READ_BY_PARTICIPANTS: Final = (State.SHARED, State.PUBLIC)
TONES: Final = {State.DRAFT: "neutral", State.CHECKED: "info", State.SHARED: "good", State.PUBLIC: "good"}


class BlockKind(models.TextChoices):
    """What a block of minutes is."""

    HEADING = "heading", pgettext_lazy("part of minutes", "heading of a section")
    TEXT = "text", pgettext_lazy("part of minutes", "paragraph")


class SheetPart(models.TextChoices):
    """The texts of a result sheet, in their order; the same for every working group."""

    TOPIC = "topic", _("Topic")
    DISCUSSED = "discussed", _("What was discussed")
    AGREED = "agreed", _("What was agreed")
    OPEN = "open", _("Open questions")
    NEXT_STEPS = "next_steps", _("Next steps")
    CONTACT_ROLE = "contact_role", _("Who can be asked, by function")


class TextState(models.TextChoices):
    """How far a translation is."""

    DRAFT = "draft", pgettext_lazy("state of a translation", "not checked")
    CHECKED = "checked", pgettext_lazy("state of a translation", "checked")


class Step(models.TextChoices):
    """Where an agreed step stands. That it is overdue follows from its day."""

    OPEN = "open", pgettext_lazy("state of a follow-up", "open")
    IN_PROGRESS = "in_progress", pgettext_lazy("state of a follow-up", "in progress")
    DONE = "done", pgettext_lazy("state of a follow-up", "done")
    DROPPED = "dropped", pgettext_lazy("state of a follow-up", "dropped")


UNDER_WAY: Final = (Step.OPEN, Step.IN_PROGRESS)
SETTLED: Final = (Step.DONE, Step.DROPPED)
STEP_TONES: Final = {Step.OPEN: "info", Step.IN_PROGRESS: "waiting", Step.DONE: "good", Step.DROPPED: "neutral"}


class Owner(models.TextChoices):
    """Who takes a step on."""

    AUTHORITY = "authority", _("a local authority")
    ORGANISATION = "organisation", _("an organisation")
    OFFICE = "office", _("the programme office")


class Link(models.TextChoices):
    """To what a follow-up belongs."""

    TIE = "tie", _("Partnership")
    REQUEST = "request", _("Request or offer")
    PROJECT = "project", _("Joint project")


class Event(models.TextChoices):
    """What happened to a follow-up, for its history."""

    AGREED = "agreed", pgettext_lazy("history of a follow-up", "agreed")
    CHANGED = "changed", pgettext_lazy("history of a follow-up", "changed")
    HANDED_OVER = "handed_over", pgettext_lazy("history of a follow-up", "handed over to another owner")
    STARTED = "start", pgettext_lazy("history of a follow-up", "begun")
    FINISHED = "finish", pgettext_lazy("history of a follow-up", "done")
    DROPPED = "drop", pgettext_lazy("history of a follow-up", "dropped")
    REOPENED = "reopen", pgettext_lazy("history of a follow-up", "opened again")
    CARRIED = "carried", pgettext_lazy("history of a follow-up", "brought into the next meeting")
    REMINDED = "reminded", pgettext_lazy("history of a follow-up", "called to mind")
    RELEASED = "released", pgettext_lazy("history of a follow-up", "released for the public")
    WITHHELD = "withheld", pgettext_lazy("history of a follow-up", "no longer public")
