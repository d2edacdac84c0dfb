"""The tables that come with the product."""

from datetime import date

import pytest

from jisr.kernel.tables import dated, group_rows, in_three, lists_in_three, read_table, split_cell


def test_a_table_is_read_as_stripped_text():
    rows = read_table("jisr.municipalities", "laender")

    assert len(rows) == 16
    assert all(cell == cell.strip() for row in rows for cell in row.values())


def test_a_cell_with_a_list_gives_its_items():
    assert split_cell("a; b ;;c") == ["a", "b", "c"]


def test_three_columns_become_the_values_of_one_field():
    row = {"text_de": "eins;zwei", "text_en": "one;two", "text_ar": "واحد;اثنان"}

    assert in_three(row, "text", to="name") == {"name_de": "eins;zwei", "name_en": "one;two", "name_ar": "واحد;اثنان"}
    assert lists_in_three(row, "text")["text_ar"] == ["واحد", "اثنان"]


def test_a_missing_language_is_an_error_that_names_the_column():
    with pytest.raises(KeyError, match="text_ar"):
        in_three({"text_de": "", "text_en": ""}, "text")


def test_rows_are_grouped_in_their_order():
    rows = [{"key": "b", "n": "1"}, {"key": "a", "n": "2"}, {"key": "b", "n": "3"}]

    assert group_rows(rows, "key") == {"b": [rows[0], rows[2]], "a": [rows[1]]}


def test_a_dated_cell_fills_both_columns():
    assert dated("since", "2015-05") == {"since_on": date(2015, 5, 1), "since_precision": "month"}
    assert dated("since", "") == {"since_on": None, "since_precision": ""}
    with pytest.raises(ValueError, match="not a year"):
        dated("since", "soon")
