"""Accepting an invitation."""

from http import HTTPStatus

from allauth.account.utils import perform_login
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from jisr.accounts.forms import AcceptForm
from jisr.accounts.models import Invitation, User
from jisr.accounts.services import InvitationGone, accept, find_open


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Opens an account, or lets the person who has one accept. A link that no longer works says so kindly."""
    try:
        found = find_open(token, at=timezone.now())
        if User.objects.filter(email=found.email).exists():
            return _by_its_owner(request, found, token)
        return _by_a_new_person(request, found, token)
    except InvitationGone as gone:
        context = {"why": gone.message}
        return render(request, "accounts/invitation_gone.html", context, status=HTTPStatus.GONE)


def _by_a_new_person(request: HttpRequest, found: Invitation, token: str) -> HttpResponse:
    form = AcceptForm(request.POST or None, initial={"preferred_language": found.language}, email=found.email)
    if request.method == "POST" and form.is_valid():
        entered = form.cleaned_data
        user = accept(
            token,
            at=timezone.now(),
            display_name=entered["display_name"],
            language=entered["preferred_language"],
            password=entered["password"],
        )
        return perform_login(request, user)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {"form": form, "invitation": found}
    return render(request, "accounts/invitation.html", context, status=status)


def _by_its_owner(request: HttpRequest, found: Invitation, token: str) -> HttpResponse:
    if request.method == "POST" and request.user.is_authenticated:
        accept(token, at=timezone.now(), user=request.user)
        messages.success(request, _("You have accepted the invitation."))
        return redirect("accounts:overview")
    return render(request, "accounts/invitation_known.html", {"invitation": found, "person": request.user})
