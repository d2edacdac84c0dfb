"""One's own account."""

from http import HTTPStatus

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from jisr.accounts.forms import EraseForm, PreferencesForm
from jisr.accounts.policies import READ_PROCESSING
from jisr.accounts.services import change_preferences, request_erasure, take_own_data
from jisr.accounts.states import Role
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import may


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def overview(request: HttpRequest) -> HttpResponse:
    """Name and language, and the ways to everything else of the account."""
    user = request.user
    known = {"display_name": user.display_name, "preferred_language": user.preferred_language}
    form = PreferencesForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        change_preferences(user, **form.cleaned_data)
        with translation.override(user.preferred_language):
            messages.success(request, _("Your settings have been saved."))
            return redirect("accounts:overview")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {
        "form": form,
        "person": user,
        "may_manage": user.has_role(Role.ADMINISTRATOR),
        "may_audit": may(user, READ_PROCESSING),
    }
    return render(request, "accounts/overview.html", context, status=status)


@never_cache
@login_required
def own_data(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/own_data.html")


@never_cache
@login_required
@reauthentication_required
@require_http_methods(["GET", "HEAD"])
def own_data_zip(request: HttpRequest) -> FileResponse:
    """The zip itself, once the person has confirmed who they are. It is read, recorded, and nothing changes."""
    at = timezone.now()
    name = f"jisr-{timezone.localdate(at)}.zip"
    return FileResponse(take_own_data(request.user, at=at), as_attachment=True, filename=name)


@never_cache
@login_required
@reauthentication_required(allow_get=True, enabled=lambda request: not request.user.has_usable_password())
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest) -> HttpResponse:
    form = EraseForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            request_erasure(request.user, actor=request.user, at=timezone.now())
        except DomainError as refusal:
            form.add_error(None, str(refusal.message))
        else:
            logout(request)
            return redirect("accounts:erased")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "accounts/erase.html", {"form": form}, status=status)


@never_cache
def erased(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/erased.html")


@require_POST
@login_required
def end_other_session(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign out one other browser of the same person."""
    session = request.user.usersession_set.filter(pk=pk).exclude(session_key=request.session.session_key).first()
    if session is not None:
        session.end()
        messages.success(request, _("This browser has been signed out."))
    return redirect(reverse("usersessions_list"))
