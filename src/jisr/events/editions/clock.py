"""Days and moments of an edition: its days are days in its own time zone, whatever a reader's clock shows."""

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, cast
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext

from jisr.events.editions.models import Edition
from jisr.events.editions.states import ZONES
from jisr.municipalities.search import listed
from jisr.web.templatetags.jisr import partial_date

if TYPE_CHECKING:
    from jisr.kernel.dates import PartialDate


def local(at: datetime, zone: str) -> datetime:
    """The same moment as a clock in ``zone`` shows it."""
    return at.astimezone(ZoneInfo(zone))


def other_zone(zone: str) -> str:
    """That of the other side."""
    return next(name for name, _label in ZONES if name != zone)


def city(zone: str) -> str:
    """The short name of a zone, in the reader's language."""
    return {"Europe/Berlin": gettext("Berlin"), "Asia/Hebron": gettext("Hebron")}.get(zone, zone)


def clock(at: datetime, zone: str) -> str:
    """The time of day in ``zone``, such as 10:00."""
    return local(at, zone).strftime("%H:%M")


def one_clock(at: datetime, zone: str) -> str:
    """The time of day with whose it is: ``10:00 (Berlin)``."""
    return f"{clock(at, zone)} ({city(zone)})"


def both_clocks(at: datetime, zone: str) -> str:
    """The time of day on both sides: ``10:00 (Berlin) / 11:00 (Hebron)``."""
    return " / ".join(one_clock(at, each) for each in (zone, other_zone(zone)))


def told(at: datetime, zone: str) -> str:
    """Day and both times of a moment, in the reader's language."""
    return listed(date_format(local(at, zone).date(), "DATE_FORMAT"), both_clocks(at, zone))


def times_in_trail(opens_at: datetime | None, closes_at: datetime | None, edition: Edition) -> dict[str, str]:
    """When something opens and closes on the edition's clocks, as the trail keeps it."""
    times = {"opens_at": opens_at, "closes_at": closes_at}
    return {name: f"{local(at, edition.zone):%Y-%m-%d %H:%M}" if at else "" for name, at in times.items()}


def day_of(edition: Edition, at: datetime) -> date:
    """Which day it is where the edition takes place."""
    return local(at, edition.zone).date()


def registration_ends_at(edition: Edition) -> datetime | None:
    """The first moment (UTC) at which nobody can register any more: the end of the last day in the edition's zone."""
    last = edition.registration_deadline
    return _midnight(last + timedelta(days=1), edition) if last else None


def begins_at(edition: Edition) -> datetime:
    """The first moment (UTC) of the meeting's first day."""
    return _midnight(edition.start_on, edition)


def ends_at(edition: Edition) -> datetime:
    """The first moment (UTC) after the meeting's last day."""
    return _midnight(edition.end_on + timedelta(days=1), edition)


def _midnight(day: date, edition: Edition) -> datetime:
    return datetime.combine(day, time.min, tzinfo=ZoneInfo(edition.zone)).astimezone(UTC)


def is_registration_over(edition: Edition, at: datetime) -> bool:
    end = registration_ends_at(edition)
    return end is not None and at >= end


def days_in_words(edition: Edition) -> str:
    """First and last day in the reader's language, as precisely as known."""
    start, end = cast("PartialDate", edition.start), cast("PartialDate", edition.end)
    if start == end:
        return partial_date(start)
    return gettext("%(start)s to %(end)s") % {"start": partial_date(start), "end": partial_date(end)}
