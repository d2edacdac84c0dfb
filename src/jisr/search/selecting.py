"""Which documents answer a query and which of them are shown.

First come those that a source's own finder is sure of, then those that hold the words. What a finder is unsure of is
only shown where nothing else of its kind was found and the query has a word that is nowhere, as misspelt names are.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import reduce
from operator import or_

from django.db.models import Q

from jisr.search import sources
from jisr.search.models import Document
from jisr.search.query import Meaning
from jisr.search.ranking import Window, rank

OVERVIEW, PAGE_SIZE = 5, 20
MOST_SUGGESTED = 20


@dataclass
class Selection:
    """Keys of documents by kind: how many answer, which are shown, and the names that finders found some by."""

    counts: dict[str, int] = field(default_factory=dict)
    shown: dict[str, list[int]] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)


@dataclass
class Suggested:
    """What the finders of the sources take the query for, as keys of documents by kind."""

    sure: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    unsure: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    names: dict[int, str] = field(default_factory=dict)


def ask_finders(query: str) -> Suggested:
    """Ask every source that has a finder."""
    found = {
        (each.kind, suggestion.object_key): suggestion
        for each in sources.registered()
        if each.source.finder
        for suggestion in each.source.finder(query, MOST_SUGGESTED)
    }
    suggested = Suggested()
    if not found:
        return suggested
    wanted = reduce(or_, (Q(kind=kind, object_key=key) for kind, key in found))
    rows = Document.objects.filter(wanted).values_list("kind", "object_key", "pk")
    keys = {(kind, key): pk for kind, key, pk in rows}
    for (kind, key), suggestion in found.items():
        if pk := keys.get((kind, key)):
            (suggested.sure if suggestion.is_sure else suggested.unsure)[kind].append(pk)
            suggested.names[pk] = suggestion.name
    return suggested


def select(meaning: Meaning, suggested: Suggested, *, kind: str = "", start: int = 0) -> Selection:
    """Choose what is shown: the first of every kind, or those of one kind from ``start`` on."""
    size = PAGE_SIZE if kind else OVERVIEW
    before = len(suggested.sure.get(kind, ()))
    window = Window(kind, max(0, start - before), size)
    left_out = [pk for pks in suggested.sure.values() for pk in pks]
    ranked: dict[str, list[int]] = defaultdict(list)
    found: dict[str, int] = {}
    for row in rank(meaning.hits, window, left_out=left_out):
        found[row.kind] = row.found
        if window.start < row.place <= window.start + size and kind in {"", row.kind}:
            ranked[row.kind].append(row.document_id)
    selection = Selection(names=suggested.names)
    for each in sources.registered():
        sure = suggested.sure.get(each.kind, [])
        is_needed = meaning.unknown and not sure and each.kind not in found
        unsure = suggested.unsure.get(each.kind, []) if is_needed else []
        selection.counts[each.kind] = len(sure) + found.get(each.kind, 0) + len(unsure)
        if kind in {"", each.kind}:
            named = [*sure, *unsure][start:]
            selection.shown[each.kind] = [*named, *ranked[each.kind]][:size]
    return selection
