"""Authorities that may be the same: alike in name, or with the same official key."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import NamedTuple

from django.db.models import Q

from jisr.kernel.tables import LANGUAGES
from jisr.kernel.text.places import name_key
from jisr.municipalities.models import Authority, AuthorityAlias, AuthorityKey, Succession
from jisr.municipalities.places import find_places
from jisr.web import public_data

MOST = 10
MOST_PAIRS = 200


class Pair(NamedTuple):
    """Two authorities by their keys in the database, and the name that they share."""

    first: int
    second: int
    name: str


def candidates_for(authority: Authority) -> list[Authority]:
    """Those that this one may double: the same key, or a name that is alike. Best first."""
    keys = [(key.system, key.key) for key in authority.keys.all()]
    same = Q(pk__in=[])
    for system, key in keys:
        same |= Q(system=system, key=key)
    found = dict.fromkeys(AuthorityKey.objects.filter(same).values_list("authority_id", flat=True)) if keys else {}
    names = {getattr(authority, f"name_{language}") for language in LANGUAGES} - {"", None}
    for name in sorted(names):
        found |= dict.fromkeys(hit.authority_id for hit in find_places(name, limit=MOST))
    rows = Authority.objects.for_lists().filter(country=authority.country_id).in_bulk(list(found))
    related = _successions()
    return [
        rows[pk] for pk in found if pk in rows and pk != authority.pk and frozenset((pk, authority.pk)) not in related
    ][:MOST]


def possible_pairs() -> list[Pair]:
    """Pairs in one country that share a name, unless each has an official key of its own."""
    return public_data.remembered("possible duplicates", lambda: list(_pairs())[:MOST_PAIRS])


def _pairs() -> Iterator[Pair]:
    related, keyed, seen = _successions(), _keyed(), set()
    for (_country, name), owners in sorted(_by_name().items()):
        for first, second in combinations(sorted(owners), 2):
            pair = frozenset((first, second))
            if pair in seen or pair in related or keyed[first] & keyed[second]:
                continue
            seen.add(pair)
            yield Pair(first, second, name)


def _by_name() -> dict[tuple[str, str], set[int]]:
    found: dict[tuple[str, str], set[int]] = defaultdict(set)
    countries: dict[int, str] = {}
    rows = Authority.objects.order_by("pk").values_list("pk", "country_id", "name_de", "name_en", "name_ar")
    for pk, country, *names in rows:
        countries[pk] = country
        _collect(found, pk, country, names)
    for pk, alias in AuthorityAlias.objects.values_list("authority_id", "name"):
        _collect(found, pk, countries.get(pk, ""), [alias])
    return {key: owners for key, owners in found.items() if len(owners) > 1}


def _collect(found: dict[tuple[str, str], set[int]], pk: int, country: str, names: Iterable[str | None]) -> None:
    for name in names:
        if name:
            found[country, name_key(name).whole].add(pk)


def _keyed() -> dict[int, set[str]]:
    """The systems in which an authority has a key of its own now: two keys of one system mean two authorities."""
    found: dict[int, set[str]] = defaultdict(set)
    for pk, system in AuthorityKey.objects.filter(valid_to__isnull=True).values_list("authority_id", "system"):
        found[pk].add(system)
    return found


def _successions() -> set[frozenset[int]]:
    return {frozenset(pair) for pair in Succession.objects.values_list("predecessor_id", "successor_id")}
