"""What a file is taken for, and which files are refused before anything of them is kept."""

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.register_file import content
from jisr.municipalities.imports.reading import MOST_BYTES, Unreadable, decode, recognise, rows_of
from jisr.municipalities.imports.states import FileKind

TABLE = "Schlüssel;Gemeinde\n05315000;Köln\n"


@pytest.mark.parametrize(
    ("written", "encoding"),
    [
        (TABLE.encode(), "utf-8-sig"),
        (b"\xef\xbb\xbf" + TABLE.encode(), "utf-8-sig"),
        (TABLE.encode("cp1252"), "cp1252"),
    ],
)
def test_umlauts_are_read_in_each_usual_encoding(written, encoding):
    shape = recognise(written)

    assert (shape.encoding, shape.header) == (encoding, ["Schlüssel", "Gemeinde"])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_register_is_told_from_a_table_by_its_records(encoding):
    shape = recognise(content(50, encoding=encoding))

    assert (shape.kind, shape.day) == (FileKind.REGISTER, "20251031")


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_the_sign_between_columns_is_found(delimiter):
    rows = ["a;b c,d|e".replace(delimiter, " "), f"key{delimiter}name", f'1{delimiter}"x{delimiter}y"']

    assert recognise("\n".join(rows[1:]).encode()).delimiter == delimiter


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (b"", "empty"),
        (b" \n\n", "empty"),
        (TABLE.encode("utf-16"), "UTF-16"),
        (b"key;name\n1;K\x00ln\n", "line 2 holds signs"),
        (b"PK\x03\x04\x14\x00\x00\x00 a spreadsheet", "Is it a spreadsheet"),
        (b"\x81\x8d;x\n1;2", "This is no text"),
        (b"key;name\n", "no lines"),
        (b"only one column\nx\n", "neither"),
        (b"key;name\n1;" + b"x" * 1_000_000, "Line 2 is longer"),
        (b'key;name\n1;"open\n' + b"2;x\n" * 40, "line 2 is not closed"),
        (b"key;name\n" + b"1;2\n" * 50_001, "50,000 lines"),
        (b";".join([b"c"] * 101) + b"\n1;2", "100 columns"),
        (b"x" * (MOST_BYTES + 1), "too large"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_reason(written, told):
    with pytest.raises(Unreadable, match=told):
        recognise(written)


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reading(written):
    try:
        shape = recognise(written)
    except Unreadable:
        return
    text, _encoding = decode(written)
    if shape.kind == FileKind.TABLE:
        assert list(rows_of(text, shape.delimiter))


@given(st.lists(st.lists(st.text(alphabet="aä\";,\n'", min_size=1), min_size=2, max_size=2), min_size=2, max_size=6))
def test_cells_come_out_as_a_spreadsheet_wrote_them(cells):
    file = StringIO(newline="")
    csv.writer(file, delimiter=";").writerows(cells)

    try:
        rows = list(rows_of(file.getvalue(), ";"))
    except Unreadable:  # a cell of many lines is taken for an open quotation mark
        assert max(sum(cell.count("\n") for cell in row) for row in cells) > 15
        return
    assert [row.cells for row in rows] == [row for row in cells if any(cell.strip() for cell in row)]
