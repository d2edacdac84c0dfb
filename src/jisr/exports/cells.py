"""What may stand in a cell, the same for both kinds of file."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext

from jisr.kernel.dates import PartialDate

LONGEST_TEXT = 32_767  # characters that a cell of a spreadsheet holds
# A cell that begins like this is run as a formula by some programme; the wide forms are taken for the narrow ones.
_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def written(value: Any) -> str:  # noqa: ANN401 - cells are of any kind
    """A value as the text of a cell, dates in ISO 8601 as precisely as they are known."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return local(value).isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date | PartialDate):
        return value.isoformat()
    return str(value).replace("\0", "")[:LONGEST_TEXT]


def yes_or_no(value: bool) -> str:  # noqa: FBT001 - a cell's value
    return gettext("yes") if value else gettext("no")


def harmless(text: str) -> str:
    """Text that no spreadsheet takes for a formula: a dangerous beginning is kept behind an apostrophe."""
    return f"'{text}" if text.startswith(_RUNS) or text.lstrip().startswith(_RUNS) else text


def local(moment: datetime) -> datetime:
    """The moment on the office's clock, without the zone that a cell cannot hold."""
    return timezone.make_naive(moment) if timezone.is_aware(moment) else moment
