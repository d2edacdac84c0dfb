"""Addresses of objects by slug, for lists and maps that hold hundreds of links."""

from functools import cache

from django.urls import reverse
from django.utils.translation import get_language

_MARK = "0"


def address_of(route: str, slug: str) -> str:
    """What ``reverse(route, args=[slug])`` gives; routes are looked up once. Slugs need no quoting."""
    start, end = _around(route, get_language())
    return f"{start}{slug}{end}"


@cache
def _around(route: str, _language: str | None) -> tuple[str, str]:
    start, _mark, end = reverse(route, args=[_MARK]).rpartition(f"/{_MARK}/")
    return f"{start}/", f"/{end}"
