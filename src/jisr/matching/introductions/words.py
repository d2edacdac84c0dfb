"""Words that both sides read before contacts are open must hold none: no e-mail address, no web address, no number."""

import re
import unicodedata
from typing import Final

from django.utils.translation import gettext_lazy as _

from jisr.kernel.errors import DomainError

MAIL: Final = re.compile(r"\S@\S+\.\S|\S\s*[\[(]at[\])]\s*\S", re.IGNORECASE)
WEB: Final = re.compile(r"https?://|www\.", re.IGNORECASE)
PHONE: Final = re.compile(r"(?<!\d)(?:\+|0)[\d \u00a0()/.\-]{6,}\d")
FEWEST_DIGITS: Final = 9  # a date such as 01.02.2026 has eight


class HoldsContacts(DomainError):
    """An address or a number stands in words that are read before both have said yes."""


def refuse_contacts(text: str) -> None:
    """Raise ``HoldsContacts`` for text with an address or a telephone number, in whatever digits."""
    plain = "".join(str(unicodedata.digit(sign)) if sign.isdigit() else sign for sign in text)
    numbers = [sum(sign.isdigit() for sign in found) for found in PHONE.findall(plain)]
    if MAIL.search(plain) or WEB.search(plain) or any(digits >= FEWEST_DIGITS for digits in numbers):
        raise HoldsContacts(
            _("Please leave out addresses and telephone numbers. Contacts open to both at once, when both say yes.")
        )
