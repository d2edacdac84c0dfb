"""The roles of people in the programme office."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a member of staff does. Each of them needs a second factor."""

    ADMINISTRATOR = "administrator", _("administrator")
    ADVISER = "adviser", _("adviser")
    EVENTS = "events", _("events")
    FUNDING = "funding", _("funding")
    AUDIT = "audit", _("audit")
    EDITOR = "editor", _("editor")
