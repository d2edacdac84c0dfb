"""The introductions of the authorities that the reader acts for, and showing interest in another authority."""

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from jisr.documents.views.doors import signed_in
from jisr.kernel.errors import DomainError
from jisr.matching.introductions.beginning import AlreadyIntroduced, is_open_to, live_of
from jisr.matching.introductions.clock import expires_on
from jisr.matching.introductions.forms import InterestForm
from jisr.matching.introductions.models import Introduction
from jisr.matching.introductions.services import show_interest
from jisr.municipalities.acting import memberships_of
from jisr.municipalities.models import Authority, AuthorityContact
from jisr.municipalities.states import MembershipRole


@never_cache
@signed_in
@require_safe
def my_introductions(request: HttpRequest) -> HttpResponse:
    """What waits for an answer first, then what is open, then what has ended."""
    mine = [row.authority for row in memberships_of(request) if row.authority is not None]
    rows = Introduction.objects.filter(german__in=mine) | Introduction.objects.filter(palestinian__in=mine)
    listed = list(rows.for_lists().order_by("-asked_at", "-pk"))
    waiting = {row.pk for row in Introduction.objects.to_answer(request.user)}
    groups = [
        (_("Your answer is awaited"), [row for row in listed if row.pk in waiting]),
        (_("Under way"), [row for row in listed if row.is_live and row.pk not in waiting]),
        (_("Ended"), [row for row in listed if not row.is_live]),
    ]
    context = {"groups": [(title, found) for title, found in groups if found], "acts": bool(mine)}
    return render(request, "matching/introductions_mine.html", context)


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def introduction_interest(request: HttpRequest, slug: str) -> HttpResponse:
    """A coordinator would like to meet another authority. Everybody else reads who can do this."""
    other = cast("Authority", get_object_or_404(Authority.objects.for_lists(), slug=slug))
    own = _own(request, other)
    if len(own) == 1 and (known := _under_way(own[0], other)) is not None:
        return redirect(known)
    problem = _problem(own, other)
    form = InterestForm(request.POST or None, own=[(each.slug, each.name) for each in own])
    if request.method == "POST" and not problem and form.is_valid():
        chosen = next((each for each in own if each.slug == form.cleaned_data.get("own")), own[0])
        words = form.cleaned_data["words"]
        try:
            found = show_interest(chosen, other, words=words, actor=request.user, at=timezone.now())
        except AlreadyIntroduced as known_already:
            messages.info(request, str(known_already.message))
            return redirect("introductions:introduction", known_already.facts["introduction"])
        except DomainError as refusal:
            form.add_error(None, str(refusal.message))
        else:
            messages.success(request, _("Thank you. We have asked the other side and tell you what it says."))
            return redirect(found)
    context = {"other": other, "own": own, "problem": problem, "form": form, "contacts": _contacts(own)}
    context["until"] = expires_on(timezone.localdate())
    status = 422 if form.is_bound and own and not problem else 200
    return render(request, "matching/introduction_interest.html", context, status=status)


def _own(request: HttpRequest, other: Authority) -> list[Authority]:
    """The authorities of the other country that the reader coordinates."""
    rows = [
        row.authority
        for row in memberships_of(request)
        if row.authority is not None and row.role == MembershipRole.COORDINATOR
    ]
    found = {row.pk: row for row in rows if row.country_id != other.country_id and not row.is_former}
    return list(found.values())


def _under_way(own: Authority, other: Authority) -> Introduction | None:
    german, palestinian = (own, other) if own.country_id == "DE" else (other, own)
    return live_of(german, palestinian)


def _problem(own: list[Authority], other: Authority) -> str:
    if not own:
        return ""
    if other.is_former or not any(is_open_to(each, other) for each in own):
        return _("This authority does not look for a partner at the moment.")
    return ""


def _contacts(own: list[Authority]) -> list[tuple[Authority, list[Any]]]:
    """What a yes of the other side would open."""
    rows = AuthorityContact.objects.live().filter(authority__in=own).order_by("pk")
    return [(each, [row for row in rows if row.authority_id == each.pk]) for each in own]
