"""How public pages find their meeting without asking who reads, so that they may be kept whole."""

from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from jisr.events.editions.models import Edition


def is_signed_in(request: HttpRequest) -> bool:
    """Whether somebody reads with an account. Without a session nobody is asked, so that the page may be kept."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated


def edition_or_404(request: HttpRequest, slug: str, rows: Any = None) -> Edition:  # noqa: ANN401 - a query set
    """A meeting that the reader may see, among ``rows`` or all."""
    every = Edition.objects.all() if rows is None else rows
    seen = every.visible_to(request.user) if is_signed_in(request) else every.public()
    return cast("Edition", get_object_or_404(seen, slug=slug))
