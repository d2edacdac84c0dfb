"""The adviser chooses an authority and sees who suits it, why, by which weights, and what changes without a reason."""

import re
from datetime import date
from html import unescape

import pytest
from django.utils import timezone, translation

from jisr.matching.models import Introduction, MatchingProfile, WeightSet
from jisr.matching.ranking import rank_partners
from jisr.matching.services import run_round
from jisr.municipalities.programme import load_municipalities
from jisr.web import public_data
from tests.factories.accounts import UserFactory
from tests.factories.matching import MatchingProfileFactory, open_profile
from tests.factories.municipalities import AuthorityFactory, RegionFactory
from tests.factories.requests import RequestFactory
from tests.matching.suggestions.people import browser_of, german, palestinian

pytestmark = pytest.mark.django_db
OF = "/en/workspace/matching/of/surif/"
CHOOSE = "/en/workspace/matching/"


@pytest.fixture
def surif():
    return palestinian()


@pytest.fixture
def browser():
    return browser_of(UserFactory(adviser=True))


def text_of(response):
    assert response.status_code == 200
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def headings(response):
    return re.findall(r"<h2><bdi>(.*?)</bdi>", response.content.decode())


def test_all_reasons_are_told_and_their_points_add_up_to_the_score(surif, browser):
    german("aachen", inhabitants=31_000)
    (found,) = rank_partners(surif)

    response = browser.get(OF)
    page = text_of(response)

    for reason in found.reasons:
        assert reason.text in page
    cells = re.findall(r'class="reasons__points">([\d.]+)', response.content.decode())
    *parts, total = [round(100 * float(cell)) for cell in cells]
    assert len(parts) == len(found.reasons) >= 2
    assert sum(parts) == total == found.points


def test_the_reasons_are_in_the_language_of_the_reader(surif, browser):
    german("aachen")
    (found,) = rank_partners(surif)

    for code in ("de", "ar"):
        page = text_of(browser.get(OF.replace("/en/", f"/{code}/")))
        with translation.override(code):
            assert all(str(reason.text) in page for reason in found.reasons)


def test_a_reason_is_left_out_by_the_address_and_the_order_changes(surif, browser):
    german("aachen", offers=["waste", "youth"], inhabitants=900_000)
    german("bonn", inhabitants=20_000)

    whole = browser.get(OF)
    without = browser.get(OF, {"without": ["needs", "offers", "nonsense"]})

    assert (headings(whole), headings(without)) == (["Aachen", "Bonn"], ["Bonn", "Aachen"])
    assert "looks for:" not in text_of(without)
    page = without.content.decode()
    assert 'value="needs" checked' in page
    assert 'value="size" checked' not in page
    assert page.count(" checked") == 2


def test_with_all_reasons_left_out_the_page_says_so(surif, browser):
    german("aachen")

    page = text_of(browser.get(OF, {"without": ["needs", "offers", "size", "languages", "text"]}))

    assert "With the reasons that are left out nobody fits." in page


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"is_willing": False}, "Surif has not agreed to be suggested."),
        ({"open_introductions": 3}, "Surif has as many open introductions as it wants at a time."),
        ({"languages": [], "inhabitants": None}, "Nobody of the other country has at least two reasons to fit."),
    ],
)
def test_an_empty_list_says_why(surif, browser, change, why):
    MatchingProfile.objects.filter(authority=surif).update(**change, updated_at=timezone.now())

    assert why in text_of(browser.get(OF))


def test_a_profile_without_themes_is_no_failure(browser):
    palestinian(needs=[], offers=[], need_text="", offer_text="")
    german("aachen", needs=[], offers=[])

    page = browser.get(OF)

    assert headings(page) == ["Aachen"]
    assert "Size:" in text_of(page)


def test_an_authority_without_a_profile_has_nobody(browser):
    AuthorityFactory(palestinian=True, slug="surif", name_en="Surif")

    assert "Surif has not agreed to be suggested." in text_of(browser.get(OF))
    assert browser.get("/en/workspace/matching/of/nowhere/").status_code == 404


