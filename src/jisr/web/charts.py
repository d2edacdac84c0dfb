"""Bar charts as plain numbers for an SVG; the table of the same figures stands beside them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise

BAR_WIDTH = 360
ROW_HEIGHT = 28
COLUMN_WIDTH = 28
COLUMN_HEIGHT = 160


@dataclass(frozen=True)
class Bar:
    """One bar. ``x``, ``y``, ``width`` and ``height`` are SVG units."""

    label: str | Promise
    value: int
    x: float
    y: float
    width: float
    height: float
    url: str = ""


@dataclass(frozen=True)
class Chart:
    """Bars with the size of the drawing that holds them."""

    bars: list[Bar]
    width: float
    height: float

    @property
    def total(self) -> int:
        return sum(bar.value for bar in self.bars)


Figure = tuple[str | Promise, int, str]


def lying_bars(figures: Iterable[Figure]) -> Chart:
    """Bars that grow sideways, one a row; a figure is label, value and address."""
    rows = list(figures)
    most = max((value for _label, value, _url in rows), default=1) or 1
    bars = [
        Bar(label, value, 0, place * ROW_HEIGHT + 4, round(BAR_WIDTH * value / most, 1), ROW_HEIGHT - 8, url)
        for place, (label, value, url) in enumerate(rows)
    ]
    return Chart(bars, BAR_WIDTH, len(rows) * ROW_HEIGHT)


def standing_bars(figures: Iterable[Figure]) -> Chart:
    """Bars that grow upwards, one a column, such as years."""
    columns = list(figures)
    most = max((value for _label, value, _url in columns), default=1) or 1
    bars = []
    for place, (label, value, url) in enumerate(columns):
        height = round(COLUMN_HEIGHT * value / most, 1)
        bars.append(Bar(label, value, place * COLUMN_WIDTH + 4, COLUMN_HEIGHT - height, COLUMN_WIDTH - 8, height, url))
    return Chart(bars, len(columns) * COLUMN_WIDTH, COLUMN_HEIGHT)
