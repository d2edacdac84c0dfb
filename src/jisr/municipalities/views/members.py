"""The members of one body, inviting somebody, and the programme office's queue."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from jisr.accounts.access import staff_required
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import may
from jisr.municipalities.forms.membership import InviteForm
from jisr.municipalities.models import Membership
from jisr.municipalities.places import find_places
from jisr.municipalities.policies import INVITE_MEMBER, READ_MEMBERS, READING_STAFF
from jisr.municipalities.services.memberships import invite_member
from jisr.municipalities.states import MembershipRole, MembershipState
from jisr.municipalities.views.membership import Body, body_or_404
from jisr.web.listing import Filter, Listing, read_listing


def _by_name(rows: QuerySet[Membership], value: str) -> QuerySet[Membership]:
    """By the name or address of the person, or the name of the body in any spelling."""
    places = [hit.authority_id for hit in find_places(value, limit=50) if hit.is_sure]
    person = Q(user__display_name__icontains=value) | Q(user__email__icontains=value)
    return rows.filter(person | Q(invited_email__icontains=value) | Q(authority__in=places))


def _in_state(rows: QuerySet[Membership], value: str) -> QuerySet[Membership]:
    return rows if value == "all" else rows.filter(state=value)


def _states() -> list[tuple[str, str]]:
    return [*MembershipState.choices, ("all", gettext("All states"))]


FILTERS = (
    Filter("q", _("Name"), _by_name),
    Filter("state", _("State"), _in_state, _states),
    Filter("role", _("Role"), lambda rows, value: rows.filter(role=value), lambda: MembershipRole.choices),
    Filter(
        "country",
        _("Country"),
        lambda rows, value: rows.filter(Q(authority__country=value) | Q(organisation__country=value)),
        lambda: [("DE", _("Germany")), ("PS", _("Palestine"))],
    ),
)
SORTS = {
    "asked": (_("Asked"), ["asked_at"]),
    "person": (_("Person"), ["user__display_name"]),
    "role": (_("Role"), ["role"]),
}


@staff_required(*READING_STAFF)
@require_safe
def membership_queue(request: HttpRequest) -> HttpResponse:
    """All memberships; without a filter, those that wait for a decision."""
    listing = membership_listing(request.user, request.GET)
    return render(request, "municipalities/membership_queue.html", {"listing": listing})


def membership_listing(actor: Any, parameters: QueryDict) -> Listing:  # noqa: ANN401 - a person
    """The list as its address asks for it, for the page and for its file."""
    asked = parameters.copy()
    asked.setdefault("state", MembershipState.ASKED)
    rows = Membership.objects.visible_to(actor).for_lists()
    return read_listing(asked, rows, filters=FILTERS, sorts=SORTS)


@never_cache
@login_required
@require_safe
def member_list(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    body = _led_body(request, kind, key)
    rows = Membership.objects.of_body(body).for_lists().order_by("user__display_name", "invited_email", "pk")
    order = list(MembershipState)
    members = sorted(rows, key=lambda row: order.index(MembershipState(row.state)))
    context = {"body": body, "kind": kind, "key": key, "members": members}
    return render(request, "municipalities/member_list.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def member_invite(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    body = _led_body(request, kind, key)
    if not may(request.user, INVITE_MEMBER, body):
        raise Http404
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            invite_member(body, **form.cleaned_data, actor=request.user, at=timezone.now())
        except DomainError as refusal:
            form.add_error(None, str(refusal.message))
        else:
            messages.success(request, gettext("The invitation is on its way."))
            return redirect("municipalities:members", kind, key)
    context = {"body": body, "kind": kind, "key": key, "form": form}
    return render(request, "municipalities/member_invite.html", context, status=422 if form.is_bound else 200)


def _led_body(request: HttpRequest, kind: str, key: str) -> Body:
    """A body whose members the reader may see; others are as if they were not there."""
    body = body_or_404(request, kind, key)
    if not may(request.user, READ_MEMBERS, body):
        raise Http404
    return body
