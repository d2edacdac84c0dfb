"""Writes lines as they were judged: authorities, what hangs on them, sources, steps of the trail, the index."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.text import slugify

from jisr.audit.models import ActorKind
from jisr.audit.services import Actor, Step, record_many
from jisr.kernel.dates import PartialDate
from jisr.municipalities.desk.sheets import authorities_changed
from jisr.municipalities.imports.columns import COUNTRIES, NAMES
from jisr.municipalities.imports.judging import Changes, Judgement
from jisr.municipalities.imports.known import Known
from jisr.municipalities.imports.states import Outcome
from jisr.municipalities.models import (
    Authority,
    AuthorityAlias,
    AuthorityKey,
    FactSource,
    FormerSlug,
    Import,
    ImportLine,
    Population,
    Region,
)

GERMAN_SIGNS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"})
LONGEST_BASE = 66
INDEXED = {*NAMES, "kind", "region", "aliases", "key"}
Judged = tuple[ImportLine, Judgement]


@dataclass
class Chunk:
    """Some lines with what they do, and what is known of their authorities."""

    imported: Import
    judged: Sequence[Judged]
    known: Known
    at: datetime

    def of(self, outcome: Outcome) -> list[Judged]:
        return [(line, judgement) for line, judgement in self.judged if judgement.outcome == outcome]


def write(chunk: Chunk) -> None:
    """Write the new and changed lines of a chunk, in the caller's transaction. Sets the slugs of new lines."""
    written = [*_write_new(chunk), *_write_changed(chunk)]
    _write_details(chunk, written)
    _note_sources(chunk, written)
    new = {authority.slug for authority, line, _judged in written if line.outcome == Outcome.NEW}
    findable = [authority for authority, _line, judged in written if INDEXED & judged.changes.keys()]
    authorities_changed(findable, new=new)
    _record(chunk, written)


Written = tuple[Authority, ImportLine, Judgement]


def _write_new(chunk: Chunk) -> list[Written]:
    judged = chunk.of(Outcome.NEW)
    slugs = free_slugs([line for line, _judgement in judged])
    regions = dict(Region.objects.values_list("slug", "pk"))
    made = []
    for line, _judgement in judged:
        line.slug = slugs[line.number]
        columns = dict.fromkeys(NAMES, "") | _columns(line.values, [*line.values], regions)
        # The delivered tables, too, give the local name where no other is usual.
        columns["name_en"] = columns["name_en"] or columns["name_de"]
        made.append(Authority(slug=line.slug, country_id=COUNTRIES[chunk.imported.key_system], **columns))
    Authority.objects.bulk_create(made)
    return [(authority, *pair) for authority, pair in zip(made, judged, strict=True)]


def _write_changed(chunk: Chunk) -> list[Written]:
    by_slug = {authority.slug: authority for authority in chunk.known.authorities.values()}
    regions = dict(Region.objects.values_list("slug", "pk"))
    written = []
    for line, judgement in chunk.of(Outcome.CHANGED):
        authority = by_slug[judgement.slug]
        columns = _columns(line.values, judgement.changes, regions)
        for name, value in columns.items():
            setattr(authority, name, value)
        if columns:
            authority.save(update_fields=[*columns, "updated_at"])
        written.append((authority, line, judgement))
    return written


def _columns(values: dict[str, Any], names: Iterable[str], regions: dict[str, int]) -> dict[str, Any]:
    """Facts that are columns of an authority, as the model takes them."""
    found: dict[str, Any] = {name: values[name] for name in names if name in {*NAMES, "kind"}}
    found |= {name: Decimal(values[name]) for name in names if name in {"latitude", "longitude"}}
    return found | ({"region_id": regions[values["region"]]} if "region" in names else {})


