"""What a line would do to the directory as it is now. Nothing is written here."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from jisr.kernel.dates import PartialDate
from jisr.municipalities.imports.better import better_figure, better_source
from jisr.municipalities.imports.columns import NAMES
from jisr.municipalities.imports.facts import Rejected
from jisr.municipalities.imports.known import Known, look_up
from jisr.municipalities.imports.states import Match, Outcome
from jisr.municipalities.models import Authority, Import, ImportLine, Population

PLAIN = (*NAMES, "kind", "region", "latitude", "longitude")
Changes = dict[str, list[str]]


@dataclass
class Judgement:
    """What a line does, and why. ``kept`` maps a fact to ours, the file's and a code of ``reasons.KEPT``."""

    outcome: str = Outcome.REJECTED.value
    reason: str = ""
    reason_fact: str = ""
    matched_by: str = ""
    slug: str = ""
    changes: Changes = field(default_factory=dict)
    kept: Changes = field(default_factory=dict)

    @classmethod
    def of(cls, line: ImportLine) -> "Judgement":
        """What was stored with a line."""
        return cls(**{name: getattr(line, name) for name in cls.__dataclass_fields__})

    def put_on(self, line: ImportLine) -> None:
        for name, value in asdict(self).items():
            setattr(line, name, value)
        line.has_kept = bool(self.kept)


def judge(
    imported: Import, lines: Sequence[ImportLine], *, lock: bool = False, keys_in_file: set[str] | None = None
) -> tuple[list[Judgement], Known]:
    """Judge lines that could be read; others stay rejected as they are."""
    known = look_up(imported, lines, lock=lock, keys_in_file=keys_in_file)
    return [_judge(line, imported, known) if line.values else Judgement.of(line) for line in lines], known


def _judge(line: ImportLine, imported: Import, known: Known) -> Judgement:
    try:
        authority, match = _find(line, known)
        if authority is None:
            return _new(line, imported)
    except Rejected as refusal:
        return Judgement(reason=refusal.code, reason_fact=refusal.fact)
    return _existing(line, imported, authority, match, known)


def _find(line: ImportLine, known: Known) -> tuple[Authority | None, Match]:
    """The authority that a line means: by its key, else by the exact name in its region. Raises ``Rejected``."""
    if line.key in known.holders:
        holder = known.authorities[known.holders[line.key]]
        if holder.is_former:
            raise Rejected("former")
        return holder, Match.KEY
    if line.key in known.ended_keys:
        raise Rejected("key_ended")
    region = line.values.get("region", "")
    if not region:
        raise Rejected("no_region")
    found = [known.authorities[pk] for pk in _by_name(line, region, known)]
    if not found:
        if line.values.get("has_twin") and not line.key:
            raise Rejected("ambiguous_file")
        return None, Match.NONE
    if len(found) > 1:
        raise Rejected("ambiguous")
    if line.values.get("has_twin"):
        raise Rejected("ambiguous_file")
    if line.key and found[0].pk in known.keys:
        raise Rejected("other_key", known.keys[found[0].pk])
    return found[0], Match.NAME


def _by_name(line: ImportLine, region: str, known: Known) -> list[int]:
    """Authorities of this name here that exist and are of a kind that fits.

    For a line with a key, those are left out whose own key stands in another line: they are places of the same name.
    """
    names = [line.values[name] for name in NAMES if name in line.values]
    found = dict.fromkeys(pk for name in names for pk in known.named.get((region, name), ()))
    is_district = line.values.get("kind") == Authority.Kind.DISTRICT
    return [
        pk
        for pk in found
        if not known.authorities[pk].is_former
        and (not line.values.get("kind") or (known.authorities[pk].kind == Authority.Kind.DISTRICT) == is_district)
        and not (line.key and known.keys.get(pk) in known.keys_in_file)
    ]


def _new(line: ImportLine, imported: Import) -> Judgement:
    if not any(name in line.values for name in NAMES):
        raise Rejected("no_name")
    changes = {name: ["", str(line.values[name])] for name in PLAIN if name in line.values}
    if line.key:
        changes["key"] = ["", f"{imported.key_system} {line.key}"]
    if "population" in line.values:
        changes["population"] = ["", _figure_text(line.values["population"], line.values["population_as_of"])]
    if "aliases" in line.values:
        changes["aliases"] = ["", "\n".join(line.values["aliases"])]
    return Judgement(Outcome.NEW.value, changes=changes)


def _existing(line: ImportLine, imported: Import, authority: Authority, match: Match, known: Known) -> Judgement:
    judged = Judgement(Outcome.UNCHANGED.value, matched_by=match.value, slug=authority.slug)
    for name in PLAIN:
        ours, theirs = _own(authority, name), str(line.values.get(name, ""))
        if theirs and ours != theirs:
            why = better_source(known.sources.get((authority.pk, name)), imported) if ours else ""
            _note(judged, name, ours, theirs, why)
    if match == Match.NAME and line.key:
        judged.changes["key"] = ["", f"{imported.key_system} {line.key}"]
    _compare_aliases(judged, line, authority, known)
    if "population" in line.values:
        _compare_population(judged, line, imported, known.populations[authority.pk])
    if judged.changes:
        judged.outcome = Outcome.CHANGED.value
    return judged


def _note(judged: Judgement, name: str, ours: str, theirs: str, why: str) -> None:
    """Where two facts differ, the file's is written, unless ours has a better source: ``why`` says which."""
    if why:
        judged.kept[name] = [ours, theirs, why]
    else:
        judged.changes[name] = [ours, theirs]


def _own(authority: Authority, name: str) -> str:
    if name == "region":
        return authority.region.slug
    value = getattr(authority, name)
    return f"{value:.5f}" if name in {"latitude", "longitude"} and value is not None else str(value or "")


def _compare_aliases(judged: Judgement, line: ImportLine, authority: Authority, known: Known) -> None:
    """Other names are added; what the directory has stays."""
    ours = known.aliases[authority.pk]
    names = {*ours, *(getattr(authority, name) for name in NAMES)}
    added = [alias for alias in line.values.get("aliases", ()) if alias not in names]
    if added:
        judged.changes["aliases"] = ["\n".join(ours), "\n".join([*ours, *added])]


def _compare_population(judged: Judgement, line: ImportLine, imported: Import, figures: list[Population]) -> None:
    """A figure of another date stands beside older ones; one of the same date is replaced only by its own source."""
    number, written = line.values["population"], line.values["population_as_of"]
    as_of, theirs = PartialDate.parse(written), _figure_text(number, written)
    of_kind = [figure for figure in figures if figure.kind == imported.population_kind]
    same = next((figure for figure in of_kind if as_of and figure.as_of_on == as_of.first), None)
    if as_of is None or (same and same.number == number):
        return
    shown = same or max(of_kind or figures, key=lambda figure: str(figure.as_of_on or ""), default=None)
    ours = _figure_text(shown.number, str(shown.as_of or "")) if shown else ""
    _note(judged, "population", ours, theirs, better_figure(figures, imported.population_kind, as_of, imported))


def _figure_text(number: Any, as_of: str) -> str:  # noqa: ANN401 - a number
    return f"{number} ({as_of})" if as_of else str(number)
