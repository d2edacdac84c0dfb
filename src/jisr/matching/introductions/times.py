"""The time of a first call in both zones, and as an entry for calendars (RFC 5545)."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from jisr.kernel.errors import DomainError
from jisr.matching.introductions.models import IntroductionCall
from jisr.matching.introductions.states import ZONES, Side
from jisr.web.structured_data import absolute

LONGEST_LINE: Final = 75  # bytes of one line of a calendar, without its end
ESCAPED: Final = {"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"}


class NoSuchTime(DomainError):
    """The clocks skip this hour."""


def moment(day: date, hour: time, side: str) -> datetime:
    """The moment that a clock of one side shows. Of an hour that comes twice it is the first, before clocks go back.

    Raises ``NoSuchTime`` for one that is skipped when clocks go forward.
    """
    zone = ZoneInfo(ZONES[Side(side)])
    found = datetime.combine(day, hour, tzinfo=zone).astimezone(UTC)
    if found.astimezone(zone).replace(tzinfo=None) != datetime.combine(day, hour):
        raise NoSuchTime(_("There is no such time on that day: the clocks go forward. Please choose another one."))
    return found


def local(at: datetime, side: str) -> datetime:
    """The same moment as a clock of one side shows it."""
    return at.astimezone(ZoneInfo(ZONES[Side(side)]))


def calendar_entry(call: IntroductionCall) -> str:
    """The call for a calendar: in UTC, so that every calendar shows its owner's time; no contact stands in it."""
    introduction = call.introduction
    names = {"german": introduction.german.name, "palestinian": introduction.palestinian.name}
    lines = [
        *("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Jisr//Introductions//EN", "CALSCALE:GREGORIAN"),
        f"METHOD:{'CANCEL' if call.is_cancelled else 'PUBLISH'}",
        *("BEGIN:VEVENT", f"UID:call-{call.public_id}@jisr"),
        f"DTSTAMP:{_stamp(call.written_at)}",
        f"DTSTART:{_stamp(call.starts_at)}",
        f"DTEND:{_stamp(call.starts_at + timedelta(minutes=call.minutes))}",
        f"SEQUENCE:{call.sequence}",
        f"STATUS:{'CANCELLED' if call.is_cancelled else 'CONFIRMED'}",
        f"SUMMARY:{_text(_('First call: %(german)s – %(palestinian)s') % names)}",
        *([f"LOCATION:{_text(call.where)}"] if call.where else []),
        f"URL:{absolute(introduction.get_absolute_url())}",
        *("END:VEVENT", "END:VCALENDAR"),
    ]
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(words: str) -> str:
    plain = words.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(sign for sign in plain if sign == "\n" or sign.isprintable())
    return "".join(ESCAPED.get(sign, sign) for sign in kept)


def _folded(line: str) -> Iterator[str]:
    """Lines of at most 75 bytes; a sign of several bytes is never broken, a line that goes on begins with a space."""
    part, size = "", 0
    for sign in line:
        width = len(sign.encode())
        if size + width > LONGEST_LINE:
            yield part
            part, size = " ", 1
        part, size = part + sign, size + width
    yield part