def test_facts_weights_and_the_request_stand_beside(surif, browser):
    WeightSet.objects.create(valid_from=date(2026, 1, 1), themes=70, size=10, languages=10, text=10)
    aachen = german("aachen")
    offer = RequestFactory(authority=aachen, kind="offer", published=True, is_public=False)

    page = text_of(browser.get(OF))

    assert "needs met by offers 70 %" in page
    assert "These weights hold since 1 January 2026." in page
    assert all(fact in page for fact in ("Inhabitants 20,000", "Offers Waste", "Looks for Culture", "English, German"))
    assert offer.case_url in browser.get(OF).content.decode()


def test_those_who_are_being_introduced_are_not_suggested_again(surif, browser):
    aachen, _bonn = german("aachen"), german("bonn")
    Introduction.objects.create(
        german=aachen, palestinian=surif, origin="suggestion", begun_by_side="office",
        asked_at=timezone.now(), expires_on=timezone.localdate(),
    )  # fmt: skip

    assert headings(browser.get(OF)) == ["Bonn"]
    made = run_round(actor=UserFactory(adviser=True), now=timezone.now)
    assert [row.german.slug for row in made.suggestions.all()] == ["bonn"]


@pytest.mark.usefixtures("no_encoder")
def test_without_the_encoder_the_page_is_the_same(surif, browser):
    german("aachen")

    assert headings(browser.get(OF)) == ["Aachen"]


def test_choosing_finds_by_any_spelling_and_filters(surif, browser):
    german("aachen", is_willing=False)

    everybody = text_of(browser.get(CHOOSE))
    by_name = text_of(browser.get(CHOOSE, {"q": "Achen"}))
    willing = text_of(browser.get(CHOOSE, {"willing": "yes"}))
    nobody = text_of(browser.get(CHOOSE, {"country": "DE", "willing": "yes"}))

    assert "2 authorities" in everybody
    assert "is not suggested" in by_name
    assert ("Aachen" in by_name, "Surif" in by_name) == (True, False)
    assert ("Surif" in willing, "Aachen" in willing) == (True, False)
    assert "Nothing fits this filter" in nobody


def test_choosing_from_nobody_says_what_to_do(browser):
    assert "Nobody can be suggested yet" in text_of(browser.get(CHOOSE))


def test_the_pages_ask_as_often_for_many_as_for_one(browser, django_assert_max_num_queries, django_assert_num_queries):
    load_municipalities()  # names, regions and themes as in service
    surif = palestinian("surif-town", needs=["waste-management"], offers=["youth"])
    address = f"/en/workspace/matching/of/{surif.slug}/"
    german("aachen-town", offers=["waste-management"], needs=["youth"])
    browser.get(address)
    with django_assert_max_num_queries(18) as one:  # all profiles anew, as this is a transaction
        browser.get(address)
    asked, region = len(one), RegionFactory()
    for number in range(60):
        authority = AuthorityFactory(slug=f"town-{number}", region=region)
        open_profile(authority=authority, offers=["waste-management"], needs=["youth"])

    public_data.forget()  # on PostgreSQL the token moves on at commit, which never comes here
    browser.get(address)
    with django_assert_num_queries(asked):
        assert len(headings(browser.get(address))) == 10
    with django_assert_max_num_queries(12):
        assert browser.get(CHOOSE).status_code == 200


def test_the_list_to_choose_from_is_cut_into_pages(browser):
    region = RegionFactory()
    rows = [AuthorityFactory.build(slug=f"t-{n}", region=region, country=region.country) for n in range(60)]
    for row in rows:
        row.save()
        MatchingProfileFactory(authority=row)

    response = browser.get(CHOOSE, {"page": "2"})

    assert response.content.decode().count("/workspace/matching/of/") == 25
