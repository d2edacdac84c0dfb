"""The page on which the office runs one edition; parts above add their panels and figures."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.views.decorators.http import require_safe

from jisr.accounts.access import staff_required
from jisr.events.editions import guards, new_days
from jisr.events.editions.figures import figures_of
from jisr.events.editions.models import Edition
from jisr.events.editions.policies import RUN_EDITION
from jisr.events.editions.states import STEPS, State
from jisr.events.editions.views.finding import edition_or_404
from jisr.events.editions.waiting import waiting_entry
from jisr.events.editions.workflow import MOVES
from jisr.kernel.policy import may
from jisr.municipalities.policies import READING_STAFF
from jisr.web.panels import panels_for

Text = str | Promise
LAST = ("postpone", "cancel")


@staff_required(*READING_STAFF)
@require_safe
def edition_desk(request: HttpRequest, slug: str) -> HttpResponse:
    edition = edition_or_404(request, slug)
    may_run, now = may(request.user, RUN_EDITION, edition), timezone.now()
    context: dict[str, Any] = {
        "edition": edition,
        "places": edition.places.all(),
        "may_run": may_run,
        "due": waiting_entry(edition, now) if edition.state != State.HELD else None,
        "looks": new_days.to_look_at(edition) if may_run else [],
        "next_steps": next_steps(edition) if may_run else [],
        "figures": figures_of(edition),
        "panels": panels_for("edition_desk", request, edition),
        "deviations": edition.deviations.select_related("decided_by"),
        "steps": edition.steps.select_related("taken_by"),
        "history_url": reverse("audit:history", args=[edition._meta.label_lower, edition.pk]),
        "rounds": edition.invitation_rounds.all(),
        "followed_by": edition.followed_by.order_by("start_on"),
    }
    return render(request, "events/edition_desk.html", context)


def next_steps(edition: Edition) -> list[tuple[str, Text, list[Text]]]:
    """The steps that begin here, each with what it still waits for; those that stop a meeting come last."""
    names = [name for name, move in MOVES.items() if edition.state in move.sources and name not in LAST]
    names += [name for name in LAST if edition.state in MOVES[name].sources]
    at = timezone.now()
    return [(name, STEPS[name], guards.reasons_against(name, edition, at=at)) for name in names]
