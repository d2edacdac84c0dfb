"""How well themes and texts are found, on texts that nothing was trained on.

``python -m tests.matching.quality`` prints the table. The texts of "development" and "held_out" share their
author with the example sentences; those of "fresh" were written last, on purpose in other words, and nothing was
changed for them except the curve of the scores, which was fitted on "held_out" and "fresh".
"""

import csv
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from jisr.matching import encoder
from jisr.matching.themes import suggest_themes

DATA = Path(__file__).parent / "data"
LANGUAGES = ("de", "en", "ar")


class Text(NamedTuple):
    kind: str
    part: str
    language: str
    themes: tuple[str, ...]
    text: str


class Found(NamedTuple):
    first: float
    first_three: float


def texts(*, part: str | None = None, language: str | None = None, is_paragraph: bool | None = None) -> list[Text]:
    with (DATA / "theme_texts.csv").open(encoding="utf-8", newline="") as file:
        rows = [Text(r["kind"], r["part"], r["language"], tuple(r["themes"].split(";")), r["text"])
                for r in csv.DictReader(file)]  # fmt: skip
    return [
        row
        for row in rows
        if part in {None, row.part}
        and language in {None, row.language}
        and is_paragraph in {None, row.kind == "paragraph"}
    ]


def accuracy(rows: Iterable[Text], suggest: Callable[[str], list[str]]) -> Found:
    """How often the theme is the first one proposed, and how often it is among the first three."""
    found = [(suggest(row.text), row.themes[0]) for row in rows]
    firsts = sum(slugs[:1] == [theme] for slugs, theme in found)
    return Found(firsts / len(found), sum(theme in slugs[:3] for slugs, theme in found) / len(found))


def recall(rows: Iterable[Text], suggest: Callable[[str], list[str]]) -> float:
    """The share of the themes of paragraphs that are among the first three proposed."""
    shares = [len({*suggest(row.text)[:3]} & {*row.themes}) / len(row.themes) for row in rows]
    return sum(shares) / len(shares)


def partner_found(likeness: Callable[[list[str], list[str]], list[list[float]]], source: str, target: str) -> Found:
    """How often a need in one language finds the offer of its theme in another, among the offers of all themes."""
    needs = [row for row in texts(language=source) if row.kind == "need"]
    offers = [row for row in texts(language=target) if row.kind == "offer"]
    table = likeness([row.text for row in needs], [row.text for row in offers])
    places = []
    for need, line in zip(needs, table, strict=True):
        order = sorted(range(len(offers)), key=lambda place: -line[place])
        places.append([offers[place].themes for place in order].index(need.themes))
    return Found(sum(p == 0 for p in places) / len(places), sum(p < 3 for p in places) / len(places))


def slugs_of(text: str) -> list[str]:
    return [found.slug for found in suggest_themes(text)]


def main() -> None:
    for name in ("both", "words only"):
        (encoder.shut if name == "words only" else encoder.reopen)()
        for part in ("development", "held_out", "fresh"):
            for language in (None, *LANGUAGES):
                rows = texts(part=part, language=language, is_paragraph=False)
                paragraphs = texts(part=part, language=language, is_paragraph=True)
                one, three = accuracy(rows, slugs_of)
                share = recall(paragraphs, slugs_of) if paragraphs else 0.0
                sys.stdout.write(f"{name:10} {part:12} {language or 'all':4} {one:.3f} {three:.3f} {share:.3f}\n")


if __name__ == "__main__":
    main()
