"""People and their roles: for administrators."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jisr.accounts.access import staff_required
from jisr.accounts.forms import InvitationForm, RoleForm
from jisr.accounts.models import Invitation, User
from jisr.accounts.services import grant_role, invite, remove_second_factor, revoke_role
from jisr.accounts.states import Role
from jisr.kernel.errors import DomainError

PER_PAGE = 50


@staff_required(Role.ADMINISTRATOR)
def people(request: HttpRequest) -> HttpResponse:
    """People with a role; with ``q``, everybody whose name or address has it."""
    wanted = request.GET.get("q", "").strip()[:100]
    found = User.objects.visible_to(request.user).prefetch_related("roles").order_by("display_name", "pk")
    if not wanted:
        found = found.staff()
    found = found.filter(Q(display_name__icontains=wanted) | Q(email__icontains=wanted))
    context = {
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "wanted": wanted,
        "invitations": Invitation.objects.open(at=timezone.now()).exclude(role="").order_by("expires_at")[:PER_PAGE],
        "query": request.GET,
    }
    return render(request, "accounts/people.html", context)


@staff_required(Role.ADMINISTRATOR)
def person(request: HttpRequest, public_id: UUID) -> HttpResponse:
    found = get_object_or_404(User.objects.visible_to(request.user), public_id=public_id)
    held = found.role_names
    context = {
        "person": found,
        "held": [role for role in Role if role in held],
        "others": [role for role in Role if role not in held],
        "is_self": found.pk == request.user.pk,
    }
    return render(request, "accounts/person.html", context)


@require_POST
@staff_required(Role.ADMINISTRATOR)
def person_grant(request: HttpRequest, public_id: UUID) -> HttpResponse:
    return _change_role(request, public_id, grant_role, _("The role has been given."))


@require_POST
@staff_required(Role.ADMINISTRATOR)
def person_revoke(request: HttpRequest, public_id: UUID) -> HttpResponse:
    return _change_role(request, public_id, revoke_role, _("The role has been taken. The person is signed out."))


@require_POST
@staff_required(Role.ADMINISTRATOR)
def person_reset(request: HttpRequest, public_id: UUID) -> HttpResponse:
    found = get_object_or_404(User.objects.visible_to(request.user), public_id=public_id)
    try:
        remove_second_factor(found, actor=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("The second factor has been removed. The person is signed out."))
    return redirect("accounts:person", public_id)


def _change_role(request: HttpRequest, public_id: UUID, change: object, done: str) -> HttpResponse:
    found = get_object_or_404(User.objects.visible_to(request.user), public_id=public_id)
    form = RoleForm(request.POST)
    if form.is_valid():
        try:
            change(found, form.cleaned_data["role"], actor=request.user)  # type: ignore[operator]
        except DomainError as refusal:
            messages.error(request, str(refusal.message))
        else:
            messages.success(request, done)
    return redirect("accounts:person", public_id)


@staff_required(Role.ADMINISTRATOR)
def invite_staff(request: HttpRequest) -> HttpResponse:
    form = InvitationForm(request.POST or None, initial={"language": request.user.preferred_language})
    if request.method == "POST" and form.is_valid():
        try:
            invite(**form.cleaned_data, actor=request.user, at=timezone.now())
        except DomainError as refusal:
            form.add_error(None, str(refusal.message))
        else:
            messages.success(request, _("The invitation is on its way."))
            return redirect("accounts:people")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "accounts/invite.html", {"form": form}, status=status)
