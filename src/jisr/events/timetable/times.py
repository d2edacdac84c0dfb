"""Moments of a programme as the clocks of both sides show them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from jisr.events.editions.clock import city, local
from jisr.events.editions.states import ZONES

HOUR_FORMAT: Final = "H:i"


@dataclass(frozen=True)
class Clock:
    """From when to when something is on the clocks of one or two places; ``day`` where it differs from the first."""

    place: str
    begins: datetime
    ends: datetime
    day: date | None = None

    @property
    def words(self) -> str:
        begins = date_format(self.begins, HOUR_FORMAT)
        if self.day:
            begins = _("%(day)s, %(hour)s") % {"day": date_format(self.day, "DATE_FORMAT"), "hour": begins}
        hours = {"begins": begins, "ends": date_format(self.ends, HOUR_FORMAT), "place": self.place}
        return _("%(begins)s–%(ends)s (%(place)s)") % hours


def day_of(at: datetime, zone: str) -> date:
    return local(at, zone).date()


def clocks(begins: datetime, ends: datetime, zone: str) -> list[Clock]:
    """The time in the zone of the meeting first, then in the other one; once where both clocks show the same."""
    others = [other for other, _label in ZONES if other != zone]
    here = Clock(city(zone), local(begins, zone), local(ends, zone))
    found = [here]
    for other in others:
        there = Clock(city(other), local(begins, other), local(ends, other))
        if (there.begins.utcoffset(), there.ends.utcoffset()) == (here.begins.utcoffset(), here.ends.utcoffset()):
            both = _("%(first)s and %(second)s") % {"first": here.place, "second": there.place}
            found[0] = Clock(both, here.begins, here.ends)
        else:
            day = there.begins.date() if there.begins.date() != here.begins.date() else None
            found.append(Clock(there.place, there.begins, there.ends, day))
    return found


def in_words(begins: datetime, ends: datetime, zone: str) -> str:
    """``10:00–10:45 (Berlin) / 11:00–11:45 (Hebron)``."""
    return " / ".join(clock.words for clock in clocks(begins, ends, zone))


def changes_of_clocks(zone: str, first: date, last: date) -> Iterator[tuple[datetime, timedelta, timedelta, str]]:
    """When the clocks of ``zone`` change between two days: the moment (UTC), the offset before, after, and its name."""
    there = ZoneInfo(zone)
    day = datetime(first.year, first.month, first.day, tzinfo=UTC)
    end = datetime(last.year, last.month, last.day, tzinfo=UTC)
    while day < end:
        following = day + timedelta(days=1)
        before, after = day.astimezone(there).utcoffset(), following.astimezone(there).utcoffset()
        if before != after and before is not None and after is not None:
            moment = _moment_of_change(there, day, following)
            yield moment, before, after, moment.astimezone(there).tzname() or zone
        day = following


def _moment_of_change(there: ZoneInfo, early: datetime, late: datetime) -> datetime:
    """The first minute at which the offset of ``late`` holds."""
    offset = late.astimezone(there).utcoffset()
    while late - early > timedelta(minutes=1):
        middle = early + (late - early) / 2
        middle = middle.replace(second=0, microsecond=0)
        if middle.astimezone(there).utcoffset() == offset:
            late = middle
        else:
            early = middle
    return late
