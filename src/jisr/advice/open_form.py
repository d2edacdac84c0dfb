"""What guards the form of people without a session: no cookie, no puzzle, no third party.

The stamp holds the time at which the form was shown and a key of its own, so that a second click sends nothing twice.
"""

import hashlib
import secrets
from typing import NamedTuple

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

SHORTEST_SECONDS = 3
LONGEST_SECONDS = 24 * 60 * 60
MOST_PER_HOUR = 20  # of one network address, behind which a whole town hall may sit
HOUR = 60 * 60
_SIGNER = signing.TimestampSigner(salt="advice.enquiry")


class Stamp(NamedTuple):
    """The key of one form, and whether its age is that of a form which a person fills in."""

    key: str | None
    fits: bool


def new_key() -> str:
    return secrets.token_hex(16)


def new_stamp() -> str:
    return _SIGNER.sign(new_key())


def read_stamp(stamp: str) -> Stamp:
    try:
        key = _SIGNER.unsign(stamp, max_age=LONGEST_SECONDS)
    except signing.BadSignature:
        return Stamp(None, fits=False)
    try:
        _SIGNER.unsign(stamp, max_age=SHORTEST_SECONDS)
    except signing.SignatureExpired:
        return Stamp(key, fits=True)
    return Stamp(key, fits=False)


def came_from_elsewhere(request: HttpRequest) -> bool:
    """Whether the browser says that another site sent the form. Browsers that say nothing are believed."""
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    own = f"{request.scheme}://{request.get_host()}"
    return site not in {"same-origin", "none"} or request.headers.get("Origin", own) != own


def is_too_often(request: HttpRequest) -> bool:
    """Count one more question of this network address; true beyond the hour's limit. The address itself is not kept."""
    try:
        address = get_adapter().get_client_ip(request)  # behind the operator's proxy, too
    except PermissionDenied:  # the proxy does not tell: better uncounted than lost
        return False
    digest = hashlib.blake2b(address.encode(), key=settings.SECRET_KEY.encode()[:64], digest_size=16).hexdigest()
    key = f"advice-enquiries:{digest}"
    if cache.add(key, 1, HOUR):
        return False
    try:
        return int(cache.incr(key)) > MOST_PER_HOUR
    except ValueError:  # it ran out between the two
        return False
