"""The words of matching: sides of a profile, kinds of reasons, ties that rule a suggestion out."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jisr.partnerships.states import Status


class Side(models.TextChoices):
    """What an authority says about a theme."""

    NEED = "need", pgettext_lazy("side of a profile", "looks for")
    OFFER = "offer", pgettext_lazy("side of a profile", "offers")


class ReasonKind(models.TextChoices):
    """Why two authorities may suit each other, seen from the one that asks."""

    NEEDS = "needs", _("the other side offers what we look for")
    OFFERS = "offers", _("we offer what the other side looks for")
    SIZE = "size", _("size")
    LANGUAGES = "languages", _("common languages")
    TEXT = "text", _("similar descriptions")


# Somebody who is bound already, or is on the way to it, is not suggested. A paused tie is not a lost one. An expired or
# ended one may be taken up again, unless somebody blocks the pair.
BINDING: Final = (Status.INITIATION, Status.ACTIVE, Status.PAUSED)
