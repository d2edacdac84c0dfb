"""Times of 1:1 meetings in words: in the zone of the edition, and in both zones where people sit apart."""

from datetime import datetime

from jisr.events.agenda.days import day_name
from jisr.events.editions.clock import both_clocks, local, one_clock
from jisr.events.editions.models import Edition
from jisr.events.editions.states import Mode
from jisr.events.talks.models import Slot
from jisr.municipalities.search import listed


def day(at: datetime, zone: str) -> str:
    return day_name(local(at, zone).date())


def hours(at: datetime, edition: Edition) -> str:
    """The hour with its zone; in both zones unless all are on site."""
    return one_clock(at, edition.zone) if edition.mode == Mode.ONSITE else both_clocks(at, edition.zone)


def slot_in_words(slot: Slot, edition: Edition) -> str:
    return listed(day(slot.starts_at, edition.zone), hours(slot.starts_at, edition))
