"""Rounds of suggestions keep to everybody's limit, and give nothing up beyond it."""

from collections import Counter

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from jisr.audit.models import Entry
from jisr.kernel.policy import Refused
from jisr.matching import bulk, ranking, rounds
from jisr.matching.models import BlockedPair, RoundSuggestion
from jisr.matching.profiles import Pool, Profile
from jisr.matching.scoring import POINTS, Weights
from jisr.matching.services import run_round
from tests.factories.accounts import UserFactory
from tests.factories.matching import open_profile
from tests.factories.municipalities import AuthorityFactory
from tests.matching.test_scoring import profiles, some_weights

towns = st.tuples(st.integers(0, 5), st.integers(0, 7)).flatmap(
    lambda sizes: st.tuples(
        *(profiles(number, "PS") for number in range(sizes[0])),
        *(profiles(100 + number, "DE") for number in range(sizes[1])),
    )
)


@given(towns, some_weights, st.integers(1, 4))
@settings(max_examples=60, deadline=None)
def test_nobody_is_shown_beyond_their_limit(crowd, weights, per_authority):
    plan = rounds.plan(Pool(crowd), weights=weights, per_authority=per_authority)

    shown = Counter(one.authority for pair in plan.pairs for one in (pair.palestinian, pair.german))
    by_number = {one.authority: one for one in crowd}
    assert all(count <= by_number[number].free and by_number[number].is_willing for number, count in shown.items())
    palestinian = Counter(pair.palestinian.authority for pair in plan.pairs)
    assert all(count <= per_authority for count in palestinian.values())
    assert len({(pair.palestinian.authority, pair.german.authority) for pair in plan.pairs}) == len(plan.pairs)


@given(towns, some_weights)
@settings(max_examples=40, deadline=None)
def test_all_pairs_score_in_bulk_as_they_do_alone(crowd, weights):
    pool = Pool(crowd)
    rows = [one for one in crowd if one.country == "PS"]
    columns = [one for one in crowd if one.country == "DE"]

    blocks = [list(map(list, block)) for block in bulk.scores(pool, rows, columns, weights=weights)]

    found = [value for block in blocks for row in block for value in row]
    alone = [
        sum(ranking.points_of(pool, row, column, weights=weights).values()) / POINTS
        for row in rows
        for column in columns
    ]
    assert found == pytest.approx(alone, abs=2 / POINTS)


def town(number, country, **values):
    return Profile(authority=number, slug=f"{country}-{number:03}", country=country, languages=frozenset({"en"}),
                   inhabitants=1000 + number, **values)  # fmt: skip


def crowd_of(size, *, free=1):
    palestinian = [town(n, "PS", needs=("waste",), offers=frozenset({"youth"}), free=2) for n in range(size)]
    german = [town(1000 + n, "DE", offers=frozenset({"waste"}), needs=("youth",), free=free) for n in range(2 * size)]
    return [*palestinian, *german]


def test_a_round_spreads_what_top_lists_would_heap_on_one():
    plan = rounds.plan(Pool(crowd_of(20)), weights=Weights(), per_authority=2)

    assert len(plan.pairs) == 40
    assert plan.german == rounds.Exposure(authorities=40, most=1, gini=0.0, never=0)
    assert plan.given_up <= 0.02
    assert plan.total <= plan.unlimited


def test_the_total_is_the_best_that_any_choice_can_reach():
    """Compared with trying all choices, on a case where taking the best pair first is wrong."""
    crowd = [
        town(1, "PS", needs=("waste", "water"), offers=frozenset({"youth"})),
        town(2, "PS", needs=("waste",), offers=frozenset({"youth"})),
        town(101, "DE", offers=frozenset({"waste", "water"}), needs=("youth",)),
        town(102, "DE", offers=frozenset({"water"}), needs=("youth",)),
    ]
    pool = Pool(crowd)

    plan = rounds.plan(pool, weights=Weights(), per_authority=1)

    score = {
        (one.authority, two.authority): sum(ranking.points_of(pool, one, two, weights=Weights()).values())
        for one in crowd[:2]
        for two in crowd[2:]
    }
    assert plan.total == max(score[1, 101] + score[2, 102], score[1, 102] + score[2, 101])
    assert abs(plan.total - plan.proven) <= 2


def test_bound_pairs_and_former_authorities_are_left_out():
    crowd = crowd_of(2)

    plan = rounds.plan(Pool(crowd), weights=Weights(), bound={(0, 1000)}, former={1001}, per_authority=5)

    assert (0, 1000) not in {(pair.palestinian.authority, pair.german.authority) for pair in plan.pairs}
    assert 1001 not in {pair.german.authority for pair in plan.pairs}
    assert plan.pairs


@pytest.mark.parametrize("crowd", [[], [town(1, "PS")], [town(1, "DE")]])
def test_a_round_without_anybody_to_suggest_is_empty(crowd):
    plan = rounds.plan(Pool(crowd), weights=Weights())

    assert (plan.pairs, plan.total, plan.given_up) == ((), 0, 0.0)


def test_exposure_of_one_who_gets_everything():
    crowd = [town(number, "DE") for number in range(4)]

    assert rounds.exposure(crowd, [crowd[0]] * 8) == rounds.Exposure(authorities=4, most=8, gini=0.75, never=3)


@pytest.mark.django_db
def test_a_round_is_kept_with_what_is_needed_to_judge_it():
    here = open_profile(authority=AuthorityFactory(palestinian=True), needs=["waste"], offers=["youth"]).authority
    there = open_profile(offers=["waste"], needs=["youth"]).authority
    blocked = open_profile(offers=["waste"], needs=["youth"]).authority
    BlockedPair.objects.create(german=blocked, palestinian=here, blocked_at=timezone.now())

    made = run_round(actor=UserFactory(roles=["adviser"]), now=timezone.now)

    (suggestion,) = RoundSuggestion.objects.all()
    assert (suggestion.palestinian, suggestion.german) == (here, there)
    assert sum(suggestion.parts.values()) == suggestion.points == made.total_points
    assert made.exposure["german"] == {"authorities": 2, "most": 1, "gini": 0.5, "never": 1}
    assert len(made.inputs_digest) == 32
    assert Entry.objects.latest("number").action == "matching.round_run"


@pytest.mark.django_db
def test_only_the_office_runs_rounds():
    with pytest.raises(Refused):
        run_round(actor=UserFactory(), now=timezone.now)
