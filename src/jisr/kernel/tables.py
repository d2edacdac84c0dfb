"""Reads the CSV tables that come with the product."""

import csv
from collections.abc import Iterable
from datetime import date
from importlib.resources import as_file, files

from jisr.kernel.dates import PartialDate

Row = dict[str, str]
LANGUAGES = ("de", "en", "ar")


def read_table(package: str, name: str) -> list[Row]:
    """Read ``data/<name>.csv`` of a package; every cell is stripped text, an empty one is unknown."""
    with as_file(files(package) / "data" / f"{name}.csv") as path, path.open(encoding="utf-8", newline="") as file:
        return [{column: (cell or "").strip() for column, cell in row.items()} for row in csv.DictReader(file)]


def split_cell(cell: str) -> list[str]:
    """The items of a cell that holds a list."""
    return [item.strip() for item in cell.split(";") if item.strip()]


def in_three(row: Row, column: str, *, to: str = "") -> dict[str, str]:
    """The columns ``<column>_de``, ``_en`` and ``_ar`` of a row, as values for the model field ``to``."""
    return {f"{to or column}_{language}": row[f"{column}_{language}"] for language in LANGUAGES}


def lists_in_three(row: Row, column: str, *, to: str = "") -> dict[str, list[str]]:
    """The same for cells that hold lists."""
    return {name: split_cell(cell) for name, cell in in_three(row, column, to=to).items()}


def dated(name: str, cell: str) -> dict[str, date | str | None]:
    """The values of the columns ``<name>_on`` and ``<name>_precision`` for a date in a cell.

    Raises ``ValueError`` for a cell that is neither empty nor a year, a month or a day.
    """
    value = PartialDate.parse(cell)
    return {f"{name}_on": value.first if value else None, f"{name}_precision": value.precision if value else ""}


def group_rows(rows: Iterable[Row], column: str) -> dict[str, list[Row]]:
    """Rows by the value of one column, in the order of the table."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row[column], []).append(row)
    return groups
