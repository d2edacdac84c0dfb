"""Travel on the pages of lower parts: on the office's page of a meeting, and on a participant's own page."""

from django.http import HttpRequest
from django.utils import timezone

from jisr.events.editions.models import Edition
from jisr.events.editions.policies import runs_events
from jisr.events.editions.states import Mode
from jisr.events.registration.models import Participant
from jisr.events.registration.states import Presence
from jisr.events.travel.counting import visas_of
from jisr.events.travel.models import TravelItem, TravelLetter, travel_url
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
    if not may(request.user, READ_TRAVEL, participant) or not is_travelled_to(participant.edition):
        return None
    if not travels(participant) and participant.presence != Presence.ONLINE:
        return None
    items = list(participant.travel_items.outstanding().order_by("due_on", "pk")) if travels(participant) else []
    context = {
        "participant": participant,
        "is_online": participant.presence == Presence.ONLINE,
        "items": items,
        "late": [item for item in items if item.due_on < timezone.localdate()],
        "url": travel_url(participant),
    }
    return Panel("events/panel_travel.html", context)
