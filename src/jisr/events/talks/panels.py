"""What 1:1 meetings show on the office's page of an edition and on a participant's own page."""

from django.http import HttpRequest

from jisr.events.editions.models import Edition
from jisr.events.editions.policies import runs_events
from jisr.events.registration.models import Participant
from jisr.events.registration.states import ParticipantState
from jisr.events.talks.models import Talk, TalkPlan, TalkProfile, TalkRequest, TalkSetting
from jisr.events.talks.states import RequestState
from jisr.web.panels import Panel


def of_edition(request: HttpRequest, edition: Edition) -> Panel | None:
    if not runs_events(request.user):
        return None
    setting = TalkSetting.objects.filter(edition=edition).first()
    context = {
        "edition": edition,
        "setting": setting,
        "people": TalkProfile.objects.taking_part().filter(participant__edition=edition).count() if setting else 0,
        "agreed": TalkRequest.objects.at(edition).agreed().count() if setting else 0,
        "held": Talk.objects.at(edition).held().count() if setting else 0,
        "plan": TalkPlan.objects.filter(edition=edition).first(),
    }
    return Panel("events/talks/panel_edition.html", context)


def of_participation(request: HttpRequest, participant: Participant) -> Panel | None:
    """For the person alone, not for their coordinator."""
    is_own = participant.user_id == request.user.pk and participant.state == ParticipantState.CONFIRMED
    if not is_own or not TalkSetting.objects.filter(edition=participant.edition_id).exists():
        return None
    profile = TalkProfile.objects.filter(participant=participant).first()
    rows = TalkRequest.objects.filter(asked=profile, state=RequestState.ASKED) if profile else []
    context = {
        "edition": participant.edition,
        "profile": profile,
        "to_answer": len(rows),
        "held": Talk.objects.held().of(profile).count() if profile else 0,
    }
    return Panel("events/talks/panel_participation.html", context)
