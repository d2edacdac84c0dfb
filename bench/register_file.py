"""Writes a register in the format of GV100AD: well-formed lines of made-up places, and the real ones of the programme.

The register itself is not delivered with the product. ``python -m bench.register_file FILE [MUNICIPALITIES]``
"""

import csv
import random
import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path

DAY = "20251031"
TABLES = Path(__file__).resolve().parents[1] / "src" / "jisr" / "municipalities" / "data"
LAND, DISTRICT, MUNICIPALITY = "10", "40", "60"
MARKS = {"kreisfreie_stadt": 61, "kreisangehoerige_stadt": 63, "gemeinde": 64}
BEGINNINGS = """
    Alten Neuen Ober Unter Nieder Groß Klein Hohen Langen Schwarzen Wald Mühl Stein Sand Berg Brunn Kirch Kloster Königs
    Salz Linden Eichen Birken Hirsch Falken Rosen Wies Acker Moor Heide Quell Sonnen
"""
MIDDLES = "wald mühl brunn kirch berg bach feld see horn au rod stein burg wies"
ENDINGS = "heim hausen stadt dorf bach berg burg feld furt brück hofen ingen kirchen leben rode weiler münster tal"
# Land and district under which nothing of the programme lies: 99 is no district of any of these Länder.
FREE_DISTRICTS = [
    f"{land}{district}" for land, district in product(("01", "03", "05", "08", "09", "14", "16"), range(960, 1000, 3))
]


def record(kind: str, key: str, name: str, *, mark: int = 0, inhabitants: int = 0, day: str = DAY) -> str:
    """One record of 220 signs, each field where the description of the file puts it."""
    head = f"{kind}{day}{key:<8}{'':4}{name:<50}{'':50}"
    if kind != MUNICIPALITY:
        return f"{head}{mark or '':<2}".ljust(220)
    facts = f"{mark:02d}{'':4}{1234:011d}{inhabitants:011d}{inhabitants // 2:011d}{'':4}{key[:5]}{'':5}{'':2}"
    return f"{head}{facts}{'2101'}{'1'}{'1'}{'01'}{'11101'}".ljust(220)


def lines(municipalities: int, *, day: str = DAY, more: int = 0) -> Iterator[str]:
    """A whole register: Länder, districts, and so many municipalities; ``more`` is added to each figure."""
    for row in _table("laender"):
        yield record(LAND, row["code"], row["name_de"], day=day)
    real = [row for row in _table("municipalities") if row["country"] == "DE" and row["official_code"]]
    for row in real:
        yield _real(row, day=day, more=more)
    for number, district in enumerate(FREE_DISTRICTS):
        yield record(DISTRICT, district, f"Musterkreis {number}", mark=44, day=day)
    chance = random.Random(11)
    names = [
        f"{first}{middle}{last}"
        for first, middle, last in product(BEGINNINGS.split(), MIDDLES.split(), ENDINGS.split())
    ]
    chance.shuffle(names)
    towns = [row for row in real if row["kind"] != "landkreis"]
    for number in range(municipalities - len(towns)):
        key = f"{FREE_DISTRICTS[number % len(FREE_DISTRICTS)]}{number // len(FREE_DISTRICTS):03d}"
        mark, title = chance.choice(((63, ", Stadt"), (64, ""), (64, ""), (60, ", M"), (67, ", GKSt")))
        name = f"{names[number % len(names)]}{'' if number < len(names) else ' II'}{title}"
        yield record(MUNICIPALITY, key, name, mark=mark, inhabitants=chance.randint(80, 90_000) + more, day=day)


def _real(row: dict[str, str], *, day: str, more: int) -> str:
    if row["kind"] == "landkreis":
        return record(DISTRICT, row["official_code"], row["name_de"].removeprefix("Landkreis "), mark=44, day=day)
    title = ", Stadt" if row["kind"].endswith("stadt") else ""
    inhabitants = int(row["population_geonames"] or 1000) + more
    return record(
        MUNICIPALITY,
        row["official_code"],
        row["name_de"] + title,
        mark=MARKS[row["kind"]],
        inhabitants=inhabitants,
        day=day,
    )


def content(municipalities: int, *, encoding: str = "utf-8", day: str = DAY, more: int = 0) -> bytes:
    """The file, with the line ends of the original."""
    return "".join(f"{line}\r\n" for line in lines(municipalities, day=day, more=more)).encode(encoding)


def _table(name: str) -> list[dict[str, str]]:
    with (TABLES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(content(int(sys.argv[2]) if sys.argv[2:] else 11_000))
