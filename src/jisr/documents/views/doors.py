"""The door of pages that people of the municipalities and of the office share."""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.cache import cache_control

from jisr.accounts.access import second_factor_first

if TYPE_CHECKING:
    from jisr.accounts.models import User

View = Callable[..., HttpResponseBase]


def signed_in(view: View) -> View:
    """Let in who is signed in; the office's people only with a second factor, as everywhere."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        user = cast("User", request.user)  # login_required stands before
        if user.is_programme_staff and not user.has_second_factor:
            return second_factor_first(request)
        return view(request, *args, **kwargs)

    return cache_control(private=True)(login_required(guarded))
