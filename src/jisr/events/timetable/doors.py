"""How the pages of this part find their meeting."""

from typing import cast

from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from jisr.events.editions.models import Edition


def is_signed_in(request: HttpRequest) -> bool:
    """Whether somebody reads with an account. Without a session nobody is asked, so that the page may be kept."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated


def edition_or_404(request: HttpRequest, slug: str) -> Edition:
    """A meeting that the reader may see."""
    rows = Edition.objects.visible_to(request.user) if is_signed_in(request) else Edition.objects.public()
    return cast("Edition", get_object_or_404(rows, slug=slug))
