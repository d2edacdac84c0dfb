"""What working groups show on the office's page of a meeting and on a participant's own page."""

from django.http import HttpRequest
from django.utils import timezone

from jisr.events.editions.models import Edition
from jisr.events.editions.policies import runs_events
from jisr.events.groups.inputs import joining, rules_of
from jisr.events.groups.models import GroupPlace, GroupPlan, WishList, WorkingGroup
from jisr.events.groups.own import group_of, window_in_words
from jisr.events.groups.policies import RANK_WISHES
from jisr.events.groups.services import is_open
from jisr.events.registration.models import Participant
from jisr.kernel.policy import may
from jisr.web.panels import Panel


def on_desk(request: HttpRequest, edition: Edition) -> Panel | None:
    """How many wishes came and how far the plan is."""
    if not runs_events(request.user):
        return None
    rules = rules_of(edition)
    people = joining(edition, rules)
    context = {
        "edition": edition,
        "groups": WorkingGroup.objects.filter(edition=edition).taking_place().count(),
        "people": people.count(),
        "ranked": people.filter(wish_list__isnull=False).count(),
        "window": window_in_words(rules, edition),
        "plan": GroupPlan.objects.filter(edition=edition).order_by("-number").first(),
    }
    return Panel("events/groups/panel_desk.html", context)


def of_participant(request: HttpRequest, participant: Participant) -> Panel | None:
    """Their wishes, and their group once it is published; nothing where the meeting has no groups."""
    edition = participant.edition
    if not WorkingGroup.objects.filter(edition=edition).taking_place().exists():
        return None
    rules = rules_of(edition)
    places = GroupPlace.objects.visible_to(request.user).published().filter(participant=participant)
    place = places.select_related("group__session__room__venue").first()
    lists = WishList.objects.visible_to(request.user).filter(participant=participant)
    wish_list = lists.first()
    context = {
        "edition": edition,
        "participant": participant,
        "mine": group_of(place, edition),
        "wish_list": wish_list,
        "wishes": list(wish_list.wishes.select_related("group").order_by("rank")) if wish_list else [],
        "window": window_in_words(rules, edition),
        "may_rank": may(request.user, RANK_WISHES, participant)
        and (is_open(rules, timezone.now()) or runs_events(request.user)),
        "is_own": participant.user_id == request.user.pk,
    }
    return Panel("events/groups/panel_participation.html", context)
