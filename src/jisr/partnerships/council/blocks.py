"""What a sheet is made of: headings, paragraphs, facts, tables and lists as plain data.

The PDF, the text file and the page on the screen are drawn from the same blocks, so that they say the same.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _

Block = dict[str, Any]
OPEN_ISOLATE, CLOSE_ISOLATE = "\u2068", "\u2069"
_CONTROL: Final = {"Cc", "Cs", "Co", "Cn"}


def clean(text: object) -> str:
    """Text without signs that no sheet can hold, on one line."""
    return " ".join("".join(sign if _is_fit(sign) else " " for sign in str(text)).split())


def _is_fit(sign: str) -> bool:
    return unicodedata.category(sign) not in _CONTROL


def apart(name: object) -> str:
    """A name that keeps its own direction, so that an Arabic one does not turn the German words around it."""
    return f"{OPEN_ISOLATE}{clean(name)}{CLOSE_ISOLATE}"


def heading(text: object, level: int = 2) -> Block:
    return {"kind": "heading", "level": level, "text": clean(text)}


def words(text: object, *, is_small: bool = False) -> Block:
    return {"kind": "words", "text": clean(text), "is_open": False, "is_small": is_small}


def still_open() -> Block:
    """What nobody has written yet: said so, never left out."""
    return {"kind": "words", "text": _("still open"), "is_open": True, "is_small": False}


def paragraphs(text: str) -> list[Block]:
    """A long text, one block for each of its paragraphs; an empty one is still open."""
    found = [words(line) for line in text.splitlines() if clean(line)]
    return found or [still_open()]


def facts(pairs: Iterable[tuple[object, object]]) -> Block:
    """Labels with values; a value that is missing is still open."""
    rows = [
        {"label": clean(label), "value": clean(value) or _("still open"), "is_open": not clean(value)}
        for label, value in pairs
    ]
    return {"kind": "facts", "rows": rows}


def table(heads: Sequence[object], rows: Iterable[Sequence[object]], *, numbers: Sequence[int] = ()) -> Block:
    """``numbers``: the columns whose cells end at the same line."""
    cells = [[clean(cell) for cell in row] for row in rows]
    return {"kind": "table", "heads": [clean(head) for head in heads], "rows": cells, "numbers": list(numbers)}


def listing(items: Iterable[object]) -> Block:
    """A numbered list."""
    return {"kind": "list", "entries": [clean(item) for item in items]}