def _write_details(chunk: Chunk, written: Sequence[Written]) -> None:
    """What hangs on authorities: keys, other names, figures."""
    imported = chunk.imported
    keys, aliases, figures = [], [], []
    for authority, line, judgement in written:
        if "key" in judgement.changes:
            keys.append(
                AuthorityKey(
                    authority=authority, system=imported.key_system, key=line.key, source_url=imported.source_url
                )
            )
        if "aliases" in judgement.changes:
            before, after = (text.splitlines() for text in judgement.changes["aliases"])
            aliases += [AuthorityAlias(authority=authority, name=name) for name in after if name not in before]
        if "population" in judgement.changes:
            figures.append(_figure(imported, authority, line))
    AuthorityKey.objects.bulk_create(keys)
    AuthorityAlias.objects.bulk_create(aliases)
    _write_figures(figures, chunk.known)


def _figure(imported: Import, authority: Authority, line: ImportLine) -> Population:
    figure = Population(
        authority=authority,
        kind=imported.population_kind,
        number=line.values["population"],
        source_url=imported.source_url,
    )
    figure.as_of = PartialDate.parse(line.values["population_as_of"])
    return figure


def _write_figures(figures: Sequence[Population], known: Known) -> None:
    """New rows; a figure of the same kind and date, which is of the same source, is corrected."""
    new = []
    for figure in figures:
        rows = known.populations.get(figure.authority_id, [])
        same = [row for row in rows if (row.kind, row.as_of_on) == (figure.kind, figure.as_of_on)]
        if same:
            same[0].number = figure.number
            same[0].save(update_fields=["number"])
        else:
            new.append(figure)
    Population.objects.bulk_create(new)


def _note_sources(chunk: Chunk, written: Sequence[Written]) -> None:
    imported = chunk.imported
    FactSource.objects.bulk_create(
        [
            FactSource(
                subject_type=Authority._meta.label_lower,
                subject_key=str(authority.pk),
                field=name,
                source_url=imported.source_url,
                note=imported.note,
                as_of_on=imported.as_of_on,
                as_of_precision=imported.as_of_precision,
                entered_by_id=imported.applied_by_id,
                entered_at=chunk.at,
            )
            for authority, _line, judgement in written
            for name in judgement.changes
        ],
        batch_size=500,
    )


def _record(chunk: Chunk, written: Sequence[Written]) -> None:
    regions = {slug: str(pk) for slug, pk in Region.objects.values_list("slug", "pk")}
    names = {Outcome.NEW: "municipalities.authority_created", Outcome.CHANGED: "municipalities.authority_changed"}
    steps = [
        Step(names[Outcome(judgement.outcome)], authority, _as_at_the_desk(judgement.changes, regions))
        for authority, _line, judgement in written
    ]
    if steps:
        record_many(steps, actor=Actor(ActorKind.IMPORT, chunk.imported.file_name[:120]), at=chunk.at)


def _as_at_the_desk(changes: Changes, regions: Mapping[str, str]) -> Changes:
    """The desk tells regions by their key, so the history of an authority reads the same from wherever it came."""
    if "region" not in changes:
        return changes
    return {**changes, "region": [regions.get(slug, "") for slug in changes["region"]]}


def free_slugs(lines: Sequence[ImportLine]) -> dict[int, str]:
    """An address that no authority has or had for each line, by the line's number: of the name, else with the key."""
    wanted = {line.number: _candidates(line) for line in lines}
    asked = [slug for slugs in wanted.values() for slug in slugs]
    taken = set(Authority.objects.filter(slug__in=asked).values_list("slug", flat=True))
    kind = Authority._meta.label_lower
    taken.update(FormerSlug.objects.filter(subject_type=kind, slug__in=asked).values_list("slug", flat=True))
    found = {}
    for line in lines:
        slug = next(slug for slug in wanted[line.number] if slug not in taken)
        taken.add(slug)
        found[line.number] = slug
    return found


def _candidates(line: ImportLine) -> list[str]:
    values = line.values
    name = values.get("name_de") or values.get("name_en") or ""
    base = (slugify(name.translate(GERMAN_SIGNS)) or slugify(line.key) or "authority")[:LONGEST_BASE].strip("-")
    more = line.key or str(values.get("region", ""))[:12]
    unique = f"{base[:50]}-{line.imported_id}-{line.number}"
    return list(dict.fromkeys([base, f"{base}-{more}".strip("-"), unique]))
