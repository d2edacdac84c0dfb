"""A round is asked for once, told in plain figures, read by authority, and sent from like any list."""

import pytest
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from jisr.kernel.policy import Refused
from jisr.matching.models import RoundSuggestion, SuggestionRound, WeightSet
from jisr.matching.services import run_round
from jisr.matching.suggestions.services import ask_for_one_round
from tests.factories.accounts import UserFactory
from tests.factories.memberships import MembershipFactory
from tests.factories.municipalities import AuthorityFactory, RegionFactory
from tests.matching.suggestions.people import browser_of, german, palestinian

pytestmark = pytest.mark.django_db
ROUNDS = "/en/workspace/matching/rounds/"
ASK = "/en/workspace/matching/rounds/ask/"


@pytest.fixture
def adviser():
    return UserFactory(adviser=True)


@pytest.fixture
def browser(adviser):
    return browser_of(adviser)


def a_round(adviser):
    return run_round(actor=adviser, now=timezone.now)


def made_round(**columns):
    spread = {"authorities": 500, "most": 3, "gini": 0.31, "never": 12}
    exposure = {"german": spread, "palestinian": spread, "unlimited_points": 1_000_000, "never_shown": []}
    values = {"per_authority": 5, "inputs_digest": "0" * 32, "seconds": 0.4, "total_points": 990_000}
    return SuggestionRound.objects.create(
        made_at=timezone.now(), best_points=1_000_000, exposure=exposure, **{**values, **columns}
    )


def test_a_round_is_asked_for_once_and_its_progress_shows(browser):
    empty = browser.get(ROUNDS).content.decode()
    asked = browser.post(ASK, follow=True).content.decode()
    again = browser.post(ASK, follow=True).content.decode()

    assert "There has been no round yet" in empty
    assert "A round was asked for at" in asked
    assert "A round is under way already." in again
    assert "Compute a new round" not in again
    assert DBTaskResult.objects.filter(task_path__endswith="round_in_worker").count() == 1


def test_a_round_that_failed_is_told(browser, adviser):
    ask_for_one_round(actor=adviser)
    DBTaskResult.objects.update(status=TaskResultStatus.FAILED)

    page = browser.get(ROUNDS).content.decode()

    assert "could not be computed" in page
    assert "Compute a new round" in page


def test_the_report_speaks_plainly(browser):
    made_round()

    page = browser.get(ROUNDS).content.decode()

    assert "1.0 % of the points that lists without limits would reach" in page
    assert "1.0 % is lost against the best that is possible" in page
    assert "gives up more than 2 %" not in page
    assert all(f">{figure}</td>" in page for figure in ("500", "12", "3", "0.31"))


def test_giving_up_too_much_is_an_alarm(browser):
    made_round(total_points=970_000)

    assert "This round gives up more than 2 % of the points." in browser.get(ROUNDS).content.decode()


def test_the_results_stand_by_authority_and_lead_to_sending(browser, adviser):
    surif, aachen = palestinian(), german("aachen")
    made = a_round(adviser)
    row = RoundSuggestion.objects.get(round=made)

    page = browser.get(ROUNDS).content.decode()
    check = browser.get("/en/workspace/matching/send/", {"pair": "surif~aachen"}).content.decode()

    assert (row.palestinian, row.german) == (surif, aachen)
    assert 'name="pair" value="surif~aachen"' in page
    assert f"{row.points / 100:.2f} of 100 points" in page
    assert f"{row.points / 100:.2f} of 100 points" in check
    assert "Send to both sides" in check


def test_what_changed_since_is_told(browser, adviser):
    palestinian()
    german("aachen")
    a_round(adviser)
    fresh = browser.get(ROUNDS).content.decode()
    german("bonn")
    WeightSet.objects.create(valid_from=timezone.localdate(), themes=40, size=30, languages=20, text=10)

    page = browser.get(ROUNDS).content.decode()

    assert "since this round" not in fresh
    assert "1 profile has changed since this round." in page
    assert "Other weights hold now than in this round." in page


def test_who_was_never_shown_is_listed(browser, adviser):
    palestinian(introductions_limit=1)
    german("aachen", offers=["waste", "youth"])
    german("bonn", offers=[])
    german("coburg", is_willing=False)
    made = a_round(adviser)

    page = browser.get("/en/workspace/matching/rounds/never/").content.decode()

    assert made.exposure["german"]["never"] == len(made.exposure["never_shown"]) == 1
    assert ("Bonn" in page, "Aachen" in page, "Coburg" in page) == (True, False, False)


def test_a_round_in_which_everybody_was_shown_says_so(browser):
    made_round()

    assert "Everybody was suggested" in browser.get("/en/workspace/matching/rounds/never/").content.decode()


def test_the_list_is_searched_by_any_spelling(browser, adviser):
    palestinian("surif")
    palestinian("hebron")
    german("aachen")
    a_round(adviser)

    found = browser.get(ROUNDS, {"q": "Sourif"}).content.decode()
    nobody = browser.get(ROUNDS, {"q": "Rafah"}).content.decode()

    assert ('value="surif~aachen"' in found, 'value="hebron~aachen"' in found) == (True, False)
    assert "This round has no suggestion with these filters." in nobody


def test_five_hundred_by_two_hundred_take_as_many_questions_as_one(browser, django_assert_max_num_queries):
    made, region = made_round(), RegionFactory(palestinian=True)
    german_region = RegionFactory()
    towns = [AuthorityFactory(slug=f"ps-{n}", region=region, country=region.country) for n in range(60)]
    partners = [
        AuthorityFactory(slug=f"de-{n}", region=german_region, country=german_region.country) for n in range(20)
    ]
    RoundSuggestion.objects.bulk_create(
        RoundSuggestion(round=made, palestinian=town, german=partner, points=5000, parts={"needs": 3000, "size": 2000})
        for town in towns
        for partner in partners
    )

    browser.get(ROUNDS)
    with django_assert_max_num_queries(12):
        page = browser.get(ROUNDS, {"page": "2"}).content.decode()

    assert page.count('name="pair"') == 20 * 20
    assert "Page 2 of 3" in page


@pytest.mark.parametrize("roles", [[], ["events"], ["audit"]])
def test_nobody_but_advisers_asks_or_reads(roles):
    person = UserFactory(roles=roles)
    for client in (browser_of(person), browser_of(MembershipFactory(coordinator=True).user)):
        assert [client.get(ROUNDS).status_code, client.post(ASK).status_code] == [403, 403]
    with pytest.raises(Refused):
        ask_for_one_round(actor=person)

    assert not DBTaskResult.objects.exists()
