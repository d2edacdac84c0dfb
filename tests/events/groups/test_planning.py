"""Plans in the worker: asked for once, computed, written down; killed workers, nobody's wishes, what has to be kept."""

from contextlib import nullcontext
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django_tasks_db.models import DBTaskResult

from jisr.audit.models import Entry
from jisr.events.groups import allocating, planning
from jisr.events.groups.inputs import digest_of, read_inputs
from jisr.events.groups.models import GroupPlace, GroupPlan
from jisr.events.groups.planning import SILENCE, UnderWay, compute, look_after, start_plan
from jisr.events.groups.presenting import PlanView
from jisr.events.groups.services import NotPossible
from jisr.events.groups.states import Failure, PlanState, Purpose, Stage
from jisr.events.registration.states import ParticipantState
from jisr.kernel.policy import Refused
from jisr.notifications.models import Message
from tests.events.groups.conftest import TOO_LATE
from tests.factories.accounts import UserFactory
from tests.factories.events import DelegationFactory, EditionFactory, ParticipantKindFactory
from tests.factories.groups import PlaceFactory, PlanFactory, RulesFactory, wish

pytestmark = pytest.mark.django_db


def start(house, **columns):
    return start_plan(house.edition, actor=house.planner, at=TOO_LATE, **columns)


def homes(plan):
    rows = plan.places.order_by("participant__full_name")
    return {place.participant.full_name: place.group.title_en for place in rows}


def test_a_plan_is_asked_for_computed_and_told(house):
    for person in house.people.values():
        wish(person, house.water, house.youth)
    made = start(house)
    assert (made.state, made.stage, made.number) == (PlanState.RUNNING, Stage.WAITING, 1)

    compute(made.pk, now=lambda: TOO_LATE)

    made.refresh_from_db()
    assert (made.state, made.objective, made.bound, made.report["gap"]) == (PlanState.READY, 2, 2.0, 0)
    assert sorted(homes(made).values()) == ["Water", "Water", "Youth", "Youth"]
    assert sorted(made.places.values_list("rank", flat=True)) == [1, 1, 2, 2]
    assert made.inputs == read_inputs(house.edition)
    assert made.inputs_hash == digest_of(made.inputs)
    assert made.parameters == {"teams": None, "most_per_body": 0, "least_share": 0}
    assert Message.objects.filter(kind="events.working_groups_planned").get().recipient == house.planner
    actions = Entry.objects.filter(action__startswith="events.group_plan").order_by("pk")
    assert list(actions.values_list("action", flat=True)) == ["events.group_plan_asked", "events.group_plan_computed"]


def test_a_plan_that_is_delivered_twice_is_computed_once(house):
    made = house.plan()
    compute(made.pk, now=lambda: TOO_LATE + timedelta(minutes=1))
    made.refresh_from_db()

    assert made.finished_at == TOO_LATE
    assert GroupPlace.objects.filter(plan=made).count() == 4


def test_two_planners_get_one_plan(house):
    made = start(house)

    with pytest.raises(UnderWay) as refusal:
        start_plan(house.edition, actor=UserFactory(administrator=True), at=TOO_LATE)

    assert refusal.value.facts == {"plan": str(made.public_id)}
    assert DBTaskResult.objects.filter(task_path__endswith="compute_in_worker").count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanFactory(edition=house.edition)


def test_only_the_events_team_asks_for_plans(house):
    for actor in (UserFactory(), UserFactory(adviser=True), house.leader):
        with pytest.raises(Refused):
            start_plan(house.edition, actor=actor, at=TOO_LATE)


def test_without_groups_or_people_there_is_nothing_to_plan(house):
    with pytest.raises(NotPossible):
        start_plan(EditionFactory(ahead=True), actor=house.planner, at=TOO_LATE)
    assert GroupPlan.objects.count() == 0


def test_of_a_killed_worker_the_plan_says_so_and_is_started_again(house):
    killed = start(house)
    look_after(killed.pk, at=TOO_LATE + timedelta(seconds=30))
    killed.refresh_from_db()
    assert killed.state == PlanState.RUNNING
    assert DBTaskResult.objects.filter(task_path__endswith="watch").count() == 2

    look_after(killed.pk, at=TOO_LATE + SILENCE + timedelta(seconds=1))

    killed.refresh_from_db()
    assert (killed.state, killed.failure) == (PlanState.FAILED, Failure.KILLED)
    again = house.plan()
    assert (again.number, again.state) == (2, PlanState.READY)
    compute(killed.pk, now=lambda: TOO_LATE)
    killed.refresh_from_db()
    assert (killed.state, killed.places.count()) == (PlanState.FAILED, 0)


def test_a_silent_plan_makes_room_for_a_new_one_before_the_watch_comes(house):
    silent = start(house)
    later = TOO_LATE + SILENCE + timedelta(seconds=1)

    again = start_plan(house.edition, actor=house.planner, at=later)

    silent.refresh_from_db()
    assert (silent.failure, again.number) == (Failure.KILLED, 2)


def test_a_plan_given_up_while_the_worker_computes_writes_nothing(house, monkeypatch):
    made = start(house)
    real = allocating.allocate

    def slow(problem, **more):
        planning._stop(made.pk, Failure.KILLED, TOO_LATE)
        return real(problem, **more)

    monkeypatch.setattr(allocating, "allocate", slow)
    compute(made.pk, now=lambda: TOO_LATE)

    made.refresh_from_db()
    assert (made.state, made.places.count()) == (PlanState.FAILED, 0)


