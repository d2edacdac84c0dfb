"""Dates of which only the year or the month may be known."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr.kernel.dates import PartialDate, Precision, add_months


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("2017", date(2017, 1, 1), date(2017, 12, 31), Precision.YEAR),
        ("2016-02", date(2016, 2, 1), date(2016, 2, 29), Precision.MONTH),
        (" 2018-01-17 ", date(2018, 1, 17), date(2018, 1, 17), Precision.DAY),
    ],
)
def test_a_written_date_keeps_its_precision(text, first, last, precision):
    value = PartialDate.parse(text)

    assert (value.first, value.last, value.precision) == (first, last, precision)
    assert value.isoformat() == text.strip()


def test_nothing_written_is_no_date():
    assert PartialDate.parse("  ") is None


@pytest.mark.parametrize("text", ["17", "2017-1", "2017-13", "2017-02-30", "about 2017", "2017-12-05T10"])
def test_anything_else_is_refused(text):
    with pytest.raises(ValueError, match=r".+"):
        PartialDate.parse(text)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 11, 22), -18, date(2025, 5, 22)),
    ],
)
def test_a_month_later_is_the_same_day_or_the_last_of_the_month(day, months, expected):
    assert add_months(day, months) == expected


@given(day=st.dates(date(1900, 1, 1), date(2200, 1, 1)), months=st.integers(0, 600))
def test_adding_months_lands_in_the_right_month(day, months):
    later = add_months(day, months)

    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day <= day.day
