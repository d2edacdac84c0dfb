"""Languages by their names, as the reader calls them."""

from collections.abc import Iterable

from django.utils.translation import pgettext

from jisr.events.registration.models import LANGUAGES
from jisr.municipalities.search import listed


def languages_in_words(codes: Iterable[str]) -> str:
    """Languages by their names in the reader's language."""
    names = dict(LANGUAGES)
    return listed(*(str(names.get(code, code)) for code in codes))


def direction(source: str, target: str) -> str:
    """``German → Arabic``, in the direction in which the reader reads."""
    names = dict(LANGUAGES)
    return pgettext("from one language into another", "%(one)s → %(other)s") % {
        "one": names.get(source, source),
        "other": names.get(target, target),
    }
