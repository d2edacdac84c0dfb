"""Finds local authorities by any spelling of any of their names, from memory.

Each process keeps the folded names of all authorities and loads them again when public data has changed.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler

from jisr.kernel.text.places import LEAST, NameKey, likeness, name_key
from jisr.municipalities.models import Authority, AuthorityAlias
from jisr.web import public_data

OWN_NAME, OTHER_NAME, WITHOUT_ARTICLE = 1.0, 0.99, 0.98
BEGINNING, PART = 0.9, 0.86  # of the name, of a later word in it; longer beginnings come closer to the next step
STEP = 0.06
SURE = 0.85  # above it the query is a name, a beginning or a word of one; below it only looks like one
LEAST_SKELETON = 0.75
SHORTEST_BEGINNING = 2
MOST_OF_A_FILTER = 50
MOST_BEGINNINGS = 2000  # of a short beginning that many names share


class PlaceHit(NamedTuple):
    """An authority and the name under which it was found. ``score`` is 1 for its own name, above 0 else."""

    authority_id: int
    slug: str
    score: float
    matched_name: str

    @property
    def is_sure(self) -> bool:
        return self.score >= SURE


class _Place(NamedTuple):
    pk: int
    slug: str
    is_former: bool
    names: tuple[str, ...]
    aliases: tuple[str, ...]


class _Name(NamedTuple):
    place: _Place
    name: str
    key: NameKey
    is_own: bool


class _Beginning(NamedTuple):
    """What a query may begin: a whole name, or a name from one of its later words on."""

    text: str
    name: _Name
    worth: float


def authorities_like(query: str) -> list[int]:
    """For filters of lists: the keys of the authorities that somebody may mean, best first."""
    return [hit.authority_id for hit in find_places(query, limit=MOST_OF_A_FILTER)]


def find_places(query: str, *, limit: int = 10) -> list[PlaceHit]:
    """The authorities that the query may mean, best first; none if nothing is like it.

    A name counts before a beginning of a name, that before mere likeness; an existing authority before a former one.
    """
    key = name_key(query)
    if not key.whole:
        return []
    best: dict[_Place, tuple[float, _Name]] = {}
    directory = _directory()
    for score, name in chain(directory.exact(key), directory.beginning_with(key), directory.like(key)):
        if name.place not in best or score > best[name.place][0]:
            best[name.place] = score, name
    ranked = sorted(best.values(), key=lambda pair: (-pair[0], pair[1].place.is_former, pair[1].place.slug))
    return [PlaceHit(name.place.pk, name.place.slug, score, name.name) for score, name in ranked[:limit]]


def clear() -> None:
    """Forget the names, so that the next question loads them. For tests that roll their changes back."""
    public_data.forget()


class Directory:
    """All names in the forms in which they are looked up."""

    def __init__(self, places: Iterable[_Place]) -> None:
        self._by_key: dict[str, list[tuple[float, _Name]]] = {}
        self._beginnings: list[_Beginning] = []
        self._by_skeleton: dict[tuple[bool, str], dict[str, list[_Name]]] = {}
        for place in places:
            names = list(_names_of(place))
            for name in names:
                self._add(name, scripts=_scripts_for(name, names))
        self._beginnings.sort(key=lambda beginning: beginning.text)

    def _add(self, name: _Name, *, scripts: set[bool]) -> None:
        key = name.key
        self._by_key.setdefault(key.whole, []).append((OWN_NAME if name.is_own else OTHER_NAME, name))
        if key.bare != key.whole:
            self._by_key.setdefault(key.bare, []).append((WITHOUT_ARTICLE, name))
            self._beginnings.append(_Beginning(key.bare, name, BEGINNING))
        self._beginnings.append(_Beginning(key.whole, name, BEGINNING))
        self._beginnings.extend(_Beginning(part, name, PART) for part in _later_parts(name.name))
        for is_arabic in scripts:
            group = self._by_skeleton.setdefault((is_arabic, key.skeleton[:1]), {})
            group.setdefault(key.skeleton, []).append(name)

    def exact(self, key: NameKey) -> Iterator[tuple[float, _Name]]:
        """Names that are the query, but for spelling, spaces and articles."""
        yield from self._by_key.get(key.whole, ())
        if key.bare != key.whole:
            yield from ((WITHOUT_ARTICLE, name) for _score, name in self._by_key.get(key.bare, ()))

    def beginning_with(self, key: NameKey) -> Iterator[tuple[float, _Name]]:
        """Names that begin with the query at their start or at a later word."""
        if len(key.whole) < SHORTEST_BEGINNING:
            return
        first = bisect_left(self._beginnings, key.whole, key=lambda beginning: beginning.text)
        for beginning in self._beginnings[first : first + MOST_BEGINNINGS]:
            if not beginning.text.startswith(key.whole):
                return
            yield beginning.worth + STEP * len(key.whole) / len(beginning.text), beginning.name

    def like(self, key: NameKey) -> Iterator[tuple[float, _Name]]:
        """Names that are like the query. Only those whose skeleton begins alike and is alike are compared in full."""
        group = self._by_skeleton.get((key.is_arabic, key.skeleton[:1]), {})
        near = process.extract(
            key.skeleton, group.keys(), scorer=JaroWinkler.similarity, score_cutoff=LEAST_SKELETON, limit=None
        )
        for skeleton, _score, _place in near:
            for name in group[skeleton]:
                score = likeness(key, name.key)
                if score >= LEAST:
                    yield score * SURE, name


def _names_of(place: _Place) -> Iterator[_Name]:
    seen = set()
    for name in chain(place.names, place.aliases):
        key = name_key(name)
        if key.whole and key.whole not in seen:
            seen.add(key.whole)
            yield _Name(place, name, key, name in place.names)


def _scripts_for(name: _Name, names: list[_Name]) -> set[bool]:
    """Queries in which script the name is compared with: its own, and the other if the place has no name in that."""
    return {name.key.is_arabic} | ({False, True} - {other.key.is_arabic for other in names})


def _later_parts(name: str) -> Iterator[str]:
    words = name.split()
    return (name_key(" ".join(words[place:])).whole for place in range(1, len(words)))


_last: tuple[list[_Place], Directory] = ([], Directory([]))


def _directory() -> Directory:
    return public_data.remembered("places", _read)


def _read() -> Directory:
    """Load the names; fold them again only if they are not those of last time, for most changes are to other data."""
    global _last  # noqa: PLW0603 - what this process keeps
    places = _load()
    if places != _last[0]:
        _last = places, Directory(places)
    return _last[1]


def _load() -> list[_Place]:
    aliases: dict[int, list[str]] = {}
    for authority, alias in AuthorityAlias.objects.order_by("pk").values_list("authority_id", "name"):
        aliases.setdefault(authority, []).append(alias)
    rows = Authority.objects.order_by("pk").values_list("pk", "slug", "is_former", "name_de", "name_en", "name_ar")
    return [
        _Place(pk, slug, is_former, tuple(filter(None, names)), tuple(aliases.get(pk, ())))
        for pk, slug, is_former, *names in rows
    ]
