"""Dates of which only the year or the month may be known."""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Self

_WRITTEN = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")


class Precision(StrEnum):
    """How exactly a date is known."""

    YEAR = "year"
    MONTH = "month"
    DAY = "day"


@dataclass(frozen=True, order=True)
class PartialDate:
    """A day, a month or a year. ``first`` is the first day of the time that is meant."""

    first: date
    precision: Precision = Precision.DAY

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Read ``2017``, ``2017-12`` or ``2017-12-05``; nothing gives ``None``.

        Raises ``ValueError`` for anything else.
        """
        text = text.strip()
        if not text:
            return None
        found = _WRITTEN.fullmatch(text)
        if found is None:
            raise ValueError(f"not a year, a month or a day: {text!r}")
        year, month, day = found.groups()
        precision = Precision.DAY if day else Precision.MONTH if month else Precision.YEAR
        return cls(date(int(year), int(month or 1), int(day or 1)), precision)

    @property
    def last(self) -> date:
        """The last day of the time that is meant."""
        match self.precision:
            case Precision.YEAR:
                return self.first.replace(month=12, day=31)
            case Precision.MONTH:
                return self.first.replace(day=calendar.monthrange(self.first.year, self.first.month)[1])
            case _:
                return self.first

    def isoformat(self) -> str:
        """Write it as ISO 8601 with the precision that is known."""
        return self.first.isoformat()[: {"year": 4, "month": 7, "day": 10}[self.precision]]

    __str__ = isoformat


def add_months(day: date, months: int) -> date:
    """Return the same day ``months`` later (earlier if negative), or the month's last day if it is shorter."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
