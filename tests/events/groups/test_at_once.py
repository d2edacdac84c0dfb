"""Two people, or two clicks, at the same moment: real threads on real transactions."""

import pytest

from jisr.events.groups.models import GroupPlan, WishList
from jisr.events.groups.placing import place_by_hand, publish_plan
from jisr.events.groups.planning import start_plan
from jisr.events.groups.services import rank_wishes, save_group
from jisr.events.groups.states import PlanState
from jisr.notifications.models import Message
from tests.at_once import at_once, by
from tests.events.groups.conftest import IN_TIME, TOO_LATE, make_house
from tests.events.groups.test_groups import VALUES
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def crowd(transactional_db):
    return make_house()


def test_of_two_planners_one_starts_a_plan_and_the_other_is_told(crowd):
    planners = [crowd.planner, UserFactory(administrator=True)]

    outcome = at_once(*(lambda who=who: start_plan(crowd.edition, actor=by(who), at=TOO_LATE) for who in planners))

    assert outcome == ["UnderWay", "done"]
    assert GroupPlan.objects.count() == 1


def test_two_clicks_publish_once_and_tell_once(crowd):
    plan = crowd.plan()

    def click():
        publish_plan(plan.public_id, seen=1, actor=by(crowd.planner), at=TOO_LATE)

    assert at_once(click, click) == ["done", "done"]
    assert Message.objects.filter(kind="events.working_group").count() == 4


def test_of_two_plans_published_at_once_one_holds(crowd):
    plans = [crowd.plan(), crowd.plan()]

    outcome = at_once(
        *(
            lambda plan=plan: publish_plan(plan.public_id, seen=1, actor=by(crowd.planner), at=TOO_LATE)
            for plan in plans
        )
    )

    assert outcome == ["Outdated", "done"]
    assert sorted(GroupPlan.objects.values_list("state", flat=True)) == [PlanState.PUBLISHED, PlanState.READY]


def test_two_who_move_people_by_hand_do_not_overwrite_each_other(crowd):
    plan = crowd.plan()

    def move(name, group):
        return lambda: place_by_hand(
            plan.public_id, crowd.people[name], group, seen=1, actor=by(crowd.planner), at=TOO_LATE
        )

    assert at_once(move("anna", crowd.youth), move("anna", crowd.water)) == ["ChangedMeanwhile", "done"]


def test_two_clicks_rank_once(crowd):
    def click():
        rank_wishes(crowd.anna.public_id, [crowd.water], actor=by(crowd.anna.user), at=IN_TIME)

    assert at_once(click, click) == ["done", "done"]
    assert WishList.objects.get().version == 1


def test_person_and_coordinator_ranking_at_once_meet(crowd):
    def send(actor, group):
        return lambda: rank_wishes(crowd.chadi.public_id, [group], actor=by(actor), at=IN_TIME)

    outcome = at_once(send(crowd.chadi.user, crowd.water), send(crowd.leader, crowd.youth))

    assert outcome == ["ChangedMeanwhile", "done"]
    assert WishList.objects.get().wishes.count() == 1


def test_two_new_groups_at_once_stand_behind_each_other(crowd):
    def add():
        save_group(crowd.edition, VALUES, actor=by(crowd.planner))

    assert at_once(add, add) == ["done", "done"]
    assert sorted(crowd.edition.working_groups.values_list("position", flat=True)) == [0, 1, 2, 3]
