"""What is done with a plan: by hand, published, published again, refused where the world has moved on."""

from datetime import timedelta

import pytest

from jisr.audit.models import Entry
from jisr.events.groups.models import GroupPlace, GroupPlan
from jisr.events.groups.placing import Outdated, RulesBent, adopt_teams, place_by_hand, publish_plan
from jisr.events.groups.services import ChangedMeanwhile, NotPossible, rank_wishes
from jisr.events.groups.states import PlanState, Purpose
from jisr.events.registration.states import ParticipantState
from jisr.kernel.policy import Refused
from jisr.kernel.workflow import IllegalMove
from jisr.notifications.models import Message
from tests.events.groups.conftest import IN_TIME, TOO_LATE
from tests.factories.accounts import UserFactory
from tests.factories.events import ParticipantFactory
from tests.factories.groups import GroupFactory, wish

pytestmark = pytest.mark.django_db
KIND = "events.working_group"


def publish(house, plan, **more):
    plan.refresh_from_db()
    return publish_plan(plan.public_id, **{"seen": plan.version, "actor": house.planner, "at": TOO_LATE, **more})


def place(house, plan, person, group, **more):
    plan.refresh_from_db()
    columns = {"seen": plan.version, "actor": house.planner, "at": TOO_LATE, **more}
    return place_by_hand(plan.public_id, person, group, **columns)


def told(person):
    return Message.objects.filter(kind=KIND, recipient=person.user).count()


@pytest.fixture
def wished(house):
    """Everybody gets a first wish: anna and ben water, chadi and dina youth."""
    for name, first, second in (
        ("anna", house.water, house.youth),
        ("ben", house.water, house.youth),
        ("chadi", house.youth, house.water),
        ("dina", house.youth, house.water),
    ):
        wish(house.people[name], first, second)
    return house


def test_everybody_is_told_once_in_their_language_however_often_one_clicks(wished):
    wished.chadi.user.preferred_language = "ar"
    wished.chadi.user.save()
    plan = wished.plan()

    publish(wished, plan)
    publish(wished, plan)

    plan.refresh_from_db()
    assert (plan.state, plan.published_at, plan.published_by) == (PlanState.PUBLISHED, TOO_LATE, wished.planner)
    assert [told(person) for person in wished.people.values()] == [1, 1, 1, 1]
    message = Message.objects.get(kind=KIND, recipient=wished.anna.user)
    assert "You are in this working group at the meeting “Conference in Jena”:\n\nWater\nEnglish\n" in message.body
    assert message.url == f"/en/workspace/meetings/{wished.edition.slug}/my-groups/"
    assert Message.objects.get(kind=KIND, recipient=wished.chadi.user).language == "ar"
    entry = Entry.objects.get(action="events.group_plan_published")
    assert entry.actor_id == wished.planner.pk


def test_who_has_no_account_is_told_at_the_stated_address_or_through_the_coordinator(wished):
    for person, email in ((wished.chadi, "chadi@example.org"), (wished.dina, "")):
        person.user, person.email, person.languages = None, email, ["ar"]
        person.save()
    plan = wished.plan()

    publish(wished, plan, accepts_breaks=True)

    assert Message.objects.get(kind=KIND, address="chadi@example.org").language == "ar"
    passed_on = Message.objects.get(kind=KIND, recipient=wished.leader)
    assert "Dina is in this working group at the meeting “Conference in Jena”. Please pass it on:" in passed_on.body


def test_only_the_events_team_publishes_places_and_adopts(wished):
    plan = wished.plan()

    for actor in (UserFactory(), UserFactory(adviser=True), wished.leader, wished.anna.user):
        with pytest.raises(Refused):
            publish(wished, plan, actor=actor)
        with pytest.raises(Refused):
            place(wished, plan, wished.anna, wished.youth, actor=actor)
        with pytest.raises(Refused):
            adopt_teams(plan.public_id, actor=actor)
    assert Message.objects.filter(kind=KIND).count() == 0


def withdraw(house):
    house.dina.state = ParticipantState.WITHDRAWN
    house.dina.save()


def join(house):
    ParticipantFactory(edition=house.edition, kind=house.anna.kind)


def wish_again(house):
    rank_wishes(house.anna.public_id, [house.youth], seen=1, actor=house.anna.user, at=IN_TIME)


def less_room(house):
    house.youth.capacity = 3
    house.youth.save()


def other_rules(house):
    house.edition.group_rules.least_share = 20
    house.edition.group_rules.save()


def one_group_less(house):
    house.youth.is_cancelled = True
    house.youth.save()


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (withdraw, "people_gone"),
        (join, "people_new"),
        (wish_again, "people_changed"),
        (less_room, "groups_changed"),
        (other_rules, "rules_changed"),
        (one_group_less, "groups_gone"),
    ],
)
def test_a_plan_of_a_world_that_has_moved_on_is_refused_with_what_changed(wished, change, what):
    plan = wished.plan()
    change(wished)

    with pytest.raises(Outdated) as refusal:
        publish(wished, plan)

    assert what in [one.what for one in refusal.value.facts["differences"]]
    plan.refresh_from_db()
    assert plan.state == PlanState.READY
    assert Message.objects.filter(kind=KIND).count() == 0


