"""The map of ties: two insets drawn by us, with arcs between partners.

Outlines: Natural Earth 4.1 (public domain), through ``outlines.geojson``. Each inset is an equirectangular drawing
whose width is shortened by the cosine of its middle latitude. Lengths are SVG units.
"""

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from jisr.partnerships.models import Partnership

WIDTH, HEIGHT = 1100, 520
TOLERANCE = 0.7
LABEL_STEP = 26

Point = tuple[float, float]


@dataclass(frozen=True)
class Inset:
    """One part of the map: where it lies and which degrees it shows."""

    country: str
    x: float
    y: float
    height: float
    west: float
    east: float
    south: float
    north: float

    @property
    def scale(self) -> float:
        return self.height / (self.north - self.south)

    @property
    def width(self) -> float:
        return (self.east - self.west) * self.scale * math.cos(math.radians((self.north + self.south) / 2))

    def place(self, longitude: float, latitude: float) -> Point:
        shortened = self.width / (self.east - self.west)
        return self.x + (longitude - self.west) * shortened, self.y + (self.north - latitude) * self.scale


GERMANY = Inset("DE", x=170, y=30, height=460, west=5.8, east=15.1, south=47.2, north=55.1)
PALESTINE = Inset("PS", x=610, y=70, height=380, west=34.2, east=35.6, south=31.2, north=32.6)


@dataclass(frozen=True)
class Spot:
    """A place on the map with its label and the line that leads there."""

    name: str
    x: float
    y: float
    label_x: float
    label_y: float
    anchor: str


@dataclass(frozen=True)
class Arc:
    """A tie between two spots; ``path`` rises from one and lands in the other."""

    tie: Partnership
    path: str
    start: Point
    end: Point


@dataclass(frozen=True)
class TieMap:
    """All that the drawing needs, and the ties that cannot be drawn because a place is not known."""

    outlines: list[str]
    arcs: list[Arc]
    spots: list[Spot]
    unplaced: list[Partnership]
    width: int = WIDTH
    height: int = HEIGHT


@cache
def outlines() -> list[str]:
    """Both outlines as SVG paths, without points that lie too near to be seen."""
    text = (files("jisr.municipalities") / "data" / "outlines.geojson").read_text(encoding="utf-8")
    insets = {"DE": GERMANY, "PS": PALESTINE}
    paths = []
    for feature in json.loads(text)["features"]:
        inset = insets[feature["properties"]["country"]]
        rings = (ring for polygon in feature["geometry"]["coordinates"] for ring in polygon)
        paths.append("".join(_path(inset.place(x, y) for x, y in ring) for ring in rings))
    return paths


def _path(points: Iterable[Point]) -> str:
    kept: list[Point] = []
    for x, y in points:
        if not kept or math.dist(kept[-1], (x, y)) >= TOLERANCE:
            kept.append((x, y))
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in kept) + "Z"


def draw(ties: Iterable[Partnership]) -> TieMap:
    """Lay out the ties; their authorities must be loaded."""
    arcs, unplaced = [], []
    placed: dict[str, dict[int, tuple[str, Point]]] = {"DE": {}, "PS": {}}
    for tie in ties:
        start, end = _spot(GERMANY, tie.german), _spot(PALESTINE, tie.palestinian)
        if start is None or end is None:
            unplaced.append(tie)
            continue
        placed["DE"][tie.german_id] = (tie.german.name, start)
        placed["PS"][tie.palestinian_id] = (tie.palestinian.name, end)
        arcs.append(Arc(tie, _arc(start, end), start, end))
    spots = [
        *_labelled(placed["DE"].values(), label_x=GERMANY.x - 16, anchor="end"),
        *_labelled(placed["PS"].values(), label_x=PALESTINE.x + PALESTINE.width + 22, anchor="start"),
    ]
    return TieMap(outlines(), arcs, spots, unplaced)


def _spot(inset: Inset, authority: object) -> Point | None:
    if authority.latitude is None:  # type: ignore[attr-defined]
        return None
    x, y = inset.place(float(authority.longitude), float(authority.latitude))  # type: ignore[attr-defined]
    return round(x, 1), round(y, 1)


def _arc(start: Point, end: Point) -> str:
    """A curve that leaves and lands gently and rises above both ends."""
    (x1, y1), (x2, y2) = start, end
    top = min(y1, y2) - 40 - abs(x2 - x1) * 0.08
    third = (x2 - x1) / 3
    return f"M{x1} {y1}C{x1 + third:.1f} {top:.1f} {x2 - third:.1f} {top:.1f} {x2} {y2}"


def _labelled(places: Iterable[tuple[str, Point]], *, label_x: float, anchor: str) -> list[Spot]:
    """Put the labels of one side into a column, in the order of their places, none upon another."""
    ordered = sorted(places, key=lambda place: place[1][1])
    heights = [point[1] for _name, point in ordered]
    for place in range(1, len(heights)):
        heights[place] = max(heights[place], heights[place - 1] + LABEL_STEP)
    excess = max(0.0, (heights[-1] if heights else 0) - (HEIGHT - 14))
    for place in range(len(heights) - 1, -1, -1):
        limit = heights[place + 1] - LABEL_STEP if place + 1 < len(heights) else heights[place] - excess
        heights[place] = min(heights[place], limit)
    return [
        Spot(name, point[0], point[1], label_x, round(height, 1), anchor)
        for (name, point), height in zip(ordered, heights, strict=True)
    ]
