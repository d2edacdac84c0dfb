"""What the site search knows about local authorities and themes."""

from collections.abc import Collection, Iterator

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext

from jisr.kernel.text.stems import LANGUAGES, Language
from jisr.municipalities.models import Authority, Theme
from jisr.municipalities.places import find_places
from jisr.search import sources
from jisr.search.sources import Item, Source, Suggestion, Text

AUTHORITY, THEME = "authority", "theme"


def register() -> None:
    """Make authorities and themes findable."""
    sources.register(AUTHORITY, _("Municipalities"), Source(authorities, find_authorities), place=10)
    sources.register(THEME, _("Themes"), Source(themes), place=40)


def authorities(slugs: Collection[str] | None) -> Iterator[Item]:
    """All authorities or those asked for; existing ones before former ones."""
    rows = Authority.objects.for_lists().prefetch_related("aliases", "keys").order_by("pk")
    if slugs is not None:
        rows = rows.filter(slug__in=slugs)
    for authority in rows.iterator(chunk_size=1000):
        texts = {language: _authority_text(authority, language) for language in LANGUAGES}
        yield Item(authority.slug, texts, position=int(authority.is_former))


def _authority_text(authority: Authority, language: Language) -> Text:
    with override(language):
        kind = authority.get_kind_display() if authority.kind else ""
        return Text(
            title=authority.name,
            path=authority.get_absolute_url(),
            summary=listed(str(kind), authority.region.name, authority.country.name),
            body=authority.note,
            keywords=[alias.name for alias in authority.aliases.all()],
            related=[key.key for key in authority.keys.all()],
        )


def find_authorities(query: str, limit: int) -> list[Suggestion]:
    """The authorities whose name the whole query is, begins or, if there are none, resembles."""
    hits = find_places(query, limit=limit)
    sure = [hit for hit in hits if hit.is_sure]
    return [Suggestion(hit.slug, hit.matched_name, is_sure=hit.is_sure) for hit in sure or hits]


def themes(slugs: Collection[str] | None) -> Iterator[Item]:
    """All themes or those asked for."""
    rows = Theme.objects.prefetch_related("synonyms").order_by("pk")
    if slugs is not None:
        rows = rows.filter(slug__in=slugs)
    for theme in rows:
        yield Item(theme.slug, {language: _theme_text(theme, language) for language in LANGUAGES})


def _theme_text(theme: Theme, language: Language) -> Text:
    with override(language):
        return Text(
            title=theme.name,
            path=theme.get_absolute_url(),
            summary=str(theme.get_focus_display()),
            keywords=theme_words(theme, language),
            related=[theme.dac_code],
        )


def theme_words(theme: Theme, language: Language) -> list[str]:
    """The everyday words of a theme in one language."""
    return [synonym.word for synonym in theme.synonyms.all() if synonym.language == language]


def listed(*words: str) -> str:
    """The words that are not empty, parted as the language in use does it."""
    return pgettext("between items of a list", ", ").join(filter(None, words))
