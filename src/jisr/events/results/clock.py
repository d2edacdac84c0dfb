"""When a follow-up is called to mind. Dated, so that a change leaves older ones alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

OWN_PROPOSAL: Final = "Own proposal of this software: no published rule of the programme names a time."


@dataclass(frozen=True)
class Rhythm:
    """Days before the day it is due, days after it, and how many days later again and again."""

    valid_from: date
    before: int
    after: int
    again: int
    source: str


RHYTHMS: Final = (Rhythm(date(2026, 1, 1), before=14, after=1, again=30, source=OWN_PROPOSAL),)


def rhythm(due_on: date) -> Rhythm:
    """The one that holds for a step due on that day; for an older one the first."""
    found = [each for each in RHYTHMS if each.valid_from <= due_on]
    return max(found, key=lambda each: each.valid_from) if found else RHYTHMS[0]


def moments(due_on: date, until: date) -> Iterator[date]:
    """The days on which it is called to mind, up to ``until``."""
    rule = rhythm(due_on)
    first = due_on - timedelta(days=rule.before)
    if first <= until:
        yield first
    day = due_on + timedelta(days=rule.after)
    while day <= until:
        yield day
        day += timedelta(days=rule.again)


def is_reminder_due(due_on: date, reminded_on: date | None, today: date) -> bool:
    """Whether a moment has come since the last reminder. Of several that were missed, one counts."""
    last = max(moments(due_on, today), default=None)
    return last is not None and (reminded_on is None or reminded_on < last)
