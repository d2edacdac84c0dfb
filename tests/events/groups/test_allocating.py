"""The allocation is the best that the rules allow, proves it, and names the rule where there is none."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from jisr.events.groups.allocating import allocate
from jisr.events.groups.problem import (
    Break,
    Change,
    Group,
    Person,
    Problem,
    Remedy,
    Rules,
    follows,
    total_cost,
)
from jisr.events.groups.states import Rule
from tests.events.groups.problems import best_by_trying, faults, some_problems

FREE = Rules(most_per_body=0, least_share=0)


def people(count, *, start=1, **columns):
    return [Person(key=start + number, **columns) for number in range(count)]


@given(some_problems())
@settings(max_examples=60)
def test_the_plan_is_the_best_of_all_or_bends_rules_only_where_there_is_none(problem):
    found = allocate(problem)

    best = best_by_trying(problem)
    assert set(found.placement) == {person.key for person in problem.people}
    assert all(found.placement[person.key] == person.fixed for person in problem.people if person.fixed)
    assert list(found.breaks) == faults(problem, found.placement)
    assert bool(found.breaks) == (best is None)
    assert found.objective == total_cost(problem, found.placement)
    assert found.bound <= found.objective
    if best is not None:
        assert (found.objective, found.gap, found.remedies) == (best, 0, ())
    else:
        assert found.remedies


@given(some_problems(most_people=14, most_groups=5))
@settings(max_examples=30)
def test_capacities_minimum_balance_authority_and_languages_hold_unless_a_break_is_told(problem):
    found = allocate(problem)

    assert list(found.breaks) == faults(problem, found.placement)
    assert found.bound <= found.objective == total_cost(problem, found.placement)


@given(some_problems(most_people=8, teams=st.integers(0, 3)))
@settings(max_examples=15)
def test_placed_teams_are_not_more_than_there_are_and_everybody_follows(problem):
    found = allocate(problem)

    assert sum(len(teams) for teams in found.teams.values()) <= problem.rules.teams
    assert list(found.breaks) == faults(problem, found.placement, found.teams)
    assert found.bound <= found.objective == total_cost(problem, found.placement)


@given(some_problems(most_people=8), st.integers(0, 2))
@settings(max_examples=15)
def test_one_more_team_never_makes_a_plan_worse(problem, teams):
    few = allocate(replace(problem, rules=replace(problem.rules, teams=teams)))
    more = allocate(replace(problem, rules=replace(problem.rules, teams=teams + 1)))

    bent = [sum(one.amount for one in found.breaks) for found in (few, more)]
    assert bent[1] <= bent[0]
    if bent == [0, 0]:
        assert more.objective <= few.objective


@given(some_problems())
@settings(max_examples=15)
def test_the_same_input_gives_the_same_plan_in_whatever_order_it_comes(problem):
    turned = replace(problem, people=tuple(reversed(problem.people)))

    assert allocate(problem).placement == allocate(turned).placement


@given(some_problems())
@settings(max_examples=30)
def test_each_remedy_of_numbers_makes_room(problem):
    found = allocate(problem)

    for remedy in found.remedies:
        if all(change.rule != Rule.LANGUAGE for change in remedy.changes):
            assert allocate(changed(problem, remedy)).breaks == ()


def changed(problem, remedy):
    """The problem with other numbers."""
    groups, rules = {group.key: group for group in problem.groups}, problem.rules
    for change in remedy.changes:
        if change.rule == Rule.CAPACITY:
            groups[change.group] = replace(groups[change.group], capacity=change.then)
        elif change.rule == Rule.MINIMUM:
            groups[change.group] = replace(groups[change.group], minimum=change.then)
        elif change.rule == Rule.BODY:
            rules = replace(rules, most_per_body=max(rules.most_per_body, change.then))
        elif change.rule == Rule.BALANCE and change.group is None:
            rules = replace(rules, least_share=change.then)
        elif change.rule == Rule.BALANCE:
            rules = replace(rules, least_share=0)
    return replace(problem, groups=tuple(groups.values()), rules=rules)


def test_all_wish_the_same_group_and_as_many_as_fit_get_it():
    groups = [Group(key=1, capacity=2), Group(key=2, capacity=2), Group(key=3, capacity=2)]
    crowd = people(6, wishes=(1, 2, 3))

    found = allocate(Problem(people=crowd, groups=groups, rules=FREE))

    assert sorted(found.placement.values()) == [1, 1, 2, 2, 3, 3]
    assert (found.objective, found.gap) == (2 * 0 + 2 * 1 + 2 * 3, 0)


def test_without_wishes_every_plan_within_the_rules_costs_nothing():
    found = allocate(Problem(people=people(4), groups=[Group(key=1, capacity=2), Group(key=2, capacity=2)], rules=FREE))

    assert (found.objective, found.bound, found.breaks) == (0, 0, ())
    assert sorted(found.placement.values()) == [1, 1, 2, 2]


def test_nobody_and_no_group_are_no_problem():
    assert allocate(Problem(people=[], groups=[], rules=FREE)).placement == {}
    assert allocate(Problem(people=[], groups=[Group(key=1, capacity=3, minimum=2)], rules=FREE)).placement == {}


def test_too_few_places_name_the_places_and_the_least_change():
    groups = [Group(key=1, capacity=2), Group(key=2, capacity=2)]

    found = allocate(Problem(people=people(5, wishes=(2,)), groups=groups, rules=FREE))

    (one,) = found.breaks
    assert (one.rule, one.amount) == (Rule.CAPACITY, 1)
    (remedy,) = found.remedies
    assert [(change.rule, change.then - change.now) for change in remedy.changes] == [(Rule.CAPACITY, 1)]


def test_too_few_people_name_the_minimum_and_the_least_change():
    groups = [Group(key=1, capacity=5, minimum=3), Group(key=2, capacity=5, minimum=3)]

    found = allocate(Problem(people=people(5, wishes=(1, 2)), groups=groups, rules=FREE))

    assert found.breaks == (Break(rule=Rule.MINIMUM, group=2, amount=1),)
    (remedy,) = found.remedies
    assert [(change.now, change.then) for change in remedy.changes] == [(3, 2)]


def test_a_big_delegation_names_the_authority_rule_or_one_more_place_in_another_group():
    groups = [Group(key=1, capacity=9), Group(key=2, capacity=2)]
    town = people(5, bodies=("authority:7",), wishes=(1,))

    found = allocate(Problem(people=town, groups=groups, rules=Rules(most_per_body=2, least_share=0)))

    assert found.breaks == (Break(rule=Rule.BODY, group=1, amount=1, who="authority:7"),)
    assert found.remedies == (Remedy(changes=(Change(rule=Rule.BODY, now=2, then=3),)),)


def test_a_meeting_of_one_side_names_the_balance():
    found = allocate(
        Problem(
            people=[*people(9, side="DE"), *people(1, start=20, side="PS")],
            groups=[Group(key=1, capacity=10)],
            rules=Rules(least_share=30),
        )
    )

    assert found.breaks == (Break(rule=Rule.BALANCE, group=1, amount=2, who="PS"),)
    assert found.remedies == (Remedy(changes=(Change(rule=Rule.BALANCE, now=30, then=10),)),)


def test_somebody_whom_no_group_speaks_to_names_the_languages():
    groups = [Group(key=1, capacity=5, spoken=("de",)), Group(key=2, capacity=5, spoken=("en",))]

    found = allocate(Problem(people=[Person(key=1, languages=("ar",), wishes=(2,))], groups=groups, rules=FREE))

    assert found.breaks == (Break(rule=Rule.LANGUAGE, group=2, amount=1, who="1"),)
    (remedy,) = found.remedies
    assert [(change.rule, change.who) for change in remedy.changes] == [(Rule.LANGUAGE, "1")]


def test_two_rules_that_only_bend_together_are_named_together():
    groups = [Group(key=1, capacity=1, spoken=("de",))]
    crowd = [Person(key=1, languages=("ar",)), Person(key=2, languages=("de",))]

    found = allocate(Problem(people=crowd, groups=groups, rules=FREE))

    (remedy,) = found.remedies
    assert {change.rule for change in remedy.changes} == {Rule.CAPACITY, Rule.LANGUAGE}


def test_a_delegate_of_two_authorities_counts_for_both():
    groups = [Group(key=1, capacity=9), Group(key=2, capacity=9)]
    crowd = [
        Person(key=1, bodies=("a",), wishes=(1,)),
        Person(key=2, bodies=("b",), wishes=(1,)),
        Person(key=3, bodies=("a", "b"), wishes=(1,)),
    ]

    found = allocate(Problem(people=crowd, groups=groups, rules=Rules(most_per_body=1, least_share=0)))

    assert found.placement == {1: 1, 2: 1, 3: 2}


def test_who_is_published_stays_unless_moving_brings_more_than_it_costs():
    groups = [Group(key=1, capacity=1), Group(key=2, capacity=2)]
    kept = Person(key=1, wishes=(2,), kept=1)
    newcomer = Person(key=2, wishes=(1,))

    found = allocate(Problem(people=[kept, newcomer], groups=groups, rules=FREE))
    fixed = allocate(Problem(people=[replace(kept, fixed=1), newcomer], groups=groups, rules=FREE))

    assert found.placement == {1: 2, 2: 1}
    assert fixed.placement == {1: 1, 2: 2}


def test_a_pin_holds_against_languages_and_is_no_fault():
    groups = [Group(key=1, capacity=5, spoken=("de",)), Group(key=2, capacity=5, spoken=("ar",))]

    found = allocate(Problem(people=[Person(key=1, languages=("ar",), fixed=1)], groups=groups, rules=FREE))

    assert (found.placement, found.breaks) == ({1: 1}, ())


def test_interpretation_counts_for_each_language_that_is_spoken():
    both = [("de", "ar"), ("ar", "de")]

    assert follows(["ar"], ["de", "ar"], both)
    assert follows(["de"], ["de", "ar"], both)
    assert not follows(["en"], ["de", "ar"], both)
    assert not follows(["de"], ["de", "ar"], [("de", "ar")])
    assert follows([], ["de"], [])


def test_an_interpreter_less_shows_what_breaks_and_one_more_what_it_brings():
    groups = [Group(key=1, capacity=4, spoken=("en",)), Group(key=2, capacity=4, spoken=("en",))]
    crowd = [
        *people(2, languages=("ar",), wishes=(1, 2)),
        *people(2, start=3, languages=("ar",), wishes=(2, 1)),
        *people(2, start=5, languages=("en",), wishes=(1, 2)),
    ]

    none, one, two = (
        allocate(Problem(people=crowd, groups=groups, rules=Rules(most_per_body=0, least_share=0, teams=teams)))
        for teams in (0, 1, 2)
    )

    assert sum(each.amount for each in none.breaks if each.rule == Rule.LANGUAGE) == 4
    assert (one.breaks, one.objective) == ((), 2)
    assert (two.breaks, two.objective) == ((), 0)
    assert two.teams == {1: {("ar", "en")}, 2: {("ar", "en")}}
