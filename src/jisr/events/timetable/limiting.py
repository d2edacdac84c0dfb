"""How often an address is asked. Nothing that names anybody is kept."""

import hashlib

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

HOUR = 60 * 60
MOST_READS = 120  # of one calendar in an hour; calendars ask every 15 minutes at most
MOST_MISSES = 60  # of unknown addresses from one network address in an hour


def is_read_too_often(digest: str) -> bool:
    """Count one more read of a calendar."""
    return _count(f"calendar-feed:{digest}") > MOST_READS


def is_guessing(request: HttpRequest, *, missed: bool) -> bool:
    """Whether too many unknown addresses were asked for from where this request comes; ``missed`` counts one more."""
    try:
        address = get_adapter().get_client_ip(request)
    except PermissionDenied:  # the proxy does not tell
        return False
    digest = hashlib.blake2b(address.encode(), key=settings.SECRET_KEY.encode()[:64], digest_size=16).hexdigest()
    key = f"calendar-miss:{digest}"
    return (_count(key) if missed else int(cache.get(key) or 0)) > MOST_MISSES


def _count(key: str) -> int:
    if cache.add(key, 1, HOUR):
        return 1
    try:
        return int(cache.incr(key))
    except ValueError:  # it ran out between the two
        return 1