def test_a_plan_beside_which_another_one_was_published_is_refused(wished):
    first, second = wished.plan(), wished.plan()
    publish(wished, first)

    with pytest.raises(Outdated):
        publish(wished, second)


def test_a_plan_that_bends_rules_is_published_only_with_open_eyes(wished):
    wished.edition.group_rules.most_per_body = 1
    wished.edition.group_rules.save()
    plan = wished.plan()

    assert breaks_in(plan) == []
    place(wished, plan, wished.anna, wished.youth)
    place(wished, plan, wished.ben, wished.youth)
    with pytest.raises(RulesBent):
        publish(wished, plan)
    publish(wished, plan, accepts_breaks=True)
    assert GroupPlan.objects.published().get() == plan


def breaks_in(plan):
    return plan.report["breaks"]


def test_a_tab_from_before_a_place_by_hand_publishes_nothing(wished):
    plan = wished.plan()
    place(wished, plan, wished.anna, wished.youth)

    with pytest.raises(ChangedMeanwhile):
        publish(wished, plan, seen=1)


def test_a_place_by_hand_is_kept_by_later_plans_and_can_be_let_go(wished):
    plan = wished.plan()
    made = place(wished, plan, wished.anna, wished.youth)
    assert (made.is_pinned, made.rank) == (True, 2)

    again = wished.plan()
    assert again.places.get(participant=wished.anna).group == wished.youth
    assert again.places.get(participant=wished.anna).is_pinned is True

    place(wished, again, wished.anna, wished.youth, is_pinned=False)
    assert wished.plan().places.get(participant=wished.anna).group == wished.water


def test_two_who_place_by_hand_meet(wished):
    plan = wished.plan()
    place(wished, plan, wished.anna, wished.youth)

    with pytest.raises(ChangedMeanwhile):
        place(wished, plan, wished.ben, wished.youth, seen=1)
    place(wished, plan, wished.anna, wished.youth, seen=1)
    assert plan.places.get(participant=wished.ben).group == wished.water


def test_nobody_is_placed_in_a_foreign_or_cancelled_group_nor_who_does_not_come(wished):
    plan = wished.plan()
    wished.water.is_cancelled = True
    wished.water.save()

    for person, group in (
        (wished.anna, GroupFactory()),
        (wished.chadi, wished.water),
        (ParticipantFactory(), wished.youth),
    ):
        with pytest.raises(NotPossible):
            place(wished, plan, person, group)


def test_in_published_groups_a_place_by_hand_is_told_to_that_one_person(wished):
    plan = wished.plan()
    publish(wished, plan)

    place(wished, plan, wished.anna, wished.youth)

    assert [told(person) for person in wished.people.values()] == [2, 1, 1, 1]
    assert "has changed" in Message.objects.filter(kind=KIND, recipient=wished.anna.user).latest("pk").body


def test_a_new_plan_after_a_withdrawal_tells_only_those_who_move_or_are_new(wished):
    publish(wished, wished.plan())
    withdraw(wished)
    emil = ParticipantFactory(edition=wished.edition, kind=wished.anna.kind, full_name="Emil")
    wish(emil, wished.youth)
    again = wished.plan()

    publish(wished, again, at=TOO_LATE + timedelta(days=1))

    assert [told(person) for person in (*wished.people.values(), emil)] == [1, 1, 1, 1, 1]
    states = list(GroupPlan.objects.order_by("number").values_list("state", flat=True))
    assert states == [PlanState.SUPERSEDED, PlanState.PUBLISHED]
    assert not GroupPlace.objects.filter(plan=again, participant=wished.dina).exists()


def test_why_a_wish_was_not_met_is_kept_with_the_place_and_names_nobody(wished):
    wished.water.capacity = 1
    wished.water.save()
    wished.ben.wish_list.wishes.filter(rank=2).delete()
    wished.anna.wish_list.wishes.filter(rank=2).delete()

    plan = wished.plan()
    publish(wished, plan)

    (kept,) = [place.reasons for place in plan.places.all() if place.reasons]
    assert kept == [[wished.water.pk, "full", 1, 1]]


def test_a_trial_is_never_published_and_its_teams_can_be_taken_over(wished):
    for person in (wished.chadi, wished.dina):
        person.languages = ["ar"]
        person.save()
    trial = wished.plan(purpose=Purpose.MORE)

    with pytest.raises(IllegalMove):
        publish(wished, trial)
    with pytest.raises(IllegalMove):
        place(wished, trial, wished.anna, wished.youth)
    assert adopt_teams(trial.public_id, actor=wished.planner) == 1

    wished.youth.refresh_from_db()
    wished.water.refresh_from_db()
    assert (wished.youth.interpreted, wished.water.interpreted) == ([["en", "ar"]], [])
    with pytest.raises(Outdated):
        adopt_teams(trial.public_id, actor=wished.planner)
    plan = wished.plan()
    assert plan.report["breaks"] == []
    with pytest.raises(IllegalMove):
        adopt_teams(plan.public_id, actor=wished.planner)
