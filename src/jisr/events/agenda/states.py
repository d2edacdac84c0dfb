"""The words of a programme."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class SessionKind(models.TextChoices):
    """What happens in a session."""

    TALK = "talk", _("talk")
    PANEL = "panel", _("panel discussion")
    SITE_VISIT = "site_visit", _("site visit")
    WORKING_GROUP = "working_group", _("working group")
    PLENARY = "plenary", _("plenary")
    CEREMONY = "ceremony", _("ceremony")
    BREAK = "break", pgettext_lazy("kind of a session", "break")


class SpeakerRole(models.TextChoices):
    """What somebody does in a session."""

    SPEAKER = "speaker", _("speaker")
    MODERATOR = "moderator", _("moderator")


class Channel(models.TextChoices):
    """How interpretation is heard."""

    SIMULTANEOUS = "simultaneous", _("simultaneous, by headphones")
    CONSECUTIVE = "consecutive", _("consecutive")
    WHISPERED = "whispered", _("whispered")
    ONLINE = "online", _("channel of the video conference")
