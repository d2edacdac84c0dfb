"""Codes that people scan, type and read out: random, without letters that look alike, and never a number that counts.

A badge has 60 bits: a lost phone that carries the digests of a meeting gives no badge away. A certificate has 100 bits:
nobody finds one by trying. The code of a session lives for minutes and is shown in a room.
"""

import hashlib
import re
import secrets
from typing import Final

from jisr.kernel.text.folding import latin_digits

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # of Crockford: no I, L, O, U
BADGE_LENGTH: Final = 12
CERTIFICATE_LENGTH: Final = 20
SESSION_LENGTH: Final = 6
LONGEST_TYPED: Final = 60
_MISREAD = str.maketrans({"I": "1", "L": "1", "O": "0"})
_GROUP = re.compile(r".{1,4}")


def _random(length: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _place in range(length))


def new_badge_code() -> str:
    return _random(BADGE_LENGTH)


def new_certificate_code() -> str:
    return _random(CERTIFICATE_LENGTH)


def new_session_code() -> str:
    return _random(SESSION_LENGTH)


def read_code(typed: str) -> str:
    """What was typed or scanned as a code is kept: capitals and digits alone, letters that look alike made one.

    ``checkin.js`` does the same.
    """
    plain = latin_digits(typed[:LONGEST_TYPED]).upper().translate(_MISREAD)
    return "".join(sign for sign in plain if sign in ALPHABET)


def in_groups(code: str) -> str:
    """As it is printed: ``7K2M-9QXA-31TB``."""
    return "-".join(_GROUP.findall(code))


def digest_of(code: str, *, meeting: str) -> str:
    """What a device knows of a badge: it recognises the code, and cannot print it. ``meeting``: slug of the edition."""
    return hashlib.sha256(f"{meeting}:{code}".encode()).hexdigest()


def qr_path(text: str) -> tuple[int, str]:
    """A QR code as the width of its square and the path of an SVG, one unit a module, with the quiet zone around it."""
    from qrcode import QRCode, constants  # noqa: PLC0415 - only what draws a code pays for it

    code = QRCode(error_correction=constants.ERROR_CORRECT_M, border=4)
    code.add_data(text, optimize=0)
    code.make(fit=True)
    matrix = code.get_matrix()
    drawn = [f"M{x} {y}h1v1h-1z" for y, row in enumerate(matrix) for x, is_dark in enumerate(row) if is_dark]
    return len(matrix), "".join(drawn)


def qr_svg(text: str) -> str:
    """The same as a picture of its own, for paper."""
    size, path = qr_path(text)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" shape-rendering="crispEdges">'
        f'<rect width="{size}" height="{size}" fill="#fff"/><path d="{path}" fill="#000"/></svg>'
    )
