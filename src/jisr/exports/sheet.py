"""XLSX that holds values only: text is never a formula, dates are dates, Arabic sheets run from right to left."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils import translation

from jisr.exports.cells import local, written
from jisr.exports.reading import in_language
from jisr.exports.tables import Column
from jisr.kernel.dates import PartialDate, Precision

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
_WIDTHS = {"text": 32, "number": 14, "date": 16, "partial_date": 14, "url": 40}
_DAYS = {"de": "dd.mm.yyyy", "ar": "dd/mm/yyyy"}
_MONTHS = {"de": "mm.yyyy", "ar": "mm/yyyy"}
FIRST_DATE = date(1900, 1, 1)  # a spreadsheet knows no day before it
LONGEST_URL = 2079


def write_sheet(
    path: Path,
    *,
    title: str,
    columns: Sequence[Column],
    chunks: Iterable[list[Any]],
    language: str,
) -> None:
    """Write the workbook, one chunk of rows in memory at a time."""
    from xlsxwriter import Workbook  # noqa: PLC0415 - 12 MB, and only the worker writes files

    with Workbook(str(path), {**_OPTIONS, "tmpdir": str(path.parent)}) as book:
        sheet = _Sheet(book, columns, title=title, language=language)
        for chunk in in_language(chunks, language):
            with translation.override(language):
                for row in chunk:
                    sheet.add(row)
        sheet.finish()


class _Sheet:
    """The one sheet of a workbook, filled from top to bottom."""

    def __init__(self, book: "Workbook", columns: Sequence[Column], *, title: str, language: str) -> None:
        self.columns, self.count = columns, 0
        self.sheet = book.add_worksheet(_sheet_name(title))
        self.formats = {
            "day": book.add_format({"num_format": _DAYS.get(language, "yyyy-mm-dd")}),
            "month": book.add_format({"num_format": _MONTHS.get(language, "yyyy-mm")}),
            "moment": book.add_format({"num_format": _DAYS.get(language, "yyyy-mm-dd") + " hh:mm"}),
        }
        if language == "ar":
            self.sheet.right_to_left()
        self.sheet.freeze_panes(1, 0)
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        with translation.override(language):
            for place, column in enumerate(columns):
                self.sheet.set_column(place, place, _WIDTHS[column.kind])
                self.sheet.write_string(0, place, str(column.label), head)

    def add(self, row: Any) -> None:  # noqa: ANN401 - a row is whatever the list holds
        self.count += 1
        for place, column in enumerate(self.columns):
            value = column.value(row)
            if value is not None and value != "":
                self._write(place, column, value)

    def finish(self) -> None:
        self.sheet.autofilter(0, 0, self.count, len(self.columns) - 1)

    def _write(self, place: int, column: Column, value: Any) -> None:  # noqa: ANN401
        if column.kind == "number" and isinstance(value, int | float | Decimal):
            self.sheet.write_number(self.count, place, value)
        elif column.kind in {"date", "partial_date"}:
            self._write_time(place, value)
        elif column.kind == "url":
            self._write_url(place, written(value))
        else:
            self.sheet.write_string(self.count, place, written(value))

    def _write_time(self, place: int, value: Any) -> None:  # noqa: ANN401
        if isinstance(value, PartialDate) and value.precision == Precision.YEAR:
            self.sheet.write_number(self.count, place, value.first.year)
            return
        moment, shown = self._time(value)
        if moment is None or (moment.date() if isinstance(moment, datetime) else moment) < FIRST_DATE:
            self.sheet.write_string(self.count, place, written(value))
        else:
            self.sheet.write_datetime(self.count, place, moment, shown)

    def _time(self, value: Any) -> "tuple[date | None, Format]":  # noqa: ANN401
        if isinstance(value, PartialDate):
            return value.first, self.formats["month" if value.precision == Precision.MONTH else "day"]
        if isinstance(value, datetime):
            return local(value), self.formats["moment"]
        return (value if isinstance(value, date) else None), self.formats["day"]

    def _write_url(self, place: int, address: str) -> None:
        is_link = address.startswith(("https://", "http://")) and len(address) <= LONGEST_URL
        if not is_link or self.sheet.write_url(self.count, place, address) != 0:
            self.sheet.write_string(self.count, place, address)


def _sheet_name(title: str) -> str:
    """At most 31 characters, without those that a sheet's name may not hold."""
    return "".join(sign for sign in title if sign not in "[]:*?/\\").strip("'")[:31]
