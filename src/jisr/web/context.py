"""What every page knows: its own address in each language, the menu, who is reading."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language, get_language_bidi

from jisr.web import navigation

LANGUAGE_NAMES = {"de": "Deutsch", "en": "English", "ar": "العربية"}


def page(request: HttpRequest) -> dict[str, Any]:
    """The context of the base template. A page whose address differs by language overrides ``alternates``."""
    language = get_language() or settings.LANGUAGE_CODE
    return {
        "LANGUAGE_CODE": language,
        "direction": "rtl" if get_language_bidi() else "ltr",
        "language_names": LANGUAGE_NAMES,
        "alternates": alternates(request.path),
        "menu": navigation.links(language),
        "base_url": settings.BASE_URL,
        "is_signed_in": settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated,
    }


def alternates(path: str) -> dict[str, str]:
    """The same page in each language. Paths differ only in their first part."""
    rest = path[4:] if path[:4] in {f"/{code}/" for code in LANGUAGE_NAMES} else ""
    return {code: f"/{code}/{rest}" for code in LANGUAGE_NAMES}
