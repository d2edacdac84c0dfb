"""What a file is: its encoding, its kind, how its columns are parted. Nothing of it is believed before."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import StringIO

from django.utils.translation import gettext_lazy as _

from jisr.kernel.errors import DomainError
from jisr.municipalities.imports.states import FileKind

MOST_BYTES = 20_000_000
MOST_LINES = 50_000
LONGEST_LINE = 20_000
MOST_COLUMNS = 100
MOST_LINES_OF_A_ROW = 20
SAMPLE = 30
DELIMITERS = (";", ",", "\t", "|")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_RECORD = re.compile(r"(?:10|20|30|40|50|60)\d{8}[\d ]{8}")
_SHORTEST_RECORD = 72


class Unreadable(DomainError):
    """The file cannot be imported; the message says why and what to do."""


@dataclass(frozen=True)
class Shape:
    """What was recognised. ``header`` and ``delimiter`` belong to tables, ``day`` (as YYYYMMDD) to the register."""

    kind: FileKind
    encoding: str
    delimiter: str = ""
    header: list[str] = field(default_factory=list)
    day: str = ""


@dataclass(frozen=True)
class Row:
    """One row of a table with the number of its line."""

    number: int
    cells: list[str]


def recognise(content: bytes) -> Shape:
    """Look at a whole file. Raises ``Unreadable``."""
    text, encoding = decode(content)
    lines = text.splitlines()
    _refuse_lines(lines)
    first = next((line for line in lines if line.strip()), "")
    if _RECORD.match(first) and len(first) >= _SHORTEST_RECORD:
        return Shape(FileKind.REGISTER, encoding, day=first[2:10])
    return _table(text, encoding)


def decode(content: bytes) -> tuple[str, str]:
    """The text and its encoding: UTF-8 with or without a mark at its beginning, else Windows-1252."""
    if not content.strip():
        raise Unreadable(_("This file is empty."))
    if len(content) > MOST_BYTES:
        raise Unreadable(_("This file is too large. At most 20 MB are possible."))
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable(_("This file is written as UTF-16. Please save it as “CSV UTF-8”."))
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        found = _CONTROLS.search(text)
        if found:
            raise _no_text(text.count("\n", 0, found.start()) + 1)
        return text, encoding
    raise _no_text(1)


def _no_text(line: int) -> Unreadable:
    message = _(
        "This is no text: line %(line)d holds signs that belong to no text. Is it a spreadsheet? Save it as CSV."
    )
    return Unreadable(message % {"line": line})


def _refuse_lines(lines: list[str]) -> None:
    if len(lines) > MOST_LINES:
        raise Unreadable(_("This file has more than 50,000 lines. Please part it."))
    for number, line in enumerate(lines, start=1):
        if len(line) > LONGEST_LINE:
            raise Unreadable(_("Line %(line)d is longer than a line of facts can be.") % {"line": number})


def _table(text: str, encoding: str) -> Shape:
    delimiter = max(DELIMITERS, key=lambda sign: _fitness(text, sign))
    rows = rows_of(text, delimiter)
    header = [name.strip() for name in next(rows, Row(1, [])).cells]
    if len([name for name in header if name]) < 2:  # noqa: PLR2004 - a name alone says nothing
        raise Unreadable(
            _(
                "This is neither a GV100AD file nor a table: the first line must name at least two columns, "
                "parted by semicolons, commas or tabs."
            )
        )
    if len(header) > MOST_COLUMNS:
        raise Unreadable(_("This table has more than 100 columns."))
    if not sum(1 for _row in rows):
        raise Unreadable(_("This table has a header and no lines."))
    return Shape(FileKind.TABLE, encoding, delimiter, header)


def _fitness(text: str, delimiter: str) -> tuple[int, int]:
    """How many of the first rows have as many columns as the header, if it has several; and how many columns."""
    rows = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    try:
        sample = [row for _place, row in zip(range(SAMPLE), rows, strict=False) if row]
    except csv.Error:
        return 0, 0
    columns = len(sample[0]) if sample else 0
    return (sum(len(row) == columns for row in sample), columns) if columns > 1 else (0, 0)


def rows_of(text: str, delimiter: str) -> Iterator[Row]:
    """The rows of a table that are not empty. Raises ``Unreadable`` when a quotation mark is not closed."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    before = 0
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise _open_quote(before + 1) from error
        if cells is None:
            return
        if reader.line_num - before > MOST_LINES_OF_A_ROW:
            raise _open_quote(before + 1)
        if any(cell.strip() for cell in cells):
            yield Row(before + 1, cells)
        before = reader.line_num


def _open_quote(line: int) -> Unreadable:
    return Unreadable(_("A quotation mark that begins in line %(line)d is not closed.") % {"line": line})
