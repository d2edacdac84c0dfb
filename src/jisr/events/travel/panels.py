"""Travel on the pages of lower parts: on the office's page of a meeting, and on a participant's own page."""

from django.http import HttpRequest
from django.utils import timezone

from jisr.events.editions.models import Edition
from jisr.events.editions.policies import runs_events
from jisr.events.editions.states import AHEAD, Mode, State
from jisr.events.registration.models import Participant
from jisr.events.registration.states import ParticipantState, Presence
from jisr.events.travel.counting import visas_of
from jisr.events.travel.models import TravelItem, TravelLetter, TravelPlan, travel_url
from jisr.events.travel.planning import is_travelled_to, travels
from jisr.events.travel.policies import READ_TRAVEL, READ_TRAVEL_COUNTS
from jisr.events.travel.queries import travellers
from jisr.kernel.policy import may
from jisr.web.panels import Panel


def of_desk(request: HttpRequest, edition: Edition) -> Panel | None:
    """How the visas stand, how many letters are out, who is at risk: numbers alone."""
    if edition.mode == Mode.ONLINE or not may(request.user, READ_TRAVEL_COUNTS, edition):
        return None
    people = travellers().filter(edition=edition)
    late = TravelItem.objects.overdue(timezone.localdate()).filter(participant__edition=edition)
    context = {
        "edition": edition,
        "may_list": runs_events(request.user),
        "travellers": people.count(),
        "visas": visas_of(edition),
        "letters": TravelLetter.objects.filter(participant__in=people, withdrawn_at=None)
        .values("participant")
        .distinct()
        .count(),
        "at_risk": late.values("participant").distinct().count(),
        "visas_at_risk": late.about_visas().values("participant").distinct().count(),
    }
    return Panel("events/panel_travel_desk.html", context)


def of_participation(request: HttpRequest, participant: Participant) -> Panel | None:
    """What is still to be done for a journey, and where."""
    edition = participant.edition
    if not may(request.user, READ_TRAVEL, participant) or edition.state not in (*AHEAD, State.RUNNING):
        return None
    if edition.mode == Mode.ONLINE or participant.presence == Presence.ONLINE:
        return _access(participant)
    if not is_travelled_to(edition) or not travels(participant):
        return None
    items = list(participant.travel_items.outstanding().order_by("due_on", "pk"))
    context = {
        "participant": participant,
        "items": items,
        "late": [item for item in items if item.due_on < timezone.localdate()],
        "url": travel_url(participant),
    }
    return Panel("events/panel_travel.html", context)


def _access(participant: Participant) -> Panel | None:
    """How somebody with a confirmed place takes part from elsewhere."""
    if participant.state != ParticipantState.CONFIRMED:
        return None
    plan = TravelPlan.objects.filter(edition=participant.edition_id).first()
    return Panel("events/panel_access.html", {"plan": plan, "is_hybrid": participant.edition.mode != Mode.ONLINE})
