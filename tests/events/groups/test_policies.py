"""Who reads wishes, plans and places: rule and query agree for every kind of reader."""

import pytest

from jisr.accounts.states import Role
from jisr.events.groups.models import GroupPlace, GroupPlan, WishList
from jisr.events.groups.policies import RANK_WISHES, READ_PLACE, READ_PLAN, READ_WISHES
from jisr.kernel.policy import may
from tests import policy_twins
from tests.factories.groups import PlaceFactory, PlanFactory, wish

pytestmark = pytest.mark.django_db
policy_twins.register(READ_WISHES, WishList)
policy_twins.register(READ_PLAN, GroupPlan)
policy_twins.register(READ_PLACE, GroupPlace)


@pytest.fixture
def rows(house):
    """Wishes of both towns, a plan that holds and one that is only ready."""
    for person in house.people.values():
        wish(person, house.water)
    for plan in (
        PlanFactory(edition=house.edition, published=True),
        PlanFactory(edition=house.edition, ready=True),
    ):
        for person in house.people.values():
            PlaceFactory(plan=plan, participant=person, group=house.water)
    return house


@pytest.mark.parametrize("permission", [READ_WISHES, READ_PLAN, READ_PLACE], ids=lambda one: one.name)
def test_rule_and_query_agree(rows, permission):
    actors = policy_twins.readers(rows.jena)
    actors |= {"anna": rows.anna.user, "leader of the other town": rows.leader}

    assert list(policy_twins.disagreements(permission.name, actors)) == []


def test_only_the_events_team_sees_who_would_be_where_before_it_is_published(rows):
    ready = GroupPlace.objects.get(plan__state="ready", participant=rows.anna)
    held = GroupPlace.objects.get(plan__state="published", participant=rows.anna)

    seen = {
        label
        for label, actor in {**policy_twins.readers(rows.jena), "anna": rows.anna.user}.items()
        if may(actor, READ_PLACE, ready)
    }
    assert seen == {f"staff {Role.EVENTS.value}", f"staff {Role.ADMINISTRATOR.value}"}
    assert may(rows.anna.user, READ_PLACE, held)
    assert not may(rows.ben.user, READ_PLACE, held)


def test_wishes_are_ranked_by_the_person_the_coordinators_and_the_events_team(rows):
    allowed = {
        label
        for label, actor in {**policy_twins.readers(rows.jena), "anna": rows.anna.user, "ben": rows.ben.user}.items()
        if may(actor, RANK_WISHES, rows.anna)
    }

    assert allowed == {"anna", "coordinator", f"staff {Role.EVENTS.value}", f"staff {Role.ADMINISTRATOR.value}"}
