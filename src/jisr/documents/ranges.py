"""Single byte ranges and conditional requests, as RFC 9110 has them."""

import re
from typing import NamedTuple

_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


class Span(NamedTuple):
    """The bytes from ``first`` to ``last``, both included."""

    first: int
    last: int

    @property
    def length(self) -> int:
        return self.last - self.first + 1


class Unsatisfiable(ValueError):
    """None of the bytes that were asked for exist."""


def wanted(header: str, size: int) -> Span | None:
    """The one range that ``Range`` asks for; ``None`` for no header and for what may be ignored, such as several.

    Raises ``Unsatisfiable``.
    """
    match = _RANGE.fullmatch(header.strip())
    if match is None or match.groups() == ("", ""):
        return None
    first, last = match.groups()
    if not first:
        return _tail(int(last), size)
    if last and int(last) < int(first):
        return None
    if int(first) >= size:
        raise Unsatisfiable
    return Span(int(first), min(int(last), size - 1) if last else size - 1)


def _tail(length: int, size: int) -> Span:
    if length == 0:
        raise Unsatisfiable
    return Span(max(size - length, 0), size - 1)


def names(header: str, etag: str) -> bool:
    """Whether an ``If-None-Match`` names the present version, weakly compared."""
    return header.strip() == "*" or etag in (name.strip().removeprefix("W/") for name in header.split(","))
