"""A day of a programme as a table: rooms are columns, times are rows, a session spans the rows of its time.

Knows no database. Two sessions at once in one room stand side by side in lanes, so that every conflict can be seen.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

STEP: Final = timedelta(minutes=15)
MOST_ROWS: Final = 500


@dataclass(frozen=True)
class Placed:
    """A session in its column. ``thing`` is whatever the page shows in the cell."""

    column: Hashable
    starts_at: datetime
    ends_at: datetime
    thing: Any


@dataclass(frozen=True)
class Cell:
    """A free place (``placed`` None), or a session that covers ``rows`` rows. ``column`` is the place of its room."""

    column: int
    rows: int = 1
    placed: Placed | None = None


@dataclass
class Row:
    """All cells that begin at one time; those that a session above covers are left out."""

    starts_at: datetime
    cells: list[Cell] = field(default_factory=list)


@dataclass(frozen=True)
class Grid:
    """``lanes``: how many cells of each row lie below the head of each column."""

    lanes: list[int]
    rows: list[Row]


def build(placed: Sequence[Placed], columns: Sequence[Hashable], begins: datetime, ends: datetime) -> Grid:
    """The table of one day. ``begins`` and ``ends`` are widened to what the sessions need."""
    times = _times(placed, begins, ends)
    row_of = {at: number for number, at in enumerate(times)}
    rows = [Row(at) for at in times[:-1]]
    lanes = []
    for number, column in enumerate(columns):
        own = _lanes([each for each in placed if each.column == column])
        lanes.append(max(len(own), 1))
        for lane in own or [[]]:
            _fill(rows, lane, number, row_of)
    return Grid(lanes, rows)


def _times(placed: Sequence[Placed], begins: datetime, ends: datetime) -> list[datetime]:
    """Every quarter of an hour, and each moment at which something begins or ends."""
    first = min([begins, *(each.starts_at for each in placed)])
    last = max([ends, *(each.ends_at for each in placed)])
    marks = {first, last, *(each.starts_at for each in placed), *(each.ends_at for each in placed)}
    count = min(int((last - begins) / STEP) + 1, MOST_ROWS)
    marks |= {begins + number * STEP for number in range(-int((begins - first) / STEP), count)}
    return sorted(marks)


def _lanes(placed: Sequence[Placed]) -> list[list[Placed]]:
    """As few rows of sessions, one after the other, as do not overlap."""
    lanes: list[list[Placed]] = []
    for each in sorted(placed, key=lambda one: (one.starts_at, one.ends_at)):
        lane = next((lane for lane in lanes if lane[-1].ends_at <= each.starts_at), None)
        if lane is None:
            lanes.append([each])
        else:
            lane.append(each)
    return lanes


def _fill(rows: list[Row], lane: Sequence[Placed], column: int, row_of: dict[datetime, int]) -> None:
    beginning = {row_of[each.starts_at]: each for each in lane}
    number = 0
    while number < len(rows):
        each = beginning.get(number)
        span = row_of[each.ends_at] - number if each else 1
        rows[number].cells.append(Cell(column, span, each))
        number += span
