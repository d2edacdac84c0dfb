"""What became of what was agreed: figures, by whom, and the texts that the office released."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from jisr.events.editions.models import Edition
from jisr.events.results.models import FollowUp
from jisr.events.results.states import UNDER_WAY, Owner, Step
from jisr.municipalities.models import Authority


@dataclass(frozen=True)
class Figures:
    """How many steps were agreed, and how they stand."""

    agreed: int = 0
    done: int = 0
    in_progress: int = 0
    open: int = 0
    overdue: int = 0
    dropped: int = 0


@dataclass(frozen=True)
class PairRow:
    """The figures of two authorities that do something together, or of one body alone. The German side comes first."""

    name: str
    other: str
    figures: Figures


def figures_of(rows: QuerySet[FollowUp], *, today: date) -> Figures:
    """The figures of some rows, in one query."""
    late = Q(state__in=UNDER_WAY, due_on__lt=today)
    found = rows.order_by().aggregate(
        agreed=Count("pk", distinct=True),
        **{step.value: Count("pk", filter=Q(state=step), distinct=True) for step in Step},
        overdue=Count("pk", filter=late, distinct=True),
    )
    return Figures(**found)


def count(rows: Iterable[FollowUp], *, today: date) -> Figures:
    """The same of rows that are here already."""
    listed = list(rows)
    states = [row.state for row in listed]
    return Figures(
        agreed=len(listed),
        **{step.value: states.count(step) for step in Step},
        overdue=sum(row.is_under_way and row.due_on < today for row in listed),
    )


def by_pair(rows: Iterable[FollowUp], *, today: date) -> list[PairRow]:
    """Figures for each pair; rows come with their authorities and organisation."""
    groups: dict[tuple[str, str], list[FollowUp]] = {}
    for row in rows:
        groups.setdefault(_pair(row), []).append(row)
    return [PairRow(name, other, count(some, today=today)) for (name, other), some in sorted(groups.items())]


def _pair(row: FollowUp) -> tuple[str, str]:
    if row.owner_kind == Owner.OFFICE and row.counterpart is None:
        return str(Owner.OFFICE.label), ""
    sides = list(dict.fromkeys(side for side in (row.authority, row.counterpart) if side is not None))
    if not sides:
        return row.owner_name, ""
    ordered = sorted(sides, key=_german_first)
    return str(ordered[0].name), str(ordered[1].name) if len(ordered) > 1 else ""


def _german_first(authority: Authority) -> tuple[bool, str]:
    return authority.country_id != "DE", str(authority.name)


def agreed_before(edition: Edition) -> QuerySet[FollowUp]:
    """What the opening of a meeting looks back at: all of the meeting it follows, and what was brought into it."""
    looked_at = Q(carries__edition=edition)
    if edition.follows_id:
        looked_at |= Q(edition=edition.follows_id) | Q(carries__edition=edition.follows_id)
    rows: QuerySet[FollowUp] = FollowUp.objects.filter(looked_at).exclude(edition=edition).distinct()
    return rows


def spoken(texts: Mapping[str, str], language: str, original: str) -> tuple[str, str]:
    """A text in a language with that language; else in the one it was written in, or in any."""
    for code in (language, original, *texts):
        if texts.get(code):
            return texts[code], code
    return "", language


@dataclass(frozen=True)
class ReleasedStep:
    """A step as everybody reads it: the released words, and how it stands now."""

    row: FollowUp
    text: str
    text_language: str
    outcome: str
    outcome_language: str


def released_steps(rows: Iterable[FollowUp], language: str) -> list[ReleasedStep]:
    found = []
    for row in rows:
        content: dict[str, Any] = row.released or {}
        original = str(content.get("language", "en"))
        text = spoken(content.get("text", {}), language, original)
        outcome = spoken(content.get("outcome", {}), language, original)
        found.append(ReleasedStep(row, *text, *outcome))
    return found
