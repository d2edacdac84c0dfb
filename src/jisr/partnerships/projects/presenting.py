"""Answers of a joint project in words, for its pages and for the two texts of a conflict."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import pgettext

from jisr.kernel.money import euros
from jisr.municipalities import choices
from jisr.municipalities.models import Organisation
from jisr.partnerships.projects.outline import LINES, Page, label_of
from jisr.partnerships.projects.states import LeadSide, MoneyKind
from jisr.web.components import labels_of
from jisr.web.context import LANGUAGE_NAMES
from jisr.web.templatetags.jisr import partial_date


def spoken(name: str, value: Any) -> str:  # noqa: ANN401 - an answer of any kind
    """One answer in words; empty for one that was not given."""
    if value in (None, "", []):
        return ""
    if name in LINES:
        return "\n".join(f"{place}. {_line(name, line)}" for place, line in enumerate(value, start=1))
    if name in _WORDS:
        return _WORDS[name](value)
    if name.endswith("_cents"):
        return euros(value)
    return _day(value) if name.endswith("_on") else str(value)


def _themes(slugs: list[str]) -> str:
    names = dict(choices.themes())
    return pgettext("between items of a list", ", ").join(names.get(slug, slug) for slug in slugs)


_WORDS: Mapping[str, Callable[[Any], str]] = {
    "themes": _themes,
    "original_language": lambda value: LANGUAGE_NAMES[value],
    "lead_side": lambda value: labels_of(LeadSide)[value],
}


def _day(value: str) -> str:
    return partial_date(date.fromisoformat(value))


def month(value: date | str | None) -> str:
    """A month in words."""
    day = date.fromisoformat(value) if isinstance(value, str) and value else value
    return date_format(day, "YEAR_MONTH_FORMAT") if day else ""


def _line(name: str, line: Mapping[str, Any]) -> str:
    parts = [_cell(name, column, value) for column, value in line.items()]
    return " · ".join(part for part in parts if part)


def _cell(name: str, column: str, value: Any) -> str:  # noqa: ANN401
    if value in (None, ""):
        return ""
    if name == "steps" and column.endswith("_on"):
        return month(value)
    if column == "organisation":
        return str(Organisation.objects.filter(public_id=value).first() or "")
    if column == "kind":
        return labels_of(MoneyKind)[value]
    return spoken(column, value)


def facts_of(page: Page, answers: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Label and words of the answers of a page that are no lists; empty ones are left out."""
    names = [name for name in page.fields if name not in LINES]
    found = [(str(label_of(name)), spoken(name, answers[name])) for name in names]
    return [(label, words) for label, words in found if words]
