"""Amounts in euro cents: how people type them and how they read them."""

import re
from typing import Final

from django.utils.formats import number_format
from django.utils.translation import pgettext

MOST_CENTS: Final = 100_000_000_000_00
_SPACES = re.compile(r"[\s\u00a0\u202f'’]|€|EUR|يورو", re.IGNORECASE)
_GROUPED = re.compile(r"\d{1,3}(?:([.,٬])\d{3})(?:\1\d{3})*(?:(?!\1)[.,٫](\d{1,2}))?")
_PLAIN = re.compile(r"\d+(?:[.,٫](\d{1,2}))?")


def parse_euros(text: str) -> int | None:
    """Read an amount as it is typed in German, English or Arabic, in cents; nothing gives ``None``.

    A sign before three digits groups thousands, before one or two digits it begins the cents: ``12.500,50``,
    ``12,500.50``, ``12500``. Raises ``ValueError`` for anything else, and for more than any budget holds.
    """
    text = _SPACES.sub("", text)
    if not text:
        return None
    text = "".join(str(int(sign)) if sign.isdecimal() else sign for sign in text)
    found = _GROUPED.fullmatch(text) or _PLAIN.fullmatch(text)
    if found is None or len(text) > len("100.000.000.000,00"):
        raise ValueError(f"not an amount: {text!r}")
    fraction = found.groups()[-1] or ""
    whole = text[: -len(fraction) - 1] if fraction else text
    cents = int(re.sub(r"\D", "", whole)) * 100 + int(fraction.ljust(2, "0") or 0)
    if cents > MOST_CENTS:
        raise ValueError(f"more than any budget holds: {text!r}")
    return cents


def typed_euros(cents: int | None) -> str:
    """An amount as people of the reader's language type it, for a field."""
    if cents is None:
        return ""
    return number_format(_decimal(cents), decimal_pos=2 if cents % 100 else 0, force_grouping=True)


def euros(cents: int | None) -> str:
    """An amount in words for a page; an unknown one is empty."""
    if cents is None:
        return ""
    amount = number_format(_decimal(cents), decimal_pos=2, force_grouping=True)
    return pgettext("amount of money", "€%(amount)s") % {"amount": amount}


def _decimal(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02}"
