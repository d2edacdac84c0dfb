"""Finds what a reader looks for and puts it into groups."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.utils.functional import Promise

from jisr.kernel.text.folding import fold
from jisr.kernel.text.stems import LANGUAGES, Language, is_arabic
from jisr.search import sources
from jisr.search.highlighting import is_marked, passage
from jisr.search.models import Entry
from jisr.search.query import read_words, understand
from jisr.search.selecting import PAGE_SIZE, Selection, ask_finders, select
from jisr.search.spelling import did_you_mean


@dataclass(frozen=True)
class Name:
    """A name with its language, which is empty for an alias that is of no one language."""

    text: str
    language: str = ""

    @property
    def direction(self) -> str:
        return "rtl" if is_arabic(self.text) else "ltr"


@dataclass(frozen=True)
class Found:
    """One thing that was found. ``found_by`` and ``passage`` say what by, where title and summary do not show it."""

    title: Name
    url: str
    summary: str
    passage: str
    found_by: Name | None


@dataclass(frozen=True)
class Group:
    """What was found of one kind: how much in all, and the part that is shown."""

    kind: str
    label: str | Promise
    count: int
    results: list[Found]


@dataclass(frozen=True)
class Results:
    """The answer to a query. ``groups`` has each kind of which anything was found; only some may be shown."""

    groups: tuple[Group, ...] = ()
    marked: frozenset[str] = frozenset()
    suggestion: str = ""
    page: "Page[int] | None" = None

    @property
    def count(self) -> int:
        return sum(group.count for group in self.groups)


def find(query: str, language: Language, *, kind: str = "", page: str | int = 1) -> Results:
    """Answer a cleaned query with the best of each kind, or with one page of ``kind``."""
    asked = read_words(query)
    if not asked:
        return Results()
    meaning, suggested = understand(asked, language), ask_finders(query)
    selection = select(meaning, suggested, kind=kind)
    pages = Paginator(range(selection.counts[kind]), PAGE_SIZE).get_page(page) if kind else None
    if pages and pages.number > 1:
        selection = select(meaning, suggested, kind=kind, start=pages.start_index() - 1)
    found = _found(selection, language, meaning.marked)
    return Results(
        groups=tuple(
            Group(each.kind, each.label, count, [found[pk] for pk in selection.shown.get(each.kind, ()) if pk in found])
            for each in sources.registered()
            if (count := selection.counts[each.kind])
        ),
        marked=meaning.marked,
        suggestion=did_you_mean(query, meaning.unknown, language),
        page=pages,
    )


def _found(selection: Selection, language: Language, marked: frozenset[str]) -> dict[int, Found]:
    """The documents that are shown, each in the reader's language if it has that, by key."""
    keys = [pk for pks in selection.shown.values() for pk in pks]
    entries: dict[int, dict[str, Entry]] = {}
    for entry in Entry.objects.filter(document__in=keys):
        entries.setdefault(entry.document_id, {})[entry.language] = entry
    return {pk: _one(its, language, marked, selection.names.get(pk, "")) for pk, its in entries.items()}


def _one(entries: dict[str, Entry], language: Language, marked: frozenset[str], name: str) -> Found:
    order = [each for each in (language, *LANGUAGES) if each in entries]
    entry = entries[order[0]]
    found_by = None
    if name and not _has(entry.title, name):
        found_by = Name(name, next((each for each in order if _has(entries[each].title, name)), ""))
    elif not is_marked(entry.title, marked):
        others = (Name(entries[each].title, each) for each in order[1:] if is_marked(entries[each].title, marked))
        found_by = next(others, None)
    is_shown = found_by is not None or is_marked(f"{entry.title} {entry.summary}", marked)
    return Found(
        title=Name(entry.title, entry.language),
        url=entry.path,
        summary=entry.summary,
        passage="" if is_shown else passage(entry.body, marked),
        found_by=found_by,
    )


def _has(title: str, name: str) -> bool:
    return fold(name) in fold(title)
