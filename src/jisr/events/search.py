"""What the site search knows about meetings."""

from collections.abc import Collection, Iterator

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from jisr.events.editions.sheets import EDITION
from jisr.events.models import Edition
from jisr.kernel.text.stems import LANGUAGES, Language
from jisr.municipalities.search import listed, theme_words
from jisr.search import sources
from jisr.search.sources import Item, Source, Text
from jisr.web.templatetags.jisr import partial_date


def register() -> None:
    """Make meetings findable."""
    sources.register(EDITION, _("Meetings"), Source(editions), place=30)


def editions(slugs: Collection[str] | None) -> Iterator[Item]:
    """All meetings or those asked for; of equal ones the latest first."""
    rows = Edition.objects.public().select_related("series").prefetch_related("themes__synonyms", "places__aliases")
    if slugs is not None:
        rows = rows.filter(slug__in=slugs)
    for edition in rows.order_by("slug"):
        texts = {language: _text(edition, language) for language in LANGUAGES}
        yield Item(edition.slug, texts, position=-edition.start_on.toordinal())


def _text(edition: Edition, language: Language) -> Text:
    with override(language):
        themes, places = edition.themes.all(), edition.places.all()
        return Text(
            title=edition.title,
            path=edition.get_absolute_url(),
            summary=listed(edition.place, partial_date(edition.start)),
            body=" · ".join(
                [edition.series.name, *edition.formats, *edition.outcomes, *edition.organisers, *edition.partners]
            ),
            keywords=[
                name for place in places for name in (place.name, *(alias.name for alias in place.aliases.all()))
            ],
            related=[word for theme in themes for word in (theme.name, *theme_words(theme, language))],
        )
