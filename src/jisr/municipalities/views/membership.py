"""Memberships: one's own, asking for one, and what becomes of each."""

from collections.abc import Callable
from typing import cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jisr.kernel.errors import DomainError
from jisr.kernel.policy import Permission, may, verdict
from jisr.municipalities.forms.membership import AskForm, EndForm, HandOverForm, RefuseForm
from jisr.municipalities.models import Authority, Membership, Organisation
from jisr.municipalities.places import find_places
from jisr.municipalities.policies import (
    ACCEPT_INVITATION,
    CONFIRM_MEMBERSHIP,
    END_MEMBERSHIP,
    READ_MEMBERS,
    REFUSE_MEMBERSHIP,
    is_own,
)
from jisr.municipalities.services.memberships import (
    accept_invitation,
    ask_membership,
    confirm_membership,
    end_membership,
    hand_over,
    refuse_membership,
)
from jisr.municipalities.states import LIVE, MembershipRole, MembershipState
from jisr.web.listing import clean_value

MOST_FOUND = 12
Body = Authority | Organisation
Step = Callable[..., Membership]


@never_cache
@login_required
@require_safe
def my_memberships(request: HttpRequest) -> HttpResponse:
    rows = Membership.objects.of_person(request.user).for_lists().order_by("-asked_at", "pk")
    groups = {
        "open": [row for row in rows if row.state in {MembershipState.ASKED, MembershipState.INVITED}],
        "confirmed": [row for row in rows if row.state == MembershipState.CONFIRMED],
        "past": [row for row in rows if row.state not in LIVE],
    }
    return render(request, "municipalities/my_memberships.html", groups)


