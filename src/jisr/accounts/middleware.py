"""The editors' desk opens only behind a second factor."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

DESK = "/cms/"


class SecondFactorMiddleware:
    """Send a signed-in person without a second factor to set one up, before any page below ``/cms/``.

    allauth asks for the second factor at sign-in whenever one is set up, so having one is enough here.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(DESK) and request.user.is_authenticated and not is_mfa_enabled(request.user):
            messages.info(request, _("Please set up a second factor first: an authenticator app or a passkey."))
            return redirect("mfa_index")
        return self.get_response(request)
