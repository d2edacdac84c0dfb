"""Several people of one authority, registered on one page; rows can be added without a script."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from jisr.documents.views.doors import signed_in
from jisr.events.editions.clock import registration_ends_at
from jisr.events.editions.models import Edition
from jisr.events.registration import answering
from jisr.events.registration.entries import Body, Person, key_of, limit_of, owner_of
from jisr.events.registration.forms import DelegateForm, WholeForm, WithdrawForm
from jisr.events.registration.models import Delegation, EditionPlaces, Participant
from jisr.events.registration.places import capacity_of
from jisr.events.registration.services import register_delegation, withdraw_delegation
from jisr.events.registration.telling import language_of
from jisr.events.registration.times import takes_registrations
from jisr.events.registration.views import finding
from jisr.kernel.errors import DomainError
from jisr.municipalities.acting import acting_membership, memberships_of
from jisr.municipalities.states import MembershipRole
from jisr.web.open_form import new_key

FIRST_ROWS, MORE_ROWS, MOST_ROWS = 5, 3, 20
LONGEST_NUMBER = 4  # signs of a number that somebody made up


def led_bodies(request: HttpRequest) -> list[Body]:
    """The bodies that the reader coordinates, the one they act for now first."""
    led = [row for row in memberships_of(request) if row.role == MembershipRole.COORDINATOR]
    acting = acting_membership(request)
    return [row.body for row in sorted(led, key=lambda row: acting is None or row.pk != acting.pk)]


def body_of(request: HttpRequest) -> Body:
    """The body that the address names, or the one that the reader acts for. Without one the page is not there."""
    bodies = led_bodies(request)
    asked = request.GET.get("for", "")
    found = next((body for body in bodies if key_of(body) == asked), None) if asked else next(iter(bodies), None)
    if found is None:
        raise Http404
    return found


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def my_delegation(request: HttpRequest, slug: str) -> HttpResponse:
    """Whom an authority sends to a meeting, and more of them."""
    edition, body = finding.edition_or_404(request, slug), body_of(request)
    kinds = list(edition.participant_kinds.all())
    is_open = takes_registrations(edition, at=timezone.now()) and bool(kinds)
    sent = request.POST if request.method == "POST" and is_open else None
    rows = _rows(request, edition, body, kinds) if is_open else []
    whole = WholeForm(sent)
    refusal = ""
    if sent is not None and "more" not in sent:
        people = [row for row in rows if row.has_changed()]
        refusal = "" if people else _("Please name at least one person.")
        if people and all(row.is_valid() for row in rows) and whole.is_valid():
            done = _register(request, edition, body, people, is_whole=whole.cleaned_data["is_whole"])
            if isinstance(done, HttpResponse):
                return done
            refusal = done
    is_wrong = sent is not None and "more" not in sent
    context = {
        "rows": rows,
        "whole": whole,
        "refusal": refusal,
        "is_wrong": is_wrong,
        "form_key": request.POST.get("form_key") or new_key(),
        **_context(request, edition, body, is_open=is_open),
    }
    status = finding.UNPROCESSABLE if is_wrong else finding.OK
    return render(request, "events/registration/delegation.html", context, status=status)


def _rows(request: HttpRequest, edition: Edition, body: Body, kinds: list[Any]) -> list[DelegateForm]:
    """As many as were sent; at first five, or one where people are registered already."""
    asked = request.POST.get("rows", "")
    if asked.isdecimal() and len(asked) < LONGEST_NUMBER:
        number = min(int(asked), MOST_ROWS)
    else:
        number = 1 if Participant.objects.filter(edition=edition).of_body(body).live().exists() else FIRST_ROWS
    data = request.POST if request.method == "POST" else None
    more = MORE_ROWS if "more" in request.POST else 0
    made: dict[str, Any] = {"edition": edition, "kinds": kinds, "language": language_of(body)}
    rows = [DelegateForm(data, prefix=f"p{place}", **made) for place in range(max(number, 1))]
    new = range(len(rows), min(len(rows) + more, MOST_ROWS))
    return [*rows, *(DelegateForm(prefix=f"p{place}", **made) for place in new)]


def _register(
    request: HttpRequest, edition: Edition, body: Body, rows: list[DelegateForm], *, is_whole: bool
) -> HttpResponse | str:
    """Send them all; the refusal in words if there is one."""
    people = [Person(kind=row.kind, user=owner_of(row.cleaned_data["email"]), **row.columns()) for row in rows]
    try:
        party = register_delegation(
            edition,
            people,
            body=body,
            is_whole=is_whole,
            form_key=finding.key_of(request),
            actor=request.user,
            at=timezone.now(),
        )
    except DomainError as refusal:
        return str(refusal.message)
    told = ngettext(
        "%(number)d person is registered. The reference is %(reference)s.",
        "%(number)d people are registered. The reference is %(reference)s.",
        len(people),
    )
    messages.success(request, told % {"number": len(people), "reference": party.reference})
    return redirect(f"{request.path}?for={key_of(body)}")


def _context(request: HttpRequest, edition: Edition, body: Body, *, is_open: bool) -> dict[str, Any]:
    places = capacity_of(edition) or EditionPlaces(edition=edition)
    rows = Participant.objects.filter(edition=edition).of_body(body).for_lists().with_position(places)
    people = list(rows.order_by("registered_at", "pk"))
    live = [row for row in people if row.is_live]
    open_for = answering.still_to_answer(live)
    limit = limit_of(places, body)
    return {
        "edition": edition,
        "reason": edition.reason_to_stop(),
        "body": body,
        "others": [(key_of(one), one.name) for one in led_bodies(request) if one != body],
        "body_key": key_of(body),
        "people": [{"row": row, "missing": open_for[row.pk]} for row in live],
        "ended": [row for row in people if not row.is_live],
        "limit": limit,
        "is_open": is_open and (limit is None or len(live) < limit),
        "is_full": is_open and limit is not None and len(live) >= limit,
        "deadline": registration_ends_at(edition),
        "crumbs": [(_("My meetings"), finding.reverse("registration:mine"))],
    }


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def my_delegation_withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    """Give all registrations of a body back at once."""
    edition, body = finding.edition_or_404(request, slug), body_of(request)
    column = str(body._meta.model_name)
    delegation = Delegation.objects.filter(edition=edition, **{column: body}).first()
    back = f"{finding.reverse('registration:delegation', args=[edition.slug])}?for={key_of(body)}"
    if delegation is None:
        return redirect(back)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        number = withdraw_delegation(
            delegation,
            reason=form.cleaned_data["reason"],
            actor=request.user,
            at=timezone.now(),
        )
        told = ngettext("%(number)d registration is withdrawn.", "%(number)d registrations are withdrawn.", number)
        messages.success(request, told % {"number": number})
        return redirect(back)
    return finding.form_page(
        request,
        form,
        title=_("Withdraw the whole delegation"),
        lead=_("All places of your delegation go to those who wait. Each person is told."),
        button=_("Withdraw everybody"),
        kicker=edition.title,
        back=back,
        crumbs=[(_("My meetings"), finding.reverse("registration:mine")), (body.name, back)],
        is_danger=True,
    )
