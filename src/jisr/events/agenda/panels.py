"""What programmes add to pages of other parts: the office's page of a meeting, and the public one."""

from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest
from django.utils import timezone

from jisr.events.agenda.checking import board_of
from jisr.events.agenda.contribution_models import ContributionCall
from jisr.events.agenda.drafting import last_heading
from jisr.events.agenda.models import Interpretation, SessionSpeaker
from jisr.events.agenda.states import ContributionState
from jisr.events.editions.clock import told
from jisr.events.editions.models import Edition
from jisr.events.editions.policies import runs_events
from jisr.events.editions.states import AHEAD
from jisr.events.registration.models import Participant
from jisr.web import panels
from jisr.web.panels import Panel


def register() -> None:
    panels.register("edition_desk", "programme", of_desk, place=30)
    panels.register("edition", "contributions", of_edition, place=30)
    panels.register("participation", "appearances", of_participation, place=30)


def of_desk(request: HttpRequest, edition: Edition) -> Panel:
    """How far the programme is, for the office."""
    counted = edition.sessions.taking_place().aggregate(
        total=Count("pk"), unscheduled=Count("pk", filter=Q(starts_at__isnull=True))
    )
    call = ContributionCall.objects.filter(edition=edition).first()
    waiting = call.contributions.filter(state=ContributionState.SUBMITTED).count() if call else 0
    context: dict[str, Any] = {
        **counted,
        "edition": edition,
        "counts": board_of(edition).counts(),
        "version": last_heading(edition),
        "call": call,
        "waiting": waiting,
        "can_run": runs_events(request.user),
    }
    return Panel("agenda/panel_desk.html", context)


def of_edition(_request: HttpRequest, edition: Edition) -> Panel | None:
    """The call for contributions while it is open, for everybody."""
    call = getattr(edition, "contribution_call", None) if edition.state in AHEAD else None
    if call is None or not call.is_open(timezone.now()):
        return None
    closes = told(call.closes_at, edition.zone)
    return Panel("agenda/panel_call.html", {"edition": edition, "call": call, "closes": closes})


def of_participation(request: HttpRequest, participant: Participant) -> Panel | None:
    """The sessions in which a participant speaks or interprets. Only the person answers whether they are shown."""
    rows = SessionSpeaker.objects.visible_to(request.user).of_those_who_come().filter(participant=participant)
    shown = [
        {"row": row, "when": told(row.session.starts_at, participant.edition.zone) if row.session.starts_at else ""}
        for row in rows.select_related("session").order_by("session__starts_at", "pk")
    ]
    interpreting = Interpretation.objects.visible_to(request.user).filter(interpreter=participant).for_interpreters()
    if not participant.is_live or not (shown or interpreting):
        return None
    context = {
        "edition": participant.edition,
        "rows": shown,
        "interpreting": interpreting,
        "is_own": participant.user_id == request.user.pk,
    }
    return Panel("agenda/panel_appearances.html", context)
