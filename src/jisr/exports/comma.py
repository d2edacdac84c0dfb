"""CSV as spreadsheets open it by double click in each language.

It begins with a byte order mark. German spreadsheets expect semicolons and decimal commas, others commas and points.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from io import StringIO
from typing import Any

from django.utils import translation

from jisr.exports.cells import harmless, written
from jisr.exports.reading import in_language
from jisr.exports.tables import Column

BYTE_ORDER_MARK = "\ufeff"
_SEPARATORS = {"de": ";"}
_DECIMAL_SIGNS = {"de": ","}


def csv_parts(columns: Sequence[Column], chunks: Iterable[list[Any]], *, language: str) -> Iterator[bytes]:
    """The file in parts: the heads, then one part for each chunk of rows.

    Each part is made in ``language`` and given out outside of it, so that nobody else's thread speaks it meanwhile.
    """
    with translation.override(language):
        head = _lines([[harmless(str(column.label)) for column in columns]], language)
    yield (BYTE_ORDER_MARK + head).encode()
    for chunk in in_language(chunks, language):
        with translation.override(language):
            part = _lines(([_cell(column, row, language) for column in columns] for row in chunk), language)
        yield part.encode()


def _lines(rows: Iterable[Sequence[Any]], language: str) -> str:
    buffer = StringIO()
    # Text is always quoted: a programme that expects the other separator cannot cut a formula out of it.
    writer = csv.writer(buffer, delimiter=_SEPARATORS.get(language, ","), quoting=csv.QUOTE_NONNUMERIC)
    writer.writerows(rows)
    return buffer.getvalue()


def _cell(column: Column, row: Any, language: str) -> int | str:  # noqa: ANN401 - a row is whatever the list holds
    value = column.value(row)
    if column.kind == "number" and isinstance(value, int | float | Decimal):
        if isinstance(value, int):
            return int(value)
        return str(value).replace(".", _DECIMAL_SIGNS.get(language, "."))
    return harmless(written(value))
