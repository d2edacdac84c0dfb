"""Where a mail stands, and how a person wants to be told."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """The way of a mail. ``FAILED`` is tried again; ``DEAD`` waits for a decision of the programme office."""

    QUEUED = "queued", _("waiting")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    FAILED = "failed", _("will be tried again")
    DEAD = "dead", _("given up")


OPEN = (State.QUEUED, State.SENDING, State.FAILED)


class Delivery(models.TextChoices):
    """How mails come."""

    SINGLE = "single", _("a mail for each message")
    DIGEST = "digest", _("one mail a day with all messages")
