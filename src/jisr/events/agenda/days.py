"""Days and times of an edition as its clocks show them. What is kept are moments in UTC."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from jisr.events.editions.clock import city, clock, local, other_zone
from jisr.events.editions.models import Edition
from jisr.kernel.dates import Precision
from jisr.kernel.errors import DomainError

MOST_DAYS = 31


class NoSuchTime(DomainError):
    """The clocks skip this hour."""


def moment(day: date, hour: time, zone: str) -> datetime:
    """The moment that clocks in ``zone`` show. Of an hour that comes twice it is the first, before clocks go back.

    Raises ``NoSuchTime`` for one that is skipped when clocks go forward.
    """
    typed = datetime.combine(day, hour)
    found = typed.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    if local(found, zone).replace(tzinfo=None) != typed:
        raise NoSuchTime(_("There is no such time on that day: the clocks go forward. Please choose another one."))
    return found


def bounds(day: date, zone: str) -> tuple[datetime, datetime]:
    """The moments at which a day begins and ends in ``zone``: 23, 24 or 25 hours apart."""
    first, last = (datetime.combine(each, time(), tzinfo=ZoneInfo(zone)) for each in (day, day + timedelta(days=1)))
    return first.astimezone(UTC), last.astimezone(UTC)


def days_of(edition: Edition) -> list[date]:
    """The days of a meeting, as far as they are known to the day."""
    if edition.start_precision != Precision.DAY:
        return []
    last = edition.end_on if edition.end_on and edition.end_precision == Precision.DAY else edition.start_on
    count = min(max((last - edition.start_on).days, 0) + 1, MOST_DAYS)
    return [edition.start_on + timedelta(days=number) for number in range(count)]


def hours(begins: datetime, ends: datetime, zone: str) -> str:
    """``10:00–10:45 (Berlin) / 11:00–11:45 (Hebron)``."""
    return " / ".join(f"{clock(begins, each)}–{clock(ends, each)} ({city(each)})" for each in (zone, other_zone(zone)))


def day_name(day: date) -> str:
    """``Monday, 13 September 2027``."""
    return _("%(weekday)s, %(day)s") % {"weekday": date_format(day, "l"), "day": date_format(day, "DATE_FORMAT")}
