"""Until when people register: days end when the meeting's own clock says so."""

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from jisr.events.editions.states import AHEAD, State

if TYPE_CHECKING:
    from jisr.events.editions.models import Edition


def deadline_of(edition: "Edition") -> datetime | None:
    """The first moment after the last day of registration; None where no day is set."""
    last = edition.registration_deadline
    return _midnight_after(last, edition) if last else None


def ends_at(edition: "Edition") -> datetime:
    """The first moment after the meeting's last day."""
    return _midnight_after(edition.end_on, edition)


def begins_at(edition: "Edition") -> datetime:
    """The first moment of the meeting's first day."""
    return _midnight_after(edition.start_on - timedelta(days=1), edition)


def _midnight_after(day: date, edition: "Edition") -> datetime:
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=ZoneInfo(edition.zone)).astimezone(UTC)


def takes_registrations(edition: "Edition", *, at: datetime) -> bool:
    """Whether people can register themselves now."""
    deadline = deadline_of(edition)
    return edition.state == State.OPEN and (deadline is None or at < deadline)


def is_ahead(edition: "Edition", *, at: datetime) -> bool:
    """Whether registrations can still change: it is not over, postponed for good or cancelled."""
    return edition.state in {*AHEAD, State.RUNNING} and at < ends_at(edition)
