"""What the site search knows about requests and offers: those that everybody may see."""

from collections.abc import Collection, Iterator

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from jisr.kernel.text.stems import LANGUAGES, Language
from jisr.matching.requests.models import PartnershipRequest
from jisr.matching.requests.publishing import SEARCH_KIND
from jisr.matching.requests.translating import shown_texts
from jisr.municipalities.search import theme_words
from jisr.search import sources
from jisr.search.sources import Item, Source, Text


def register() -> None:
    sources.register(SEARCH_KIND, _("Requests and offers"), Source(requests), place=25)


def requests(slugs: Collection[str] | None) -> Iterator[Item]:
    """All that are shown, or those asked for."""
    rows = PartnershipRequest.objects.shown().for_lists()
    rows = rows.prefetch_related("authority__aliases", "wanted__theme__synonyms", "texts").order_by("slug")
    if slugs is not None:
        rows = rows.filter(slug__in=slugs)
    for request in rows.iterator(chunk_size=500):
        yield Item(request.slug, {language: _text(request, language) for language in LANGUAGES})


def _text(request: PartnershipRequest, language: Language) -> Text:
    with override(language):
        themes = [row.theme for row in request.wanted.all()]
        return Text(
            title=f"{request.get_kind_display()}: {request.authority.name}",
            path=request.get_absolute_url(),
            summary=", ".join(theme.name for theme in themes),
            body=" · ".join(shown.text for shown in shown_texts(request, language).values()),
            keywords=[alias.name for alias in request.authority.aliases.all()],
            related=[word for theme in themes for word in theme_words(theme, language)],
        )