@pytest.mark.parametrize(
    ("fault", "failure"), [(allocating.OutOfTime("late"), Failure.TIME), (RuntimeError("broken"), Failure.ERROR)]
)
def test_what_goes_wrong_is_told_and_can_be_started_again(house, monkeypatch, fault, failure):
    made = start(house)

    def broken(*_all, **_more):
        raise fault

    monkeypatch.setattr(allocating, "allocate", broken)
    with nullcontext() if failure == Failure.TIME else pytest.raises(RuntimeError, match="broken"):
        compute(made.pk, now=lambda: TOO_LATE)

    made.refresh_from_db()
    assert (made.state, made.failure) == (PlanState.FAILED, failure)
    monkeypatch.undo()
    assert house.plan().state == PlanState.READY


def test_who_is_not_confirmed_stays_out_or_is_of_a_kind_without_groups_is_not_placed(house):
    house.ben.state = ParticipantState.WITHDRAWN
    house.ben.save()
    wish(house.chadi, takes_part=False)
    kind = ParticipantKindFactory(edition=house.edition)
    house.dina.kind = kind
    house.dina.save()
    house.edition.group_rules.without_kinds.add(kind)

    assert list(homes(house.plan())) == ["Anna"]


def test_a_delegate_of_two_authorities_counts_for_both(house):
    house.anna.delegation = DelegationFactory(edition=house.edition, authority=house.jericho)
    house.anna.save()

    people = read_inputs(house.edition)["people"]

    both = {f"authority:{house.jena.pk}", f"authority:{house.jericho.pk}"}
    assert set(people[str(house.anna.pk)]["bodies"]) == both
    assert people[str(house.ben.pk)]["bodies"] == [f"authority:{house.jena.pk}"]
    assert (people[str(house.anna.pk)]["side"], people[str(house.chadi.pk)]["side"]) == ("DE", "PS")


def test_a_moderator_is_in_their_own_group_whatever_they_wish(house):
    house.youth.moderator = house.anna
    house.youth.save()
    wish(house.anna, house.water)

    assert homes(house.plan())["Anna"] == "Youth"


def published(house, **groups):
    plan = PlanFactory(edition=house.edition, number=1, published=True)
    for name, group in groups.items():
        PlaceFactory(plan=plan, participant=house.people[name], group=group)
    return plan


def test_a_new_plan_keeps_who_is_published_unless_moves_are_allowed(house):
    wish(house.anna, house.youth, house.water)
    wish(house.ben, house.water)
    wish(house.chadi, house.water)
    house.youth.capacity = 2
    house.youth.save()
    published(house, anna=house.water, dina=house.youth)

    kept = homes(house.plan())
    moved = homes(house.plan(allows_moves=True))

    assert (kept["Anna"], kept["Dina"]) == ("Water", "Youth")
    assert moved == {"Anna": "Youth", "Ben": "Water", "Chadi": "Water", "Dina": "Youth"}


def test_a_published_member_of_a_cancelled_group_is_placed_elsewhere(house):
    published(house, anna=house.water)
    house.water.is_cancelled = True
    house.water.save()

    plan = house.plan()

    assert homes(plan) == dict.fromkeys(["Anna", "Ben", "Chadi", "Dina"], "Youth")
    assert plan.report["breaks"] == []


def test_empty_wishes_cost_nothing_and_everybody_is_placed(house):
    plan = house.plan()

    assert (plan.objective, plan.report["gap"], len(homes(plan))) == (0, 0, 4)


def test_too_few_places_give_the_best_plan_with_the_rule_that_bends_and_the_least_change(house):
    house.water.capacity, house.youth.capacity = 1, 2
    house.water.save()
    house.youth.save()
    for person in house.people.values():
        wish(person, house.water)

    plan = house.plan()

    assert [(one["rule"], one["group"], one["amount"]) for one in plan.report["breaks"]] == [
        ("capacity", house.water.pk, 1)
    ]
    (((change,)),) = plan.report["remedies"]
    assert (change["rule"], change["then"] - change["now"]) == ("capacity", 1)


def test_one_team_less_shows_what_breaks_and_one_more_what_it_brings(house):
    for person in (house.chadi, house.dina):
        person.languages = ["ar"]
        person.save()
        wish(person, house.water, house.youth)
    house.water.interpreted = [["en", "ar"], ["ar", "en"]]
    house.water.save()

    fewer, more = house.plan(purpose=Purpose.FEWER), house.plan(purpose=Purpose.MORE)

    assert (fewer.parameters["teams"], more.parameters["teams"]) == (0, 2)
    assert [one["rule"] for one in fewer.report["breaks"]] == ["language", "language"]
    assert more.report["breaks"] == []
    assert more.report["teams"][str(house.water.pk)] == [["ar", "en"]]


def test_inputs_cost_the_same_number_of_queries_for_any_number_of_people(house, django_assert_num_queries):
    with django_assert_num_queries(4):
        read_inputs(house.edition)
    other = EditionFactory(ahead=True)
    RulesFactory(edition=other)
    with django_assert_num_queries(4):
        read_inputs(other)


def test_the_lots_are_drawn_with_a_number_that_nobody_chooses(house):
    assert house.plan().seed == house.edition.pk * 1009 % 1_000_000 + 1


def test_interpretation_that_several_people_lack_is_one_change_in_words(house):
    for person in (house.chadi, house.dina):
        person.languages = ["ar"]
        person.save()

    plan = house.plan()

    (words,) = PlanView(plan).remedies_in_words()
    group = "Water" if "Water" in words else "Youth"
    assert words == f"interpretation for 2 people who work in Arabic in “{group}”"
