"""The meetings that concern a reader, and the page of one participation."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from jisr.documents.views.doors import signed_in
from jisr.events.editions.clock import begins_at
from jisr.events.editions.models import Edition
from jisr.events.editions.policies import runs_events
from jisr.events.editions.states import State
from jisr.events.registration import answering, telling
from jisr.events.registration.form_models import FormAnswer
from jisr.events.registration.models import Participant
from jisr.events.registration.places import position_of
from jisr.events.registration.policies import (
    ANSWER_FOR,
    CONFIRM_RELEASE,
    CORRECT_PARTICIPANT,
    REPLACE_PARTICIPANT,
)
from jisr.events.registration.states import ParticipantState
from jisr.events.registration.times import is_ahead, takes_registrations
from jisr.events.registration.views.finding import participant_or_404
from jisr.kernel.policy import may
from jisr.municipalities.acting import memberships_of
from jisr.municipalities.states import MembershipRole
from jisr.web.panels import panels_for


@never_cache
@signed_in
@require_safe
def my_meetings(request: HttpRequest) -> HttpResponse:
    """One's own registrations, those of people whom one's bodies send, and where one can register now."""
    rows = Participant.objects.for_lists().select_related("edition__series", "kind", "authority", "organisation")
    rows = rows.order_by("-edition__start_on", "edition_id", "full_name", "pk")
    mine = list(rows.filter(user=request.user))
    sent = rows.sent_by(request.user, MembershipRole.COORDINATOR).exclude(user=request.user)
    leads = any(row.role == MembershipRole.COORDINATOR for row in memberships_of(request))
    context = {"mine": mine, "sent": _by_edition(sent) if leads else [], "open": _open(mine), "leads": leads}
    return render(request, "events/registration/mine.html", context)


def _by_edition(rows: Any) -> list[tuple[Edition, list[Participant]]]:  # noqa: ANN401 - a query
    found: dict[int, tuple[Edition, list[Participant]]] = {}
    for row in rows.live():
        found.setdefault(row.edition_id, (row.edition, []))[1].append(row)
    return list(found.values())


def _open(mine: list[Participant]) -> list[dict[str, Any]]:
    """Meetings whose registration is open now, and whether the reader is registered already."""
    now, known = timezone.now(), {row.edition_id for row in mine if row.is_live}
    editions = Edition.objects.filter(state=State.OPEN).select_related("series").order_by("start_on", "slug")
    return [
        {"edition": edition, "is_known": edition.pk in known}
        for edition in editions
        if takes_registrations(edition, at=now)
    ]


@never_cache
@signed_in
@require_safe
def participation_page(request: HttpRequest, public_id: UUID) -> HttpResponse:
    participant = participant_or_404(request, public_id)
    now, edition = timezone.now(), participant.edition
    changes = participant.is_live and is_ahead(edition, at=now)
    is_own, for_office = participant.user_id == request.user.pk, runs_events(request.user)
    may_answer = may(request.user, ANSWER_FOR, participant)
    is_stopped = participant.is_live and edition.is_stopped
    context = {
        "participant": participant,
        "edition": edition,
        "shown": edition if is_stopped else participant,
        "is_stopped": is_stopped,
        "is_offered": changes and participant.state == ParticipantState.OFFERED,
        "has_place": participant.state == ParticipantState.CONFIRMED,
        "reason": edition.reason_to_stop(),
        "is_own": is_own,
        "for_office": for_office,
        "position": position_of(participant) if participant.state == ParticipantState.WAITING else 0,
        "until": telling.in_zone(participant.offer_until, edition) if participant.offer_until else "",
        "is_alone": not (participant.party and participant.party.is_whole) or not is_own or for_office,
        "changes": changes,
        "may_answer": may_answer and changes,
        "may_correct": changes and may(request.user, CORRECT_PARTICIPANT, participant),
        "may_replace": changes and now < begins_at(edition) and may(request.user, REPLACE_PARTICIPANT, participant),
        "may_release": changes and may(request.user, CONFIRM_RELEASE, participant) and participant.body is not None,
        "release": getattr(participant, "staff_release", None),
        "answers": _answers(request, participant),
        "asks": bool(answering.asked_of(participant.kind)),
        "missing": answering.still_to_answer([participant])[participant.pk] if changes else 0,
        "panels": [] if is_stopped else panels_for("participation", request, participant),
    }
    return render(request, "events/registration/participation.html", context)


def _answers(request: HttpRequest, participant: Participant) -> list[answering.Told]:
    rows = FormAnswer.objects.visible_to(request.user).filter(participant=participant)
    return answering.in_words(rows.select_related("question", "version"))
