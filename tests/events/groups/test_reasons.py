"""Why somebody has none of their first wishes, in words that name nobody."""

import pytest

from jisr.events.groups.problem import Group, Person, Problem, Rules
from jisr.events.groups.reasons import Reason, Reasons, Why, in_words

FREE = Rules(most_per_body=0, least_share=0)


def reasons(me, others, groups, rules=FREE, at=2):
    """``me`` is in group ``at``; ``others`` where they are ``fixed``."""
    people = [me, *others]
    placement = {me.key: at, **{other.key: other.fixed for other in others}}
    return Reasons(Problem(people=people, groups=groups, rules=rules), placement).of(me)


def other(key, group, **columns):
    return Person(key=key, fixed=group, **columns)


def test_all_places_are_taken_and_how_many_wished_it_first():
    me = Person(key=1, wishes=(1,))
    groups = [Group(key=1, capacity=2), Group(key=2, capacity=2)]

    assert reasons(me, [other(2, 1, wishes=(1,)), other(3, 1, wishes=(2, 1))], groups) == [Reason(1, Why.FULL, 2, 1)]


def test_languages_come_before_everything_else():
    me = Person(key=1, wishes=(1,), languages=("ar",))

    assert reasons(me, [], [Group(key=1, capacity=0, spoken=("de",)), Group(key=2, capacity=2)]) == [
        Reason(1, Why.LANGUAGE)
    ]


def test_people_of_the_same_authority_are_there_already():
    me = Person(key=1, wishes=(1,), bodies=("a",))
    rules = Rules(most_per_body=1, least_share=0)

    assert reasons(me, [other(2, 1, bodies=("a",))], [Group(key=1, capacity=9), Group(key=2, capacity=9)], rules) == [
        Reason(1, Why.BODY, 1)
    ]


def test_one_side_would_be_too_few_there_or_where_one_is():
    groups = [Group(key=1, capacity=9), Group(key=2, capacity=9)]
    rules = Rules(most_per_body=0, least_share=50)
    me = Person(key=1, side="DE", wishes=(1,))

    there = [other(2, 1, side="DE"), other(3, 1, side="PS")]
    assert reasons(me, there, groups, rules) == [Reason(1, Why.BALANCE, 50)]
    here = [other(2, 1, side="PS"), other(3, 2, side="PS")]
    assert reasons(me, here, groups, rules) == [Reason(1, Why.NEEDED)]


def test_the_own_group_would_be_too_small_or_all_together_are_better_off():
    me = Person(key=1, wishes=(1,))

    small = [Group(key=1, capacity=9), Group(key=2, capacity=9, minimum=1)]
    assert reasons(me, [], small) == [Reason(1, Why.NEEDED)]
    assert reasons(me, [], [Group(key=1, capacity=9), Group(key=2, capacity=9)]) == [Reason(1, Why.TOTAL)]


def test_who_has_one_of_three_or_wished_nothing_needs_no_reason():
    groups = [Group(key=key, capacity=1) for key in (1, 2, 3, 4)]

    assert reasons(Person(key=1, wishes=(1, 3, 2)), [], groups) == []
    assert reasons(Person(key=1), [], groups) == []
    assert len(reasons(Person(key=1, wishes=(1, 3, 4, 2)), [], groups)) == 3


@pytest.mark.parametrize("why", list(Why))
def test_each_reason_is_a_sentence_and_is_kept_as_numbers(why):
    reason = Reason(7, why, 3, 2)

    assert Reason.read(reason.kept()) == reason
    assert in_words(reason, "Water").startswith("“Water”")
