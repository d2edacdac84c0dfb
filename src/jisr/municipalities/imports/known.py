"""What the directory knows about the authorities that some lines may mean, read at once."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Q

from jisr.municipalities.imports.columns import COUNTRIES, NAMES
from jisr.municipalities.models import (
    Authority,
    AuthorityAlias,
    AuthorityKey,
    FactSource,
    Import,
    ImportLine,
    Population,
)


@dataclass
class Known:
    """Authorities by primary key, and ways to them."""

    authorities: dict[int, Authority] = field(default_factory=dict)
    holders: dict[str, int] = field(default_factory=dict)
    ended_keys: set[str] = field(default_factory=set)
    named: dict[tuple[str, str], list[int]] = field(default_factory=lambda: defaultdict(list))
    keys: dict[int, str] = field(default_factory=dict)
    aliases: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    populations: dict[int, list[Population]] = field(default_factory=lambda: defaultdict(list))
    sources: dict[tuple[int, str], FactSource] = field(default_factory=dict)
    keys_in_file: set[str] = field(default_factory=set)


def look_up(imported: Import, lines: Sequence[ImportLine], *, lock: bool, keys_in_file: set[str] | None) -> Known:
    """All that judging ``lines`` asks for. With ``lock`` nobody else changes these authorities meanwhile.

    ``keys_in_file`` are all keys of the file, or ``None`` to have those in question looked up among the lines.
    """
    known = Known()
    system = imported.key_system
    for key, authority, ended in AuthorityKey.objects.filter(
        system=system, key__in={line.key for line in lines if line.key}
    ).values_list("key", "authority_id", "valid_to"):
        if ended is None:
            known.holders[key] = authority
        else:
            known.ended_keys.add(key)
    _load_authorities(known, COUNTRIES[system], _names(lines), lock=lock)
    found = list(known.authorities)
    current = AuthorityKey.objects.filter(system=system, authority__in=found, valid_to=None)
    known.keys = dict(current.values_list("authority_id", "key"))
    for authority, name in AuthorityAlias.objects.filter(authority__in=found).values_list("authority_id", "name"):
        known.aliases[authority].append(name)
    for figure in Population.objects.filter(authority__in=found):
        known.populations[figure.authority_id].append(figure)
    _load_sources(known, found)
    known.keys_in_file = _in_file(imported, set(known.keys.values())) if keys_in_file is None else keys_in_file
    return known


def _names(lines: Iterable[ImportLine]) -> set[str]:
    return {str(line.values[name]) for line in lines for name in NAMES if name in line.values}


def _load_authorities(known: Known, country: str, names: set[str], *, lock: bool) -> None:
    wanted = Q(pk__in=set(known.holders.values()))
    named = Q()
    for name in NAMES:
        named |= Q(**{f"{name}__in": names})
    rows = Authority.objects.select_related("region").filter(wanted | (named & Q(country=country))).order_by("pk")
    for authority in rows.select_for_update(of=("self",), no_key=True) if lock else rows:
        known.authorities[authority.pk] = authority
        for name in {getattr(authority, column) for column in NAMES} - {"", None}:
            known.named[authority.region.slug, name].append(authority.pk)


def _load_sources(known: Known, authorities: Sequence[int]) -> None:
    rows = FactSource.objects.filter(
        subject_type=Authority._meta.label_lower, subject_key__in=[str(pk) for pk in authorities]
    )
    for source in rows.order_by("entered_at", "pk"):  # the newest of a field comes last and stays
        known.sources[int(source.subject_key), source.field] = source


def _in_file(imported: Import, keys: set[str]) -> set[str]:
    return set(ImportLine.objects.filter(imported=imported, key__in=keys).values_list("key", flat=True))
