"""Profiles, blocked pairs, limits and meanings are kept as told, by those who may."""

import pytest
from django.utils import timezone

from jisr.audit.models import Entry
from jisr.kernel.policy import Refused
from jisr.matching import pools
from jisr.matching.models import BlockedPair, MatchingProfile, TextVector
from jisr.matching.ranking import rank_partners
from jisr.matching.services import ProfileFacts, block_pair, count_introduction, keep_profile, understand
from jisr.municipalities.states import MembershipRole
from tests.factories.accounts import UserFactory
from tests.factories.matching import open_profile
from tests.factories.memberships import MembershipFactory
from tests.factories.municipalities import AuthorityFactory, PopulationFactory, ThemeFactory

pytestmark = pytest.mark.django_db
WORDS = "Unsere Deponie ist voll"


@pytest.fixture
def authority():
    return AuthorityFactory(palestinian=True)


@pytest.fixture
def adviser():
    return UserFactory(roles=["adviser"])


@pytest.fixture
def themes():
    return [ThemeFactory(slug=slug) for slug in ("waste-management", "youth")]


def test_a_coordinator_says_what_the_authority_looks_for(authority, themes):
    person = MembershipFactory(confirmed=True, role=MembershipRole.COORDINATOR, authority=authority).user
    facts = ProfileFacts(
        needs=["youth", "waste-management"], offers=["youth"], languages=["en", "ar", "en"], inhabitants=9
    )

    keep_profile(authority, facts, actor=person)

    profile = pools.current().by_authority[authority.pk]
    assert (profile.needs, profile.offers) == (("youth", "waste-management"), frozenset({"youth"}))
    assert (profile.languages, profile.inhabitants, profile.free) == (frozenset({"ar", "en"}), 9, 3)
    assert Entry.objects.latest("number").action == "matching.profile_made"


def test_keeping_it_again_replaces_it(authority, themes, adviser):
    keep_profile(authority, ProfileFacts(needs=["youth"], offers=["youth"]), actor=adviser)
    keep_profile(authority, ProfileFacts(needs=["waste-management"], is_willing=False), actor=adviser)

    profile = pools.current().by_authority[authority.pk]
    assert (profile.needs, profile.offers, profile.is_open) == (("waste-management",), frozenset(), False)
    assert MatchingProfile.objects.count() == 1


def test_the_best_known_population_is_taken(authority, adviser):
    PopulationFactory(authority=authority, number=7000, kind="stated")
    PopulationFactory(authority=authority, number=8000, kind="census")

    assert keep_profile(authority, ProfileFacts(), actor=adviser).inhabitants == 8000


@pytest.mark.parametrize("role", [role for role in MembershipRole if role != MembershipRole.COORDINATOR])
def test_other_members_cannot(authority, role):
    person = MembershipFactory(confirmed=True, role=role, authority=authority).user

    with pytest.raises(Refused):
        keep_profile(authority, ProfileFacts(), actor=person)


def test_strangers_cannot(authority):
    other = MembershipFactory(confirmed=True, role=MembershipRole.COORDINATOR).user

    with pytest.raises(Refused):
        keep_profile(authority, ProfileFacts(), actor=other)
    with pytest.raises(Refused):
        block_pair(AuthorityFactory(), authority, actor=other, at=timezone.now())


def test_an_unknown_theme_is_refused_and_nothing_is_kept(authority, adviser):
    with pytest.raises(LookupError, match="nonsense"):
        keep_profile(authority, ProfileFacts(needs=["nonsense"]), actor=adviser)

    assert not MatchingProfile.objects.exists()


def test_introductions_are_counted_and_fill_an_authority():
    profile = open_profile(introductions_limit=1)

    assert count_introduction(profile.authority, change=1).open_introductions == 1
    assert not pools.current().by_authority[profile.authority_id].is_open
    assert count_introduction(profile.authority, change=-1).open_introductions == 0
    assert count_introduction(profile.authority, change=-1).open_introductions == 0


def test_a_pair_is_blocked_once(authority, adviser):
    german = AuthorityFactory()

    first, again = (block_pair(german, authority, actor=adviser, at=timezone.now()) for _time in range(2))

    assert first == again == BlockedPair.objects.get()
    assert Entry.objects.filter(action="matching.pair_blocked").count() == 1


def test_texts_are_understood_once_and_bring_a_reason():
    here = open_profile(authority=AuthorityFactory(palestinian=True), need_text=WORDS)
    there = open_profile(offer_text="نقدم المشورة في فرز النفايات والمكبات", languages=["de"], need_text="", needs=[])
    here.languages = ["ar"]
    here.save()

    counts = [understand(profile.pk, at=timezone.now()) for profile in (here, there, here)]

    assert counts == [2, 2, 0]
    themes = TextVector.objects.get(kind="need", object_key=str(here.authority_id)).themes
    assert max(themes, key=themes.get) == "waste-management"
    assert pools.current().by_authority[here.authority_id].need_text == themes
    (found,) = rank_partners(here.authority)
    assert {reason.kind for reason in found.reasons} == {"size", "text"}


def test_a_changed_text_is_understood_anew():
    profile = open_profile(need_text=WORDS)
    understand(profile.pk, at=timezone.now())
    profile.need_text = "Wir suchen eine Partnerschule"
    profile.save()

    assert understand(profile.pk, at=timezone.now()) == 1
    assert "school-education" in TextVector.objects.get(kind="need").themes


def test_understanding_a_profile_that_is_gone_does_nothing():
    assert understand(1, at=timezone.now()) == 0
