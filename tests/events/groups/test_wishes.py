"""Wishes: who ranks them, until when, how often, and what is refused."""

from datetime import UTC, date, datetime

import pytest

from jisr.audit.models import Entry
from jisr.events.groups.models import Wish, WishList
from jisr.events.groups.services import ChangedMeanwhile, NotPossible, WishesClosed, rank_wishes
from jisr.events.groups.waiting import groups_waiting
from jisr.events.registration.states import ParticipantState
from jisr.kernel.policy import Refused
from tests.events.groups.conftest import IN_TIME, TOO_LATE
from tests.factories.accounts import UserFactory
from tests.factories.events import EditionFactory, ParticipantFactory
from tests.factories.groups import GroupFactory, RulesFactory, wish
from tests.factories.memberships import MembershipFactory

pytestmark = pytest.mark.django_db


def wishes_of(person):
    return list(
        Wish.objects.filter(wish_list__participant=person).order_by("rank").values_list("rank", "group__title_en")
    )


def rank(house, person, groups, *, actor=None, at=IN_TIME, **more):
    return rank_wishes(person.public_id, groups, actor=actor or person.user, at=at, **more)


def test_a_participant_ranks_groups_and_the_trail_knows(house):
    made = rank(house, house.anna, [house.youth, house.water])

    assert wishes_of(house.anna) == [(1, "Youth"), (2, "Water")]
    assert (made.version, made.changed_by, made.changed_at) == (1, house.anna.user, IN_TIME)
    assert Entry.objects.get(action="events.group_wishes_ranked").subject_key == str(made.pk)


def test_the_same_wishes_again_change_nothing_whatever_the_tab_knew(house):
    rank(house, house.anna, [house.youth])
    again = rank(house, house.anna, [house.youth], seen=0)

    assert (again.version, WishList.objects.count()) == (1, 1)
    assert Entry.objects.filter(action="events.group_wishes_ranked").count() == 1


def test_wishes_can_be_changed_until_they_close(house):
    rank(house, house.anna, [house.youth, house.water])
    rank(house, house.anna, [house.water], seen=1)

    assert wishes_of(house.anna) == [(1, "Water")]


def test_a_tab_that_is_older_than_the_wishes_changes_nothing(house):
    rank(house, house.anna, [house.youth])

    with pytest.raises(ChangedMeanwhile):
        rank(house, house.anna, [house.water], seen=0)

    assert wishes_of(house.anna) == [(1, "Youth")]


def test_a_coordinator_ranks_for_delegates_of_their_own_authority_only(house):
    rank(house, house.chadi, [house.water], actor=house.leader)

    assert wishes_of(house.chadi) == [(1, "Water")]
    with pytest.raises(Refused):
        rank(house, house.anna, [house.water], actor=house.leader)


@pytest.mark.parametrize("at", [datetime(2027, 5, 31, 23, tzinfo=UTC), datetime(2027, 8, 1, tzinfo=UTC), TOO_LATE])
def test_nobody_but_the_events_team_ranks_before_or_after_the_time(house, at):
    for actor in (house.chadi.user, house.leader):
        with pytest.raises(WishesClosed):
            rank(house, house.chadi, [house.water], actor=actor, at=at)

    rank(house, house.chadi, [house.water], actor=house.planner, at=at)
    assert wishes_of(house.chadi) == [(1, "Water")]


def test_others_rank_nothing(house):
    for actor in (UserFactory(), house.dina.user, MembershipFactory(confirmed=True, authority=house.jericho).user):
        with pytest.raises(Refused):
            rank(house, house.chadi, [house.water], actor=actor)


def test_a_group_counts_once_and_five_are_the_most(house):
    many = [GroupFactory(edition=house.edition) for _number in range(6)]

    for groups in ([house.water, house.water], many):
        with pytest.raises(NotPossible):
            rank(house, house.anna, groups)
    assert wishes_of(house.anna) == []


def test_groups_that_are_gone_or_of_another_meeting_are_refused(house):
    house.water.is_cancelled = True
    house.water.save()

    for group in (house.water, GroupFactory()):
        with pytest.raises(NotPossible):
            rank(house, house.anna, [group])


def test_who_withdrew_ranks_nothing(house):
    house.anna.state = ParticipantState.WITHDRAWN
    house.anna.save()

    with pytest.raises(NotPossible):
        rank(house, house.anna, [house.water])


def test_who_stays_out_has_no_wishes(house):
    rank(house, house.anna, [house.water])
    made = rank(house, house.anna, [house.water], takes_part=False, seen=1)

    assert (made.takes_part, wishes_of(house.anna)) == (False, [])


def waits(user):
    return [(entry.title, entry.until, entry.why) for entry in groups_waiting(user)]


@pytest.fixture
def open_now(house):
    house.edition.group_rules.wishes_open_at = datetime(2026, 1, 1, tzinfo=UTC)
    house.edition.group_rules.wishes_close_at = datetime(2099, 8, 1, tzinfo=UTC)
    house.edition.group_rules.save()
    return house


def test_wishes_wait_for_the_person_and_their_coordinator_until_they_are_ranked(open_now):
    own = "Rank your wishes for the working groups of Conference in Jena"
    theirs = "See to the wishes of your delegation for the working groups of Conference in Jena"
    assert waits(open_now.chadi.user) == [
        (own, date(2099, 8, 1), "You take part, and nobody has ranked your wishes yet.")
    ]
    assert waits(open_now.leader) == [(theirs, date(2099, 8, 1), "2 delegates have not ranked any wishes yet.")]

    wish(open_now.chadi, open_now.water)

    assert waits(open_now.chadi.user) == []
    assert waits(open_now.leader) == [(theirs, date(2099, 8, 1), "1 delegate has not ranked any wishes yet.")]
    assert waits(UserFactory()) == []


def test_nothing_waits_where_there_is_no_group_or_no_time(house):
    edition = EditionFactory(ahead=True)
    RulesFactory(edition=edition, wishes_open_at=datetime(2026, 1, 1, tzinfo=UTC))
    person = ParticipantFactory(edition=edition)

    assert waits(person.user) == []
    assert waits(house.anna.user) == []
