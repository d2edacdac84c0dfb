"""The words of requests and offers: where they stand, what they say, and how far their texts are translated."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    """A Palestinian authority looks for a partner; a German one says what it offers and looks for."""

    REQUEST = "request", pgettext_lazy("kind of a request", "Request")
    OFFER = "offer", pgettext_lazy("kind of a request", "Offer")


class State(models.TextChoices):
    """Where a request or an offer stands."""

    DRAFT = "draft", pgettext_lazy("state of a request", "draft")
    SUBMITTED = "submitted", pgettext_lazy("state of a request", "submitted")
    CHECKED = "checked", pgettext_lazy("state of a request", "checked")
    TRANSLATED = "translated", pgettext_lazy("state of a request", "translated")
    PUBLISHED = "published", pgettext_lazy("state of a request", "published")
    STALE = "stale", pgettext_lazy("state of a request", "not confirmed lately")
    MATCHED = "matched", pgettext_lazy("state of a request", "partner found")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of a request", "withdrawn")
    ARCHIVED = "archived", pgettext_lazy("state of a request", "archived")


SHOWN: Final = (State.PUBLISHED, State.STALE, State.MATCHED)
OPEN: Final = (State.PUBLISHED, State.STALE)
IN_OFFICE: Final = (State.SUBMITTED, State.CHECKED, State.TRANSLATED)
LIVE: Final = (State.DRAFT, *IN_OFFICE, *OPEN)
TONES: Final = {
    State.DRAFT: "neutral",
    State.SUBMITTED: "waiting",
    State.CHECKED: "waiting",
    State.TRANSLATED: "waiting",
    State.PUBLISHED: "good",
    State.STALE: "waiting",
    State.MATCHED: "info",
    State.WITHDRAWN: "neutral",
    State.ARCHIVED: "neutral",
}


class TextState(models.TextChoices):
    """How far the translation of a text is. One that is missing has no row."""

    DRAFT = "draft", pgettext_lazy("state of a translation", "draft, not checked")
    CHECKED = "checked", pgettext_lazy("state of a translation", "checked")


class AdministrationLanguage(models.TextChoices):
    """A language in which an administration can work with a partner."""

    ARABIC = "ar", _("Arabic")
    GERMAN = "de", _("German")
    ENGLISH = "en", _("English")
    FRENCH = "fr", _("French")
    HEBREW = "he", _("Hebrew")


class PartnerSize(models.TextChoices):
    """Which size of partner somebody would like."""

    ANY = "", _("any size")
    SIMILAR = "similar", _("about as large as we are")
    SMALLER = "smaller", _("smaller than we are")
    LARGER = "larger", _("larger than we are")


class PartnerKind(models.TextChoices):
    """Which kind of partner somebody would like."""

    ANY = "", _("any kind")
    CITY = "city", _("a town or city")
    VILLAGE = "village", _("a small municipality or village")
    DISTRICT = "district", _("a district or an association of municipalities")
