"""What a device sends: check-ins as values, read from whatever came over the line."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from jisr.events.attendance.codes import read_code
from jisr.events.attendance.states import Direction, Origin

MOST_AT_ONCE: Final = 500
LARGEST_BODY: Final = 300_000
MOST_BEHIND: Final = timedelta(days=366)  # a clock that is further off tells nothing
OLDEST: Final = timedelta(days=14)  # nobody's phone was without a line for longer during a meeting


class Unreadable(ValueError):
    """What was sent is no check-in."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One check-in as a device made it. Who: a code, or the public id of somebody chosen from the list."""

    key: UUID
    direction: str
    code: str = ""
    participant: UUID | None = None
    session: UUID | None = None
    device_at: datetime | None = None
    origin: str = Origin.LIST


@dataclass(frozen=True)
class Device:
    """Which device sends, and what its clock said while it did."""

    key: UUID | None = None
    sent_at: datetime | None = None

    def offset(self, at: datetime) -> timedelta:
        """What its clock is behind ours; the time on the line, some seconds at most, is taken as nothing."""
        return at - self.sent_at if self.sent_at else timedelta(0)


@dataclass(frozen=True)
class Moment:
    """When it happened by our clock, and whether that can be right."""

    happened_at: datetime
    offset_seconds: int
    is_credible: bool


def corrected(device_at: datetime | None, device: Device, at: datetime) -> Moment:
    """The time of the device put right by what its clock was behind when it sent; never later than now."""
    if device_at is None:
        return Moment(at, 0, is_credible=True)
    offset = device.offset(at)
    if abs(offset) > MOST_BEHIND:
        return Moment(at, 0, is_credible=False)
    try:
        happened = min(device_at + offset, at)
    except OverflowError:
        return Moment(at, 0, is_credible=False)
    seconds = round(offset.total_seconds())
    if at - happened > OLDEST:
        return Moment(at, seconds, is_credible=False)
    return Moment(happened, seconds, is_credible=True)


def read_entry(sent: Any) -> Entry:  # noqa: ANN401 - whatever JSON holds
    """Raises ``Unreadable``."""
    if not isinstance(sent, Mapping):
        raise Unreadable("not an object")
    direction, code = sent.get("direction"), sent.get("code") or ""
    if direction not in Direction.values or not isinstance(code, str):
        raise Unreadable("no direction or a code that is no text")
    participant = _uuid(sent.get("participant"))
    if not code and participant is None:
        raise Unreadable("nobody is meant")
    key = _uuid(sent.get("key"))
    if key is None:
        raise Unreadable("no key")
    return Entry(
        key=key,
        direction=direction,
        code=read_code(code),
        participant=participant,
        session=_uuid(sent.get("session")),
        device_at=read_moment(sent.get("at")),
        origin=Origin.LIST if participant else Origin.CODE,
    )


def read_device(sent: Mapping[str, Any]) -> Device:
    return Device(_uuid(sent.get("device")), read_moment(sent.get("sent_at")))


def read_moment(sent: Any) -> datetime | None:  # noqa: ANN401
    """A moment with its zone; one without is taken as UTC. Raises ``Unreadable``."""
    if sent in (None, ""):
        return None
    if not isinstance(sent, str):
        raise Unreadable("a time that is no text")
    try:
        moment = datetime.fromisoformat(sent)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Unreadable("a time that is none") from error


def _uuid(sent: Any) -> UUID | None:  # noqa: ANN401
    if sent in (None, ""):
        return None
    if not isinstance(sent, str):
        raise Unreadable("a key that is no text")
    try:
        return UUID(sent)
    except ValueError as error:
        raise Unreadable("a key that is none") from error
