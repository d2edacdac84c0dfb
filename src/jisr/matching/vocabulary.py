"""Names and synonyms of the themes as the office keeps them, for the lexicon."""

from collections.abc import Sequence

from django.core.exceptions import ImproperlyConfigured
from django.db import Error

from jisr.kernel.text.stems import LANGUAGES
from jisr.matching import taxonomy
from jisr.matching.taxonomy import Entry
from jisr.municipalities.models import Theme, ThemeSynonym
from jisr.web import public_data

# No database, none yet, or one that is kept shut: the delivered words answer. ``RuntimeError`` is how tests shut it.
OUT_OF_REACH = (Error, ImproperlyConfigured, RuntimeError)


def stored_terms() -> Sequence[Entry] | None:
    """Read anew when public data has changed; None where nobody has entered a word yet."""
    try:
        return public_data.remembered("words of themes", _read)
    except OUT_OF_REACH:
        return None


def _read() -> Sequence[Entry] | None:
    """A theme that is not in the database keeps its delivered words; one that only the database has is left out.

    The scores of the sentence encoder know the delivered themes alone, and both count the same themes.
    """
    place = {slug: number for number, slug in enumerate(taxonomy.theme_slugs())}
    synonyms = ThemeSynonym.objects.order_by("pk").values_list("theme__slug", "language", "word")
    words = [(slug, language, word) for slug, language, word in synonyms if slug in place]
    if not words:
        return None
    names = Theme.objects.order_by("pk").values_list("slug", *(f"name_{language}" for language in LANGUAGES))
    rows = [
        *((slug, language, name) for slug, *told in names for language, name in zip(LANGUAGES, told, strict=True)),
        *words,
    ]
    known = {slug for slug, _language, _word in rows}
    slugs = taxonomy.theme_slugs()
    return (
        *(Entry(place[slug], language, text) for slug, language, text in rows if slug in place and text),
        *(entry for entry in taxonomy.terms() if slugs[entry.theme] not in known),
    )
