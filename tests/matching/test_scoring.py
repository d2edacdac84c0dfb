"""Properties of scores and of the parts that explain them."""

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from jisr.matching import ranking, scoring
from jisr.matching.profiles import Pool, Profile
from jisr.matching.scoring import POINTS, Weights
from jisr.matching.states import ReasonKind

THEMES = ("waste", "water", "youth", "sport", "health", "energy")
some_themes = st.lists(st.sampled_from(THEMES), unique=True, max_size=4)
about = st.dictionaries(st.sampled_from(THEMES), st.floats(0.02, 1), max_size=4)  # as texts are stored
numbers = st.floats(allow_nan=True, allow_infinity=True)
shares = st.floats(0, 1)
some_weights = (
    st.lists(st.integers(0, 100), min_size=4, max_size=4)
    .filter(any)
    .map(
        lambda four: Weights(
            **dict(zip(("themes", "size", "languages", "text"), (n / sum(four) for n in four), strict=True))
        )
    )
)
kinds = st.sets(st.sampled_from(ReasonKind))


def profiles(authority: int, country: str) -> st.SearchStrategy[Profile]:
    return st.builds(
        Profile,
        authority=st.just(authority),
        slug=st.just(f"town-{authority:03}"),
        country=st.just(country),
        needs=some_themes.map(tuple),
        offers=some_themes.map(frozenset),
        inhabitants=st.none() | st.integers(1, 4_000_000),
        languages=st.sets(st.sampled_from(("de", "en", "ar"))).map(frozenset),
        need_text=about,
        offer_text=about,
        is_willing=st.booleans(),
        free=st.integers(0, 3),
    )


pairs = st.tuples(profiles(1, "PS"), profiles(2, "DE"))
crowds = st.integers(1, 8).flatmap(
    lambda size: st.tuples(profiles(0, "PS"), *(profiles(number, "DE") for number in range(1, size + 1)))
)


@given(numbers, numbers)
def test_a_fused_score_is_clipped_and_the_same_in_both_directions(one, other):
    fused = scoring.fuse(one, other)

    assert 0 <= fused <= 1
    assert fused == scoring.fuse(other, one)


@given(shares, shares)
def test_a_fused_score_is_no_more_than_twice_the_weaker_direction(one, other):
    assert scoring.fuse(one, other) <= 2 * min(one, other) + 1e-12


@given(pairs, some_weights, kinds)
def test_parts_add_up_to_the_score(pair, weights, without):
    mine, other = pair
    pool = Pool(pair)
    own, others = weights.directions(without)
    to_me, to_them = ranking.values(pool, mine, other), ranking.values(pool, other, mine)
    one = sum(w * to_me["themes" if kind == ReasonKind.NEEDS else kind] for kind, w in own.items())
    two = sum(w * to_them["themes" if kind == ReasonKind.OFFERS else kind] for kind, w in others.items())

    points = ranking.points_of(pool, mine, other, weights=weights, without=without)

    assert sum(points.values()) == round(scoring.fuse(one, two) * POINTS)
    assert all(count > 0 for count in points.values())
    assert sum(points.values()) <= POINTS


@given(pairs, some_weights, kinds)
def test_a_kind_that_is_switched_off_never_appears(pair, weights, without):
    points = ranking.points_of(Pool(pair), *pair, weights=weights, without=without)

    assert not {*points} & without


@given(pairs, some_weights)
def test_both_sides_see_the_same_score_and_mirrored_reasons(pair, weights):
    mine, other = pair
    pool = Pool(pair)

    here = ranking.points_of(pool, mine, other, weights=weights)
    there = ranking.points_of(pool, other, mine, weights=weights)

    assert sum(here.values()) == sum(there.values())
    mirrored = {ReasonKind.NEEDS: ReasonKind.OFFERS, ReasonKind.OFFERS: ReasonKind.NEEDS}
    for kind in ReasonKind:
        assert abs(here.get(kind, 0) - there.get(mirrored.get(kind, kind), 0)) <= 1  # a remainder may go elsewhere


@given(some_weights, kinds)
def test_the_weights_that_are_left_add_up_to_one(weights, without):
    for direction in weights.directions(without):
        assert not direction or math.isclose(sum(direction.values()), 1)


@given(crowds, some_weights, kinds, st.randoms(use_true_random=False))
def test_ranking_is_the_same_whatever_the_order_of_the_profiles(crowd, weights, without, chance):
    shuffled = list(crowd)
    chance.shuffle(shuffled)

    first, again = (
        ranking.best(Pool(one), crowd[0], weights=weights, without=without, limit=3) for one in (crowd, shuffled)
    )

    assert first == again


@given(crowds, some_weights, kinds)
def test_ranking_gives_the_best_open_ones_with_enough_reasons(crowd, weights, without):
    mine, *others = crowd
    pool = Pool(crowd)
    fewest = min(2, len({kind for direction in weights.directions(without) for kind in direction}))

    found = ranking.best(pool, mine, weights=weights, without=without, limit=3)

    wanted = [
        (one, ranking.points_of(pool, mine, one, weights=weights, without=without)) for one in others if one.is_open
    ]
    wanted = [(one, points) for one, points in wanted if points and len(points) >= fewest]
    wanted.sort(key=lambda one: (-sum(one[1].values()), one[0].slug))
    assert [sum(points.values()) for _one, points in found] == [sum(points.values()) for _one, points in wanted[:3]]
    assert {one.slug for one, _points in found} <= {one.slug for one, _points in wanted}


@given(profiles(1, "PS"))
def test_the_needs_of_an_authority_count_one_together_and_less_by_rank(profile):
    assume(profile.needs)

    counted = Pool([profile]).need_shares(profile)

    assert math.isclose(sum(counted.values()), 1)
    assert list(counted.values()) == sorted(counted.values(), reverse=True)


def test_a_rare_theme_counts_more_than_a_common_one():
    crowd = [Profile(authority=n, slug=f"t{n}", country="DE", offers=frozenset({"waste"})) for n in range(9)]
    mine = Profile(authority=10, slug="mine", country="PS", needs=("waste", "youth"))

    assert Pool([*crowd, mine]).rarity["youth"] > Pool([*crowd, mine]).rarity["waste"]


@pytest.mark.parametrize(
    ("one", "other", "expected"), [(5000, 5000, 1.0), (5000, 10_000, 0.63), (None, 5, 0.0), (0, 5, 0.0)]
)
def test_size_closeness(one, other, expected):
    assert round(scoring.size_closeness(one, other), 2) == expected


def test_slightly_negative_values_do_not_explode():
    assert scoring.fuse(-1e-9, 0.5) == 0
    assert scoring.shared_out({"needs": -0.001}, {"offers": 0.001}) == {}
