"""Whom an authority is shown, and why."""

from datetime import date

import pytest
from django.utils import timezone, translation

from jisr.matching import pools
from jisr.matching.models import BlockedPair, WeightSet
from jisr.matching.programme import load_matching
from jisr.matching.ranking import rank_partners
from jisr.matching.states import ReasonKind
from jisr.municipalities.programme import load_municipalities
from jisr.partnerships.states import Status
from tests.factories.matching import open_profile
from tests.factories.municipalities import AuthorityFactory
from tests.factories.partnerships import PartnershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def asking():
    return open_profile(
        authority=AuthorityFactory(palestinian=True, slug="asking", name_en="Surif"),
        needs=["waste", "youth"],
        offers=["culture"],
        inhabitants=20_000,
        languages=["ar", "en"],
    ).authority


def german(slug, **profile):
    values = {"offers": ["waste"], "needs": ["culture"], "inhabitants": 20_000, "languages": ["de", "en"], **profile}
    return open_profile(authority=AuthorityFactory(slug=slug, name_en=slug.capitalize()), **values).authority


def shown(authority, **options):
    return [found.authority.slug for found in rank_partners(authority, **options)]


def test_the_one_that_meets_more_needs_comes_first(asking):
    german("a-little")
    german("b-much", offers=["waste", "youth"])
    german("c-nothing", offers=[], needs=[])

    assert shown(asking) == ["b-much", "a-little", "c-nothing"]


def test_every_suggestion_has_two_reasons_at_least_whose_parts_add_up(asking):
    german("a")
    german("b", offers=[], needs=[])

    for found in rank_partners(asking):
        assert len(found.reasons) >= 2
        assert sum(reason.points for reason in found.reasons) == found.points
        assert sum(reason.part for reason in found.reasons) == pytest.approx(found.score, abs=1e-12)


def test_one_reason_alone_is_too_little(asking):
    german("a", offers=[], needs=[], languages=["de"])

    assert shown(asking) == []


def test_equals_come_by_slug(asking):
    for slug in ("c", "a", "b"):
        german(slug)

    assert shown(asking, limit=2) == ["a", "b"]


def test_only_the_other_country_is_suggested(asking):
    open_profile(authority=AuthorityFactory(palestinian=True), offers=["waste"], needs=["culture"])

    assert shown(asking) == []


@pytest.mark.parametrize("status", [Status.INITIATION, Status.ACTIVE, Status.PAUSED])
def test_partners_never_appear(asking, status):
    PartnershipFactory(german=german("partner"), palestinian=asking, status=status)

    assert shown(asking) == []


@pytest.mark.parametrize("status", [Status.EXPIRED, Status.ENDED])
def test_a_tie_that_is_over_may_be_taken_up_again(asking, status):
    PartnershipFactory(german=german("former-partner"), palestinian=asking, status=status)

    assert shown(asking) == ["former-partner"]


def test_blocked_unwilling_full_and_former_ones_never_appear_and_see_nobody(asking):
    other = german("blocked")
    BlockedPair.objects.create(german=other, palestinian=asking, blocked_at=timezone.now())
    unwilling = german("unwilling", is_willing=False)
    full = german("full", introductions_limit=2, open_introductions=2)
    former = german("former")
    former.is_former = True
    former.save()

    assert shown(asking) == []
    assert [shown(one) for one in (other, unwilling, full, former)] == [[], [], [], []]


def test_an_authority_without_a_profile_sees_nobody():
    assert rank_partners(AuthorityFactory()) == []


def test_reasons_speak_the_readers_language_and_name_the_themes(asking):
    german("hagen", needs=["culture"])

    (found,) = rank_partners(asking)

    told = {reason.kind: reason.text for reason in found.reasons}
    assert told[ReasonKind.NEEDS] == "Hagen offers what Surif looks for: Waste."
    assert told[ReasonKind.OFFERS] == "Surif offers what Hagen looks for: Culture."
    assert told[ReasonKind.LANGUAGES] == "Both administrations can work in: English."
    assert told[ReasonKind.SIZE] == "Size: Surif has 20,000 inhabitants, Hagen has 20,000."


def test_a_reason_is_told_in_the_language_of_its_reading(asking):
    hagen = german("hagen")
    hagen.name_ar = "هاغن"
    hagen.save()
    (found,) = rank_partners(asking)

    with translation.override("ar"):
        assert "هاغن" in found.reasons[0].text


def test_switching_a_reason_off_ranks_anew(asking):
    german("a-near", offers=["waste"], inhabitants=20_000)
    german("b-good", offers=["waste", "youth"], inhabitants=400)

    assert shown(asking, without=[ReasonKind.SIZE]) == ["b-good", "a-near"]
    assert shown(asking, without=["needs"]) == ["a-near", "b-good"]
    kinds = {reason.kind for found in rank_partners(asking, without=["size"]) for reason in found.reasons}
    assert kinds == {ReasonKind.NEEDS, ReasonKind.OFFERS, ReasonKind.LANGUAGES}


def test_with_a_single_kind_left_one_reason_is_enough(asking):
    german("a")

    assert len(rank_partners(asking, without=["needs", "offers", "languages", "text"])) == 1
    assert rank_partners(asking, without=list(ReasonKind)) == []


def test_weights_of_the_day_count(asking):
    german("a-near", offers=["waste"], inhabitants=20_000)
    german("b-good", offers=["waste", "youth"], inhabitants=400)
    WeightSet.objects.create(valid_from=date(2020, 1, 1), themes=100, size=0, languages=0, text=0)
    assert shown(asking) == ["b-good", "a-near"]

    WeightSet.objects.create(valid_from=date(2021, 1, 1), themes=10, size=90, languages=0, text=0)
    WeightSet.objects.create(valid_from=date(2999, 1, 1), themes=100, size=0, languages=0, text=0)

    assert shown(asking) == ["a-near", "b-good"]


def test_the_programme_brings_weights_once():
    load_municipalities()

    assert [load_matching()["weights"] for _time in range(2)] == [1, 0]
    row = WeightSet.objects.get()
    assert (row.themes, row.size, row.languages, row.text) == (60, 15, 15, 10)


def test_a_page_of_suggestions_costs_few_queries(asking, django_assert_max_num_queries):
    for number in range(30):
        german(f"town-{number}")

    with django_assert_max_num_queries(9):
        [reason.text for found in rank_partners(asking) for reason in found.reasons]


@pytest.mark.django_db(transaction=True)
def test_the_pool_sees_changes_and_deletions():
    pools.forget()
    mine = open_profile(authority=AuthorityFactory(palestinian=True, slug="mine"), needs=["waste"], offers=["culture"])
    profile = german("a").matching_profile
    german("b")
    assert shown(mine.authority) == ["a", "b"]

    profile.is_willing = False
    profile.save()
    assert shown(mine.authority) == ["b"]

    german("c")
    profile.delete()
    assert shown(mine.authority) == ["b", "c"]
    assert pools.current() is pools.current()
    pools.forget()
