"""The words of what is documented: who agreed to a photo, and what sort of file it is."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Consent(models.TextChoices):
    """What somebody on a photo said about showing it."""

    ASKED = "asked", pgettext_lazy("consent to a photo", "asked")
    GIVEN = "given", pgettext_lazy("consent to a photo", "agreed")
    WITHDRAWN = "withdrawn", pgettext_lazy("consent to a photo", "withdrawn")


CONSENT_TONES: Final = {Consent.ASKED: "waiting", Consent.GIVEN: "good", Consent.WITHDRAWN: "bad"}


class FileKind(models.TextChoices):
    """What a file of the documentation is."""

    REPORT = "report", _("report or press text of the office")
    SLIDES = "slides", _("slides of a speaker")
    RECORDING = "recording", _("recording of a session")
