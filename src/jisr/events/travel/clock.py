"""When travellers are reminded, and how long their personal data is kept. Dated: a change leaves older trips alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from jisr.events.travel.states import Stage

OWN_PROPOSAL: Final = "Own proposal of this software: no published rule of the programme names a time."


@dataclass(frozen=True)
class TravelTimes:
    """``weeks_before``: of each stage, counted from the day on which an item is due; less than 0 is after it."""

    valid_from: date
    weeks_before: Mapping[Stage, int]
    kept_days: int
    source: str


TRAVEL_TIMES: Final = (
    TravelTimes(
        date(2026, 1, 1),
        weeks_before={Stage.AHEAD: 2, Stage.DUE: 0, Stage.LATE: -1},
        kept_days=30,
        source=OWN_PROPOSAL,
    ),
)


def travel_times(starts_on: date) -> TravelTimes:
    """Those that hold for a meeting which begins on that day; for an older one the first."""
    found = [times for times in TRAVEL_TIMES if times.valid_from <= starts_on]
    return max(found, key=lambda times: times.valid_from) if found else TRAVEL_TIMES[0]


def due_on(starts_on: date, weeks_before: int) -> date:
    """The last day on which something should be done."""
    return starts_on - timedelta(weeks=weeks_before)


def stage_on(today: date, *, due: date, starts_on: date) -> Stage | None:
    """The stage that an item has reached. Of several that were missed, one is told: the last."""
    reached = {stage: due - timedelta(weeks=weeks) for stage, weeks in travel_times(starts_on).weeks_before.items()}
    past = [stage for stage, day in reached.items() if day <= today]
    return max(past, key=lambda stage: reached[stage]) if past else None
