"""What stands before every page of people who are signed in."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit, urlunsplit

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from jisr.accounts.access import second_factor_first

DESK = "/cms/"
WORKSPACE = re.compile(r"^/[a-z]{2}/workspace(/|$)")
PERSONAL = re.compile(r"^/[a-z]{2}/(accounts|workspace)(/|$)")
Handler = Callable[[HttpRequest], HttpResponse]


class PersonalPageMiddleware:
    """Nothing between server and reader keeps a page of an account or of the workspace, whichever view made it."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if PERSONAL.match(request.path_info) and not response.headers.get("Cache-Control"):
            add_never_cache_headers(response)
        return response


class SignedOutMiddleware:
    """Who sends a form without being signed in (any more) comes back to its page, not to where only forms are taken."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "POST" and response.headers.get("Location") == _back_by_sign_in(request.get_full_path()):
            messages.warning(request, _("Nothing of this is saved yet. Please sign in, then send it once more."))
            return redirect(_back_by_sign_in(_page_of_form(request)))
        return response


def _back_by_sign_in(path: str) -> str:
    return str(redirect_to_login(path).url)


def _page_of_form(request: HttpRequest) -> str:
    """Where the form stood that was sent; without knowing that, the workspace."""
    sent_from = urlsplit(request.headers.get("Referer", ""))
    if sent_from.netloc != request.get_host():
        return reverse("workspace:home")
    return urlunsplit(("", "", sent_from.path, sent_from.query, ""))


class SecondFactorMiddleware:
    """Send staff without a second factor to set one up, before any page of the workspace or below ``/cms/``.

    allauth asks for the second factor at sign-in whenever one is set up, so having one is enough here.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(DESK) and request.user.is_authenticated:
            # Wagtail speaks the active language unless an editor chose another one in its own settings.
            translation.activate(request.user.preferred_language)
            if not request.user.has_second_factor:
                return second_factor_first(request)
            if not request.user.has_perm("wagtailadmin.access_admin"):
                # Wagtail would send them to sign in, which would send them back here.
                raise PermissionDenied
        elif WORKSPACE.match(request.path_info) and _is_unprotected_staff(request):
            return second_factor_first(request)
        return self.get_response(request)


def _is_unprotected_staff(request: HttpRequest) -> bool:
    user = request.user
    return user.is_authenticated and user.is_programme_staff and not user.has_second_factor
