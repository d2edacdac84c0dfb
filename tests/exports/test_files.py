"""What stands in a file: harmless text, real numbers and dates, the reader's language."""

import csv
from datetime import UTC, date, datetime
from decimal import Decimal
from io import StringIO
from types import SimpleNamespace

import openpyxl
import pytest
from django.utils import translation
from django.utils.translation import gettext_lazy

from jisr.exports.cells import harmless, written
from jisr.exports.comma import csv_parts
from jisr.exports.sheet import write_sheet
from jisr.exports.tables import Column
from jisr.kernel.dates import PartialDate

TEXT = Column("text", "Text", lambda row: row.value)
NUMBER = Column("number", "Number", lambda row: row.value, "number")
DATE = Column("date", "Date", lambda row: row.value, "date")
PARTIAL = Column("since", "Since", lambda row: row.value, "partial_date")
URL = Column("url", "Page", lambda row: row.value, "url")


def csv_of(column: Column, *values: object, language: str = "en") -> list[list[str]]:
    rows = [SimpleNamespace(value=value) for value in values]
    text = b"".join(csv_parts([column], [rows], language=language)).decode("utf-8-sig")
    return list(csv.reader(StringIO(text), delimiter=";" if language == "de" else ","))[1:]


def sheet_of(path, column: Column, *values: object, language: str = "en"):
    rows = [SimpleNamespace(value=value) for value in values]
    write_sheet(path / "a.xlsx", title="List", columns=[column], chunks=[rows], language=language)
    return openpyxl.load_workbook(path / "a.xlsx").active


@pytest.mark.parametrize(
    "typed", ["=1+1", "+49 30", "-2", "@SUM(A1)", "\tx", "\rx", "\n=1", "  =1+1", "＝1+1", "－1", "＠a"]
)
def test_text_that_a_spreadsheet_would_run_is_kept_behind_an_apostrophe(typed):
    assert harmless(typed) == f"'{typed}"
    assert csv_of(TEXT, typed) == [[f"'{typed}"]]


@pytest.mark.parametrize("typed", ["Bonn", "", "a=b", "1 = 1", "بيت جالا", "Brühl; =1+1"])
def test_other_text_stays_as_it_is(typed):
    assert harmless(typed) == typed


def test_the_head_of_a_column_is_harmless_too():
    column = Column("a", "=A1", lambda row: row.value)

    assert b"".join(csv_parts([column], [], language="en")).decode("utf-8-sig") == '"\'=A1"\r\n'


def test_numbers_stay_numbers_also_below_zero():
    assert csv_of(NUMBER, -5, 1234567, Decimal("-12.50"), None) == [["-5"], ["1234567"], ["-12.50"], [""]]


def test_german_files_have_semicolons_and_decimal_commas():
    assert b"".join(csv_parts([TEXT, NUMBER], [[SimpleNamespace(value=Decimal("50.83"))]], language="de")) == (
        b'\xef\xbb\xbf"Text";"Number"\r\n"50.83";"50,83"\r\n'
    )


def test_text_is_quoted_so_that_the_other_separator_cuts_out_no_formula():
    assert b'"Bonn;=1+1"' in b"".join(csv_parts([TEXT], [[SimpleNamespace(value="Bonn;=1+1")]], language="en"))


def test_dates_are_written_as_precisely_as_they_are_known():
    known = [PartialDate.parse("2017"), PartialDate.parse("2017-12"), date(2017, 12, 5)]

    assert csv_of(PARTIAL, *known) == [["2017"], ["2017-12"], ["2017-12-05"]]
    assert written(datetime(2026, 7, 1, 22, 30, tzinfo=UTC)) == "2026-07-02 00:30"


def test_heads_and_values_speak_the_asked_language_whatever_the_thread_speaks():
    column = Column("kind", gettext_lazy("Kind"), lambda _row: translation.get_language())
    with translation.override("de"):
        parts = list(csv_parts([column], [[None], [None]], language="ar"))
        assert translation.get_language() == "de"

    with translation.override("ar"):
        head = translation.gettext("Kind")
    assert b"".join(parts).decode("utf-8-sig").splitlines() == [f'"{head}"', '"ar"', '"ar"']


def test_a_sheet_holds_text_never_formulas_or_guessed_numbers(tmp_path):
    sheet = sheet_of(tmp_path, TEXT, "=1+1", "007", "https://a.example/")

    assert [(cell.value, cell.data_type) for (cell,) in sheet.iter_rows(min_row=2)] == [
        ("=1+1", "s"),
        ("007", "s"),
        ("https://a.example/", "s"),
    ]
    assert sheet["A4"].hyperlink is None


def test_a_sheet_holds_numbers_and_dates_as_such(tmp_path):
    assert sheet_of(tmp_path, NUMBER, Decimal("50.83"))["A2"].value == 50.83
    day = sheet_of(tmp_path, DATE, date(2026, 11, 22), language="de")["A2"]
    assert (day.value, day.number_format) == (datetime(2026, 11, 22), "dd.mm.yyyy")  # noqa: DTZ001 - a cell has no zone
    month, year = (
        sheet_of(tmp_path, PARTIAL, PartialDate.parse("2017-12"))["A2"],
        sheet_of(tmp_path, PARTIAL, PartialDate.parse("2017"))["A2"],
    )
    assert (month.value, month.number_format) == (datetime(2017, 12, 1), "yyyy-mm")  # noqa: DTZ001
    assert (year.value, year.data_type) == (2017, "n")


def test_a_day_before_the_first_of_a_spreadsheet_is_text(tmp_path):
    assert sheet_of(tmp_path, DATE, date(1867, 7, 1))["A2"].value == "1867-07-01"


def test_only_web_addresses_become_links(tmp_path):
    sheet = sheet_of(tmp_path, URL, "https://a.example/", "file:///etc/passwd", "internal:Sheet1!A1")

    assert [cell.hyperlink is not None for (cell,) in sheet.iter_rows(min_row=2)] == [True, False, False]


@pytest.mark.parametrize(("language", "is_rtl"), [("ar", True), ("de", None), ("en", None)])
def test_an_arabic_sheet_runs_from_right_to_left_and_every_head_stays(tmp_path, language, is_rtl):
    sheet = sheet_of(tmp_path, TEXT, "a", language=language)

    assert sheet.sheet_view.rightToLeft == is_rtl
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:A2"
    assert sheet.column_dimensions["A"].width > 20


def test_text_longer_than_a_cell_is_cut(tmp_path):
    assert len(sheet_of(tmp_path, TEXT, "a" * 40_000)["A2"].value) == 32_767


def test_a_title_that_no_sheet_may_have_is_shortened(tmp_path):
    write_sheet(tmp_path / "a.xlsx", title="'A/B: [c]*?" + "d" * 40, columns=[TEXT], chunks=[], language="en")

    assert openpyxl.load_workbook(tmp_path / "a.xlsx").sheetnames == ["AB c" + "d" * 27]