@never_cache
@login_required
@require_safe
def membership_search(request: HttpRequest) -> HttpResponse:
    """Find the body to act for, by any spelling of its name."""
    query = clean_value(request.GET.get("q", ""))
    keys = [hit.authority_id for hit in find_places(query, limit=MOST_FOUND)] if query else []
    found = Authority.objects.for_lists().in_bulk(keys)
    organisations = Organisation.objects.visible_to(request.user).select_related("country").named(query)
    context = {
        "query": query,
        "authorities": [found[key] for key in keys if key in found and not found[key].is_former],
        "organisations": organisations[:MOST_FOUND] if query else [],
    }
    return render(request, "municipalities/membership_search.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def membership_ask(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    body = body_or_404(request, kind, key)
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _step(
            request,
            lambda: ask_membership(body, **form.cleaned_data, actor=request.user, at=timezone.now()),
            _("Your request is on its way. We write to you as soon as it is decided."),
        )
    return _form(request, "municipalities/membership_ask.html", form, body=body, kind=kind, key=key)


@never_cache
@login_required
@require_safe
def membership_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    membership = _visible(request, public_id)
    actor, state = request.user, membership.state
    is_live, is_asked = state in LIVE, state == MembershipState.ASKED
    context = {
        "membership": membership,
        "is_own": is_own(actor, membership),
        "predecessor": membership.predecessors.select_related("user").first(),
        "may_accept": state == MembershipState.INVITED and may(actor, ACCEPT_INVITATION, membership),
        "has_expired": state == MembershipState.INVITED and membership.expires_at <= timezone.now(),
        "decision": verdict(actor, CONFIRM_MEMBERSHIP, membership) if is_asked else None,
        "may_end": is_live and may(actor, END_MEMBERSHIP, membership),
        "may_hand_over": state == MembershipState.CONFIRMED and may(actor, END_MEMBERSHIP, membership),
        "may_read_members": may(actor, READ_MEMBERS, membership.body),
    }
    return render(request, "municipalities/membership_detail.html", context)


@never_cache
@login_required
@require_POST
def membership_accept(request: HttpRequest, public_id: UUID) -> HttpResponse:
    membership = _visible(request, public_id)
    return _step(
        request,
        lambda: accept_invitation(membership.pk, actor=request.user, at=timezone.now()),
        _("You have accepted the invitation."),
        back=membership,
    )


@never_cache
@login_required
@require_POST
def membership_confirm(request: HttpRequest, public_id: UUID) -> HttpResponse:
    membership = _visible(request, public_id)
    return _step(
        request,
        lambda: confirm_membership(membership.pk, actor=request.user, at=timezone.now()),
        _("The membership is confirmed. We have told the person."),
        back=membership,
    )


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def membership_refuse(request: HttpRequest, public_id: UUID) -> HttpResponse:
    membership = _visible(request, public_id)
    form = RefuseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _step(
            request,
            lambda: refuse_membership(membership.pk, **form.cleaned_data, actor=request.user, at=timezone.now()),
            _("The request is refused. The person gets your reason."),
            back=membership,
        )
    return _step_form(request, "municipalities/membership_refuse.html", form, membership, REFUSE_MEMBERSHIP)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def membership_end(request: HttpRequest, public_id: UUID) -> HttpResponse:
    membership = _visible(request, public_id)
    is_last = membership.is_last_coordinator()
    form = EndForm(request.POST or None, is_last=is_last)
    if request.method == "POST" and form.is_valid():
        return _step(
            request,
            lambda: end_membership(membership.pk, **form.cleaned_data, actor=request.user, at=timezone.now()),
            _("This has ended. We have told those concerned."),
            back=membership,
        )
    return _step_form(request, "municipalities/membership_end.html", form, membership, END_MEMBERSHIP, is_last=is_last)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def membership_hand_over(request: HttpRequest, public_id: UUID) -> HttpResponse:
    membership = _visible(request, public_id)
    form = HandOverForm(request.POST or None, heirs=list(membership.heirs()))
    if request.method == "POST" and form.is_valid():
        return _step(
            request,
            lambda: hand_over(membership.pk, **form.cleaned_data, actor=request.user, at=timezone.now()),
            _("The task is handed over. Both of you can read the note."),
            back=membership,
        )
    return _step_form(request, "municipalities/membership_hand_over.html", form, membership, END_MEMBERSHIP)


def body_or_404(request: HttpRequest, kind: str, key: str) -> Body:
    """The authority or organisation of an address."""
    if kind == "authority":
        return cast("Body", get_object_or_404(Authority.objects.for_lists(), slug=key))
    if kind != "organisation" or not is_uuid(key):
        raise Http404
    rows = Organisation.objects.visible_to(request.user).select_related("country")
    return cast("Body", get_object_or_404(rows, public_id=key))


def is_uuid(key: str) -> bool:
    try:
        UUID(key)
    except ValueError:
        return False
    return True


def _visible(request: HttpRequest, public_id: UUID) -> Membership:
    rows = Membership.objects.visible_to(request.user).for_lists()
    return cast("Membership", get_object_or_404(rows, public_id=public_id))


def _step(
    request: HttpRequest, step: Callable[[], Membership], done: str, *, back: Membership | None = None
) -> HttpResponse:
    """Do it, say so or why not, and show the membership as it is now; a step may take it out of the reader's sight."""
    try:
        back = step()
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, done)
    if back is None or not Membership.objects.visible_to(request.user).filter(pk=back.pk).exists():
        return redirect("municipalities:my_memberships")
    return redirect(back)


def _step_form(
    request: HttpRequest, template: str, form: Form, membership: Membership, wanted: Permission, **more: object
) -> HttpResponse:
    """The form of a step for those who may take it; others see the membership and read why not."""
    allowed = verdict(request.user, wanted, membership)
    if not allowed or membership.state not in LIVE:
        messages.error(request, str(allowed.reason) if not allowed else _("This has ended already."))
        return redirect(membership)
    return _form(request, template, form, membership=membership, **more)


def _form(request: HttpRequest, template: str, form: Form, **context: object) -> HttpResponse:
    context |= {"form": form, "roles": MembershipRole}
    return render(request, template, context, status=422 if form.is_bound else 200)
