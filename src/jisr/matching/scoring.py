"""How well two authorities suit each other. Numbers only: no database, no numpy.

Each direction is a weighted sum of values from 0 to 1; both are fused by their harmonic mean, so that a pair is good
only if it is good for both. Euler's theorem shares the fused score out: the parts of the weaker direction weigh more,
and all parts add up to the score exactly.
"""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from jisr.matching.states import ReasonKind

POINTS = 10_000  # scores and their parts are counted in whole points, which add up without rounding
SIZE_SCALE = 1.5
ALONE = {ReasonKind.NEEDS, ReasonKind.OFFERS}  # each holds for one direction; the others hold for both


@dataclass(frozen=True, kw_only=True)
class Weights:
    """What each value counts in one direction; ``themes`` is for needs that the other side's offers meet."""

    themes: float = 0.60
    size: float = 0.15
    languages: float = 0.15
    text: float = 0.10

    def directions(self, without: Collection[str] = ()) -> tuple[dict[str, float], dict[str, float]]:
        """The weights of either direction with some kinds of reasons switched off; each adds up to 1 or is empty."""
        mine = self._direction(ReasonKind.NEEDS, without)
        theirs = self._direction(ReasonKind.OFFERS, without)
        return mine, theirs

    def _direction(self, themes: str, without: Collection[str]) -> dict[str, float]:
        every = {themes: self.themes, ReasonKind.SIZE: self.size, ReasonKind.LANGUAGES: self.languages}
        every[ReasonKind.TEXT] = self.text
        left = {str(kind): weight for kind, weight in every.items() if kind not in without and weight > 0}
        total = sum(left.values())
        return {kind: weight / total for kind, weight in left.items()}


def clip(value: float) -> float:
    """Into the range from 0 to 1; what is no number counts as 0."""
    return min(1.0, max(0.0, value)) if value == value else 0.0  # noqa: PLR0124 - only NaN differs from itself


def size_closeness(one: int | None, other: int | None) -> float:
    """1 for the same number of inhabitants, 0.63 for twice as many; 0 if a number is not known."""
    if not one or not other:
        return 0.0
    return math.exp(-abs(math.log(one / other)) / SIZE_SCALE)


def likeness(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """The cosine between two texts told as weights of themes."""
    if not one or not other:
        return 0.0
    shared = sum(weight * other.get(theme, 0.0) for theme, weight in one.items())
    length = math.hypot(*one.values()) * math.hypot(*other.values())
    return clip(shared / length) if length else 0.0


def fuse(one: float, other: float) -> float:
    """The harmonic mean of two values after clipping; 0 if either is 0."""
    one, other = clip(one), clip(other)
    return 2 * one * other / (one + other) if one + other > 0 else 0.0


def shared_out(mine: Mapping[str, float], theirs: Mapping[str, float]) -> dict[str, int]:
    """Points of each kind of reason, from the weighed values of both directions. Their sum is the score in points."""
    one, other = sum(mine.values()), sum(theirs.values())
    if one <= 0 or other <= 0:
        return {}
    by_one, by_other = 2 * (other / (one + other)) ** 2, 2 * (one / (one + other)) ** 2
    parts = {kind: mine.get(kind, 0.0) * by_one + theirs.get(kind, 0.0) * by_other for kind in {**mine, **theirs}}
    return whole_points(parts, total=round(fuse(one, other) * POINTS))


def whole_points(parts: Mapping[str, float], *, total: int) -> dict[str, int]:
    """Round parts to whole points so that they add up to ``total``: the largest remainders are rounded up."""
    points = {kind: math.floor(part * POINTS) for kind, part in parts.items()}
    order = sorted(parts, key=lambda kind: (points[kind] - parts[kind] * POINTS, kind))
    missing = total - sum(points.values())
    for place in range(abs(missing)):
        points[order[place % len(order)]] += 1 if missing > 0 else -1
    return {kind: count for kind, count in points.items() if count > 0}
