"""An authority sees who would suit it, says whether and how often it is suggested, and how often it was."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from jisr.audit.models import Entry
from jisr.kernel.policy import Refused
from jisr.matching.models import MatchingProfile, ProfileTheme
from jisr.matching.ranking import rank_partners
from jisr.matching.services import run_round
from jisr.matching.suggestions.services import ChangedMeanwhile, Limits, NotWithin, set_limits
from jisr.municipalities.states import MembershipRole
from tests.factories.accounts import UserFactory
from tests.factories.memberships import MembershipFactory
from tests.factories.municipalities import AuthorityFactory
from tests.factories.requests import RequestFactory
from tests.matching.suggestions.people import browser_of, german, palestinian

pytestmark = pytest.mark.django_db
OURS = "/en/workspace/matching/ours/surif/"
EXPOSURE = "/en/workspace/matching/exposure/"


@pytest.fixture
def surif():
    return palestinian()


@pytest.fixture
def leader(surif):
    return MembershipFactory(coordinator=True, authority=surif).user


@pytest.fixture
def browser(leader):
    return browser_of(leader)


def offering(slug, *, is_public=True, **profile):
    authority = german(slug, **profile)
    RequestFactory(authority=authority, kind="offer", published=True, is_public=is_public)
    return authority


def names(response):
    return re.findall(r"<h2><bdi>(.*?)</bdi>", response.content.decode())


def profile_of(surif):
    return MatchingProfile.objects.get(authority=surif)


def test_only_who_looks_in_public_is_shown_with_a_way_to_show_interest(surif, browser):
    offering("aachen")
    offering("bonn", is_public=False)
    german("coburg")

    response = browser.get(OURS)

    assert names(response) == ["Aachen"]
    page = response.content.decode()
    assert "Bonn" not in page
    assert "Coburg" not in page
    assert 'href="/en/workspace/introductions/interest/aachen/"' in page
    assert {found.authority.slug for found in rank_partners(surif)} == {"aachen", "bonn", "coburg"}


def test_what_ran_out_yesterday_is_not_shown(surif, browser):
    aachen = german("aachen")
    RequestFactory(authority=aachen, published=True, kind="offer", expires_on=timezone.localdate() - timedelta(days=1))

    assert names(browser.get(OURS)) == []


def test_behind_many_private_ones_the_public_ones_are_found(surif, browser):
    for number in range(45):
        german(f"a-private-{number:02}", offers=["waste", "youth"])
    offering("zwickau")

    assert names(browser.get(OURS)) == ["Zwickau"]


def test_a_coordinator_sets_the_two_and_nothing_else(surif, leader, browser):
    before = (profile_of(surif).languages, ProfileTheme.objects.count())
    page = browser.get(OURS).content.decode()

    saved = browser.post(OURS, {"most": "5", "seen": "1-3"}, follow=True)

    profile = profile_of(surif)
    assert 'name="seen" value="1-3"' in page
    assert "Saved. Suggestions follow this from now on." in saved.content.decode()
    assert (profile.is_willing, profile.introductions_limit) == (False, 5)
    assert (profile.languages, ProfileTheme.objects.count()) == before
    entry = Entry.objects.get(action="matching.limits_set")
    assert entry.changes == {"is_willing": [True, False], "introductions_limit": [3, 5]}
    assert entry.actor_id == leader.pk
    assert rank_partners(surif) == []


@pytest.mark.parametrize("typed", ["0", "21", "x", ""])
def test_a_number_that_is_none_is_told_at_the_field(surif, browser, typed):
    answer = browser.post(OURS, {"is_willing": "on", "most": typed, "seen": "1-3"})

    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.content.decode()
    assert profile_of(surif).introductions_limit == 3


def test_two_coordinators_do_not_undo_each_other(surif, leader, browser):
    set_limits(surif, Limits(is_willing=False, most=3), seen="1-3", actor=leader)

    stale = browser.post(OURS, {"is_willing": "on", "most": "9", "seen": "1-3"})
    same = set_limits(surif, Limits(is_willing=False, most=3), seen="1-3", actor=leader)  # a second click

    assert stale.status_code == 422
    assert "Somebody else has changed this meanwhile." in stale.content.decode()
    assert 'value="9"' in stale.content.decode()
    assert 'name="seen" value="0-3"' in stale.content.decode()
    assert (same.is_willing, same.introductions_limit) == (False, 3)
    with pytest.raises(ChangedMeanwhile):
        set_limits(surif, Limits(is_willing=True, most=4), seen="1-3", actor=leader)


def test_without_a_request_there_is_nothing_to_set():
    authority = AuthorityFactory(palestinian=True, slug="surif")
    leader = MembershipFactory(coordinator=True, authority=authority).user
    browser = browser_of(leader)

    page = browser.get(OURS).content.decode()
    posted = browser.post(OURS, {"most": "3", "seen": ""})

    assert "Write a request or an offer first" in page
    assert "<form" not in page.split("<main")[1]
    assert posted.status_code == 200
    with pytest.raises(NotWithin):
        set_limits(authority, Limits(is_willing=True, most=3), seen="", actor=leader)
    assert not MatchingProfile.objects.exists()


def test_others_neither_see_nor_set_it(surif):
    people = [
        *(
            MembershipFactory(confirmed=True, role=role, authority=surif).user
            for role in MembershipRole
            if role != MembershipRole.COORDINATOR
        ),
        MembershipFactory(coordinator=True).user,
        MembershipFactory(authority=surif, role=MembershipRole.COORDINATOR).user,  # not confirmed
        UserFactory(roles=["events"]),
        UserFactory(),
    ]
    for person in people:
        client = browser_of(person)
        assert client.get(OURS).status_code == 404
        assert client.post(OURS, {"most": "9", "seen": "1-3"}).status_code == 404
        with pytest.raises(Refused):
            set_limits(surif, Limits(is_willing=True, most=9), seen="1-3", actor=person)

    assert profile_of(surif).introductions_limit == 3


def test_an_adviser_sees_what_the_authority_sees(surif):
    offering("aachen")

    assert names(browser_of(UserFactory(adviser=True)).get(OURS)) == ["Aachen"]


def test_a_coordinator_sees_how_often_their_own_authority_was_suggested(surif, browser):
    german("aachen")
    german("bonn")
    before = browser.get(EXPOSURE).content.decode()
    run_round(actor=UserFactory(adviser=True), now=timezone.now)

    page = browser.get(EXPOSURE).content.decode()

    assert "There has been no round of suggestions yet." in before
    assert "you were suggested to 2 authorities." in page
    assert "On your side 1 authorities could be suggested." in page
    assert "Aachen" not in page
    assert OURS in page


def test_exposure_asks_as_often_for_many_authorities_as_for_one(leader, browser, django_assert_max_num_queries):
    for _number in range(8):
        MembershipFactory(user=leader, confirmed=True, role=MembershipRole.COORDINATOR)
    german("aachen")
    run_round(actor=UserFactory(adviser=True), now=timezone.now)

    with django_assert_max_num_queries(12):
        assert browser.get(EXPOSURE).content.decode().count('class="panel"') == 9


def test_somebody_who_coordinates_nothing_reads_what_the_page_is_for():
    page = browser_of(UserFactory()).get(EXPOSURE).content.decode()

    assert "This page is for coordinators" in page
