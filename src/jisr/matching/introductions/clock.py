"""How long an introduction waits for answers, and when it reminds. Dated, so that a change leaves older ones alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

OWN_PROPOSAL: Final = "Own proposal of this software: no published rule of the programme names a time."


@dataclass(frozen=True)
class WaitingTime:
    """Days after the question: when those who have not answered are reminded, and when silence ends it."""

    valid_from: date
    reminders: Sequence[int]
    expiry: int
    source: str


WAITING_TIMES: Final = (WaitingTime(date(2026, 1, 1), reminders=(14, 28), expiry=42, source=OWN_PROPOSAL),)


def waiting_time(asked_on: date) -> WaitingTime:
    """The one that holds for a question of that day; for an older one the first."""
    found = [time for time in WAITING_TIMES if time.valid_from <= asked_on]
    return max(found, key=lambda time: time.valid_from) if found else WAITING_TIMES[0]


def expires_on(asked_on: date) -> date:
    """The last day on which an answer counts."""
    return asked_on + timedelta(days=waiting_time(asked_on).expiry)


def is_reminder_due(asked_on: date, reminded_on: date | None, today: date) -> bool:
    """Whether a reminder has fallen due since the last one. Of several that were missed, one is sent."""
    due = [asked_on + timedelta(days=days) for days in waiting_time(asked_on).reminders]
    return any(day <= today and (reminded_on is None or reminded_on < day) for day in due)
