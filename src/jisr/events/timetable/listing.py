"""The programme narrowed as the address asks: by day, kind, theme, and language spoken or interpreted."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jisr.events.agenda.days import day_name
from jisr.events.registration.models import LANGUAGES
from jisr.events.timetable.presenting import Entry, kind_label
from jisr.web.listing import AskedFilter, Choices, Listing, clean_value

PAGE_SIZE = 60


@dataclass(frozen=True)
class Question:
    """One question of the filter bar; its choices are what the programme holds."""

    name: str
    label: Promise
    choices: Callable[[Sequence[Entry]], Choices]
    fits: Callable[[Entry, str], bool]


def _days(entries: Sequence[Entry]) -> Choices:
    days = sorted({entry.day for entry in entries})
    return [(day.isoformat(), day_name(day)) for day in days]


def _kinds(entries: Sequence[Entry]) -> Choices:
    return sorted(((kind, kind_label(kind)) for kind in {entry.session.kind for entry in entries}), key=_label)


def _themes(entries: Sequence[Entry]) -> Choices:
    used = {slug for entry in entries for slug in entry.session.themes}
    names = entries[0].themes if entries else {}
    return sorted(((slug, names[slug]) for slug in used if slug in names), key=_label)


def _label(choice: tuple[str, str]) -> str:
    return choice[1]


def _languages(entries: Sequence[Entry]) -> Choices:
    used = {code for entry in entries for code in heard_in(entry)}
    return [(code, name) for code, name in LANGUAGES if code in used]


def heard_in(entry: Entry) -> set[str]:
    """The languages in which one can follow a session."""
    return {*entry.session.languages, *(row.to_language for row in entry.session.interpretations)}


QUESTIONS = (
    Question("day", _("Day"), _days, lambda entry, value: entry.day.isoformat() == value),
    Question("kind", _("Kind"), _kinds, lambda entry, value: entry.session.kind == value),
    Question("theme", _("Theme"), _themes, lambda entry, value: value in entry.session.themes),
    Question(
        "language", _("Language, spoken or interpreted"), _languages, lambda entry, value: value in heard_in(entry)
    ),
)


def programme_listing(parameters: QueryDict, entries: Sequence[Entry], *, page_size: int = PAGE_SIZE) -> Listing:
    """The entries that fit, cut into pages; an unknown value is left out and named."""
    asked: list[AskedFilter] = []
    unknown: list[str] = []
    query, fitting = QueryDict(mutable=True), list(entries)
    for question in QUESTIONS:
        choices = list(question.choices(entries))
        value = clean_value(parameters.get(question.name, ""))
        if value and value not in {choice for choice, _label in choices}:
            unknown.append(value)
            value = ""
        if value:
            query[question.name] = value
            fitting = [entry for entry in fitting if question.fits(entry, value)]
        marked = [(choice, label, choice == value) for choice, label in choices]
        asked.append(AskedFilter(question.name, question.label, value, marked, is_text=False))
    page = Paginator(fitting, page_size).get_page(parameters.get("page"))
    return Listing(page=page, filters=asked, sorts={}, sort="", query=query, unknown=unknown)
