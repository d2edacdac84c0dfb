"""What can be found. Each room registers its own source, so that this room names none of them."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from django.utils.functional import Promise

from jisr.kernel.text.stems import Language


@dataclass(frozen=True, kw_only=True)
class Text:
    """One thing in one language. Words count in this order: title, keywords, summary and body, related.

    ``keywords`` are names and aliases, ``related`` words that only lead here, such as synonyms of a theme.
    """

    title: str
    path: str
    summary: str = ""
    body: str = ""
    keywords: Collection[str] = ()
    related: Collection[str] = ()


@dataclass(frozen=True)
class Item:
    """One thing that can be found; ``object_key`` is unique in its kind. ``position`` orders equal hits."""

    object_key: str
    texts: Mapping[Language, Text]
    position: int = 0


class Suggestion(NamedTuple):
    """A thing that a source's own finder takes the query for; ``name`` is what it was found by.

    An unsure one is shown after what the words of the query find.
    """

    object_key: str
    name: str
    is_sure: bool


Finder = Callable[[str, int], list[Suggestion]]
Items = Callable[[Collection[str] | None], Iterable[Item]]


@dataclass(frozen=True)
class Source:
    """Gives all things of a kind, or those with the keys asked for; ``finder`` knows what a whole query means."""

    items: Items
    finder: Finder | None = None


@dataclass(frozen=True)
class Registered:
    """A source with the kind's label (plural) and its place among the groups of a result."""

    kind: str
    label: str | Promise = field(compare=False)
    source: Source = field(compare=False)
    place: int = 0


_registered: dict[str, Registered] = {}


def register(kind: str, label: str | Promise, source: Source, *, place: int) -> None:
    """Make a kind of thing findable; ``place`` orders the groups of a result."""
    _registered[kind] = Registered(kind, label, source, place)


def registered() -> list[Registered]:
    """All kinds in the order of their groups."""
    return sorted(_registered.values(), key=lambda each: (each.place, each.kind))


def source_of(kind: str) -> Source:
    """The source of a kind; ``KeyError`` for one that nobody registered."""
    return _registered[kind].source
