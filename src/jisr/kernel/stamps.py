"""What a page says of the text it showed: its version and a digest, so that one can tell who changed what.

A page with many texts comes back whole. A text whose digest is that of its stamp was not touched by this writer, so it
never stands against what somebody else wrote meanwhile.
"""

import hashlib
from dataclasses import dataclass
from typing import Final

LONGEST_NUMBER: Final = 9


@dataclass(frozen=True)
class Seen:
    """The version that a writer began with, and the digest of its text."""

    version: int
    digest: str

    def is_untouched(self, text: str) -> bool:
        return digest_of(text) == self.digest


def digest_of(text: str) -> str:
    return hashlib.blake2s(text.encode(), digest_size=8).hexdigest()


def stamp_of(version: int, text: str) -> str:
    return f"{version}.{digest_of(text)}"


def read_stamp(stamp: str) -> Seen:
    """What was seen; an odd stamp is that of an empty text which nobody has saved yet."""
    number, _point, digest = stamp.partition(".")
    version = int(number) if number.isdecimal() and len(number) <= LONGEST_NUMBER else 0
    return Seen(version, digest or digest_of(""))


def plain(text: str) -> str:
    """Typed text as it is kept: line ends count once, control characters are left out."""
    joined = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign for sign in joined if sign in "\n\t" or (ord(sign) >= 32 and sign != "\x7f"))  # noqa: PLR2004 - the first sign that is seen
