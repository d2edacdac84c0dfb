"""All words of the index in memory, to look for parts of words without reading the whole table.

Each process keeps them as one text, about a megabyte for a hundred thousand words, until public data changes.
"""

from collections.abc import Iterator
from itertools import islice

from jisr.search.models import Term
from jisr.web import public_data

SHORTEST_PART, SHORTEST_BEGINNING = 4, 2
MOST_FOUND, MOST_GIVEN = 2000, 100
END = "\n"


def forms_with(part: str) -> list[str]:
    """The shortest folded words that contain ``part``, or begin with it while it has fewer than four letters."""
    sought = part if len(part) >= SHORTEST_PART else END + part
    return sorted(islice(_lines_with(_text(), sought), MOST_FOUND), key=lambda form: (len(form), form))[:MOST_GIVEN]


def _lines_with(text: str, sought: str) -> Iterator[str]:
    found = text.find(sought)
    while found >= 0:
        start = text.rfind(END, 0, found + 1) + 1
        end = text.index(END, start)
        yield text[start:end]
        found = text.find(sought, end)


def _text() -> str:
    return public_data.remembered("search vocabulary", _read)


def _read() -> str:
    forms = Term.objects.order_by("form").values_list("form", flat=True).distinct()
    return END + "".join(form + END for form in forms)
