"""What hangs on a duplicate goes on with the authority that stays."""

import pytest
from django.utils import timezone

from jisr.matching.models import BlockedPair, MatchingProfile
from jisr.municipalities.services.merging import merge_authorities, plan_merge, unregistered
from tests.factories.accounts import UserFactory
from tests.factories.municipalities import AuthorityFactory
from tests.factories.requests import RequestFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair():
    kept = AuthorityFactory(palestinian=True)
    return kept, AuthorityFactory(region=kept.region, country=kept.country)


def merge(pair, **choices):
    plan = plan_merge(*pair)
    assert plan.reason == ""
    merge_authorities(pair[0].pk, pair[1].pk, choices=choices, version=plan.version, actor=UserFactory(adviser=True))
    return plan


def test_hidden_keys_take_part_too():
    assert unregistered() == []


def test_a_profile_moves_and_of_two_the_survivors_stays(pair):
    MatchingProfile.objects.create(authority=pair[1])
    merge(pair)
    assert MatchingProfile.objects.get().authority == pair[0]

    other = AuthorityFactory(region=pair[0].region, country=pair[0].country)
    mine = MatchingProfile.objects.get()
    MatchingProfile.objects.create(authority=other)
    merge((pair[0], other))
    assert MatchingProfile.objects.get() == mine


def test_a_block_holds_for_the_survivor(pair):
    german = AuthorityFactory()
    BlockedPair.objects.create(german=german, palestinian=pair[1], blocked_at=timezone.now())

    merge(pair)

    assert BlockedPair.objects.get().palestinian == pair[0]


def test_of_two_live_requests_somebody_chooses_which_stays(pair):
    ours, theirs = (RequestFactory(authority=authority, state="draft") for authority in pair)
    (question,) = plan_merge(*pair).questions

    merge(pair, **{question.name: "theirs"})

    theirs.refresh_from_db()
    assert theirs.authority == pair[0]
    assert not type(ours).objects.filter(pk=ours.pk).exists()
