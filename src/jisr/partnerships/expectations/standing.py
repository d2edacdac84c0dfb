"""How far expectations are met on a day, told from promises and evidence; for one tie or for all at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Max

from jisr.kernel.dates import add_months
from jisr.partnerships.expectations.models import Evidence, Expectation
from jisr.partnerships.expectations.states import LIMIT_MONTHS, TONES, Kind, Promise, Side, Standing

Key = tuple[int, str, str]  # tie, side, kind


@dataclass(frozen=True)
class Point:
    """One expectation of one side: what was promised, when it was last shown, and how it stands."""

    side: Side
    kind: Kind
    expectation: Expectation | None
    last_on: date | None
    standing: Standing

    @property
    def tone(self) -> str:
        return TONES[self.standing]

    @property
    def is_promised(self) -> bool:
        return self.expectation is not None and self.expectation.promise == Promise.YES


def judge(expectation: Expectation | None, last_on: date | None, *, today: date) -> Standing:
    """How one expectation stands. What was shown lately counts, whatever was promised."""
    limit = add_months(today, -LIMIT_MONTHS)
    promise = expectation.promise if expectation else Promise.UNKNOWN
    if last_on is not None and last_on >= limit:
        return Standing.SHOWN
    if promise == Promise.NO:
        return Standing.NOT_PROMISED
    if last_on is not None:
        return Standing.LONG_AGO
    if promise != Promise.YES:
        return Standing.UNKNOWN
    promised = expectation.promised if expectation else None
    return Standing.LONG_AGO if promised and promised.last < limit else Standing.PROMISED


def points_of(ties: Iterable[int], *, today: date) -> dict[int, list[Point]]:
    """The six points of each tie, German side first, in two queries."""
    keys = list(ties)
    promised = _promised(keys)
    shown = _last_shown(keys)
    return {
        tie: [_point(tie, side, kind, promised, shown, today=today) for kind in Kind for side in Side] for tie in keys
    }


def _promised(ties: list[int]) -> dict[Key, Expectation]:
    rows = Expectation.objects.filter(tie__in=ties).order_by()
    return {(row.tie_id, row.side, row.kind): row for row in rows}


def _last_shown(ties: list[int]) -> dict[Key, date]:
    rows = Evidence.objects.filter(tie__in=ties).order_by().values_list("tie", "side", "expectation")
    return {(tie, side, kind): last for tie, side, kind, last in rows.annotate(last=Max("happened_on"))}


def _point(
    tie: int, side: Side, kind: Kind, promised: Mapping[Key, Expectation], shown: Mapping[Key, date], *, today: date
) -> Point:
    expectation, last_on = promised.get((tie, side, kind)), shown.get((tie, side, kind))
    return Point(side, kind, expectation, last_on, judge(expectation, last_on, today=today))
