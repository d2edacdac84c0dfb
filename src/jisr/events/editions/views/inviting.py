"""Inviting many authorities at once."""

import secrets
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jisr.accounts.access import staff_required
from jisr.accounts.states import Role
from jisr.events.editions import choosing, telling
from jisr.events.editions.forms import GuestsForm, NotesForm
from jisr.events.editions.inviting import INVITING, begin_round, guests_of, send_on
from jisr.events.editions.models import InvitationRound
from jisr.events.editions.policies import RUN_EDITION
from jisr.events.editions.views.finding import edition_or_404, sent, status_of
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import may
from jisr.municipalities.policies import READING_STAFF

MOST_SHOWN = 300


@staff_required(Role.EVENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def edition_invite(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose by filters, see whom that means and what they would read, send."""
    edition = edition_or_404(request, slug)
    answers, form = choosing.known(request.GET.dict()), NotesForm(sent(request))
    letters: list[Any] = []
    if form.is_bound and form.is_valid():
        if request.POST.get("do") == "send":
            key = request.POST.get("form_key", "")[:64] or secrets.token_hex()
            try:
                made = begin_round(
                    slug, answers, notes=form.notes(), form_key=key, actor=request.user, at=timezone.now()
                )
            except DomainError as refusal:
                form.add_error(None, str(refusal.message))
            else:
                messages.success(request, _sent(made.invitations.count()))
                return redirect("meetings:invitations", slug, made.public_id)
        else:
            letters = list(telling.shown_in_all_languages(telling.letter(edition, "invite", notes=form.notes())))
    context = {
        "edition": edition,
        "filters": GuestsForm(answers or None),
        "is_asked": bool(request.GET),
        "guests": guests_of(edition, answers) if request.GET else None,
        "form": form,
        "letters": letters,
        "form_key": request.POST.get("form_key") or secrets.token_hex(),
        "is_possible": edition.state in INVITING,
        "most": MOST_SHOWN,
    }
    return render(request, "events/edition_invite.html", context, status=status_of(form))


def _sent(number: int) -> str:
    told = ngettext("%(number)s authority is invited.", "%(number)s authorities are invited.", number)
    return told % {"number": number}


@staff_required(*READING_STAFF)
@require_safe
def invitation_round(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    """Who was invited in a round, and who fits it by now without being invited."""
    edition = edition_or_404(request, slug)
    found = get_object_or_404(InvitationRound.objects.filter(edition=edition), public_id=public_id)
    context = {
        "edition": edition,
        "round": found,
        "answers": choosing.in_words(found.filters),
        "invitations": found.invitations.select_related("authority__country").order_by("authority__name"),
        "guests": guests_of(edition, found.filters, of_round=found),
        "may_run": may(request.user, RUN_EDITION, edition),
        "is_possible": edition.state in INVITING,
    }
    return render(request, "events/invitation_round.html", context)


@staff_required(Role.EVENTS)
@require_POST
def invitations_send_on(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    edition = edition_or_404(request, slug)
    found = get_object_or_404(InvitationRound.objects.filter(edition=edition), public_id=public_id)
    try:
        number = send_on(found.public_id, actor=request.user, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _sent(number))
    return redirect("meetings:invitations", slug, public_id)
