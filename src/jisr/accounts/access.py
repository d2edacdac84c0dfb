"""The door of pages for the programme office."""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

if TYPE_CHECKING:
    from jisr.accounts.models import User

View = Callable[..., HttpResponse]


def staff_required(*roles: str) -> Callable[[View], View]:
    """Let in people with one of ``roles`` (any role, if none is named) and a second factor; nobody keeps the page.

    Others of the programme office and people from outside get the same 403, since these pages are no secret: what
    they show is.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            user = cast("User", request.user)  # login_required stands before
            if not (user.has_role(*roles) if roles else user.is_programme_staff):
                raise PermissionDenied
            if not user.has_second_factor:
                return second_factor_first(request)
            return view(request, *args, **kwargs)

        return never_cache(login_required(guarded))

    return decorate


def second_factor_first(request: HttpRequest) -> HttpResponse:
    """Lead to where a second factor is set up."""
    messages.info(request, _("Please set up a second factor first: an authenticator app or a passkey."))
    return redirect("mfa_index")
