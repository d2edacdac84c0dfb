"""Until when people register, and until when a registration can change."""

from datetime import datetime

from jisr.events.editions.clock import ends_at, is_registration_over
from jisr.events.editions.models import Edition
from jisr.events.editions.states import AHEAD, State


def takes_registrations(edition: Edition, *, at: datetime) -> bool:
    """Whether people can register themselves now."""
    return edition.state == State.OPEN and not is_registration_over(edition, at)


def is_ahead(edition: Edition, *, at: datetime) -> bool:
    """Whether registrations can still change: it is not over, postponed for good or cancelled."""
    return edition.state in {*AHEAD, State.RUNNING} and at < ends_at(edition)
