"""What the site search knows about ties."""

from collections.abc import Collection, Iterator

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from jisr.kernel.text.stems import LANGUAGES, Language
from jisr.municipalities.search import theme_words
from jisr.partnerships.models import Partnership
from jisr.search import sources
from jisr.search.sources import Item, Source, Text

PARTNERSHIP = "partnership"
_PARTS = ("german__aliases", "palestinian__aliases", "themes__synonyms", "projects", "milestones")


def register() -> None:
    """Make ties findable."""
    sources.register(PARTNERSHIP, _("Partnerships"), Source(partnerships), place=20)


def partnerships(slugs: Collection[str] | None) -> Iterator[Item]:
    """All public ties or those asked for."""
    rows = Partnership.objects.public().prefetch_related(*_PARTS)
    rows = rows.select_related("german", "palestinian").order_by("slug")
    if slugs is not None:
        rows = rows.filter(slug__in=slugs)
    for tie in rows:
        yield Item(tie.slug, {language: _text(tie, language) for language in LANGUAGES})


def _text(tie: Partnership, language: Language) -> Text:
    sides = (tie.german, tie.palestinian)
    with override(language):
        themes = list(tie.themes.all())
        told = (*tie.projects.all(), *tie.milestones.all())
        return Text(
            title=str(tie),
            path=tie.get_absolute_url(),
            summary=": ".join(filter(None, dict.fromkeys((str(tie.get_form_display()), tie.founding_event)))),
            body=" · ".join([*(str(each) for each in told), tie.status_note]),
            keywords=[alias.name for side in sides for alias in side.aliases.all()],
            related=[word for theme in themes for word in (theme.name, *theme_words(theme, language))],
        )
