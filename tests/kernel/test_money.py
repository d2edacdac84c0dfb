"""Amounts as people type and read them."""

import pytest
from django.utils.translation import override

from jisr.kernel.money import euros, parse_euros, typed_euros


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        ("12500", 12_500_00),
        ("12.500", 12_500_00),
        ("12,500", 12_500_00),
        ("12.500,50", 12_500_50),
        ("12,500.50", 12_500_50),
        ("1.250.000", 1_250_000_00),
        ("12 500,5 €", 12_500_50),
        ("12'500", 12_500_00),
        ("0", 0),
        ("0,07", 7),
        ("١٢٥٠٠", 12_500_00),
        ("١٢٬٥٠٠٫٥٠", 12_500_50),
        ("  ", None),
    ],
)
def test_amounts_are_read_as_germans_britons_and_arabs_write_them(typed, cents):
    assert parse_euros(typed) == cents


@pytest.mark.parametrize("typed", ["12.50.0", "1,2,3", "-5", "many", "1.5000", "12.500.50,1", "9" * 20, "1e9", "²"])
def test_what_is_no_amount_is_refused(typed):
    with pytest.raises(ValueError, match=r"not an amount|more than"):
        parse_euros(typed)


@pytest.mark.parametrize(
    ("language", "shown", "typed"),
    [("de", "12.500,50", "12.500,50"), ("en", "12,500.50", "12,500.50"), ("ar", "12,500.50", "12,500.50")],
)
def test_amounts_are_written_as_the_reader_does_and_read_back_alike(language, shown, typed):
    with override(language):
        assert shown in euros(12_500_50)
        assert typed_euros(12_500_50) == typed
        assert parse_euros(typed_euros(12_500_50)) == 12_500_50
        assert (euros(None), typed_euros(None), typed_euros(100)) == ("", "", "1")
