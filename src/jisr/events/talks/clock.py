"""Times of 1:1 meetings in words: in the zone of the edition, and in both zones where people sit apart."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import formats
from django.utils.translation import gettext as _

from jisr.events.agenda.days import day_name
from jisr.events.editions.models import Edition
from jisr.events.editions.states import Mode
from jisr.events.talks.models import Slot
from jisr.municipalities.search import listed


def zone_name(zone: str) -> str:
    return _("Berlin") if zone == "Europe/Berlin" else _("Hebron")


def hour(at: datetime, zone: str) -> str:
    """Such as 10:00."""
    return formats.time_format(at.astimezone(ZoneInfo(zone)), "H:i")


def day(at: datetime, zone: str) -> str:
    return day_name(at.astimezone(ZoneInfo(zone)).date())


def hours(at: datetime, edition: Edition) -> str:
    """The hour with its zone; in both zones unless all are on site."""
    own = f"{hour(at, edition.zone)} ({zone_name(edition.zone)})"
    if edition.mode == Mode.ONSITE:
        return own
    other = "Asia/Hebron" if edition.zone == "Europe/Berlin" else "Europe/Berlin"
    return f"{own} / {hour(at, other)} ({zone_name(other)})"


def slot_in_words(slot: Slot, edition: Edition) -> str:
    return listed(day(slot.starts_at, edition.zone), hours(slot.starts_at, edition))
