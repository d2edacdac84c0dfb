"""The editors' desk opens only behind a second factor."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _

DESK = "/cms/"


class SecondFactorMiddleware:
    """Send a signed-in person without a second factor to set one up, before any page below ``/cms/``.

    allauth asks for the second factor at sign-in whenever one is set up, so having one is enough here.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(DESK) and request.user.is_authenticated:
            # Wagtail speaks the active language unless an editor chose another one in its own settings.
            translation.activate(request.user.preferred_language)
            if not is_mfa_enabled(request.user):
                messages.info(request, _("Please set up a second factor first: an authenticator app or a passkey."))
                return redirect("mfa_index")
            if not request.user.has_perm("wagtailadmin.access_admin"):
                # Wagtail would send them to sign in, which would send them back here.
                raise PermissionDenied
        return self.get_response(request)
