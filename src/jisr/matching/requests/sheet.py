"""A request on one sheet of paper, for a council: what fits, and where the rest stands."""

from typing import Any

from django.utils import translation
from django.utils.formats import localize
from django.utils.translation import gettext as _

from jisr.matching.requests.models import PartnershipRequest
from jisr.matching.requests.presenting import facts_of
from jisr.matching.requests.states import AdministrationLanguage
from jisr.matching.requests.translating import Shown, shown_texts
from jisr.web.components import labels_of
from jisr.web.structured_data import absolute
from jisr.web.templatetags.jisr import partial_date

ORDER = ("profile", "wishes", "priorities", "economy", "facilities", "partnerships")
MOST_TEXTS = 5
LONGEST = 340  # signs of one text
MOST_THEMES = 8


def sheet_of(request: PartnershipRequest, language: str) -> dict[str, Any]:
    """What the template sets, in a language."""
    with translation.override(language):
        texts = shown_texts(request, language)
        themes = [row.theme.name for row in request.wanted.all()][:MOST_THEMES]
        return {
            "title": request.authority.name,
            "kind": str(request.get_kind_display()),
            "place": f"{request.authority.region.name} · {request.authority.country.name}",
            "status": _status(request),
            "themes_title": _("Themes, the most wanted first"),
            "themes": " · ".join(f"{place}. {name}" for place, name in enumerate(themes, start=1)),
            "facts": [{"label": label, "value": value} for label, value in _facts(request)],
            "texts": _clipped(texts),
            "closing": _("The whole text, and whether it still holds, stands at %(address)s.")
            % {"address": absolute(request.get_absolute_url())},
        }


def _facts(request: PartnershipRequest) -> list[tuple[str, str]]:
    figures = []
    if request.population_stated is not None:
        figures.append((_("Inhabitants, as stated"), localize(request.population_stated)))
    best = request.authority.populations.best_first().exclude(kind="stated").first()
    if best is not None:
        figures.append((_("Inhabitants"), f"{localize(best.number)} ({best.get_kind_display()})"))
    return [*figures, *facts_of(request)]


def _status(request: PartnershipRequest) -> str:
    published = partial_date(request.published)
    if not published:
        return _("%(status)s; date of publication not known") % {"status": request.get_state_display()}
    return _("%(status)s; published %(date)s") % {"status": request.get_state_display(), "date": published}


def _clipped(texts: dict[str, Shown]) -> list[dict[str, str]]:
    """The texts that a council asks for first, each with its beginning; those of themes only where there is room."""
    keys = [key for key in ORDER if key in texts]
    keys += [key for key in texts if key not in ORDER]
    return [
        {"title": texts[key].title, "text": _beginning(texts[key].text), "note": note_on(texts[key])}
        for key in keys[:MOST_TEXTS]
    ]


def _beginning(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rsplit(" ", 1)[0] + "…"


def note_on(shown: Shown) -> str:
    """Which it is: original, checked translation, unchecked draft, or not translated yet."""
    if shown.is_foreign:
        return _("not yet translated: original in %(language)s") % {
            "language": labels_of(AdministrationLanguage)[shown.row.language]
        }
    if not shown.is_translated:
        return ""
    if shown.is_checked:
        return _("translated and checked on %(date)s") % {"date": partial_date(shown.row.checked_at.date())}
    return _("draft of a translation, not checked")
