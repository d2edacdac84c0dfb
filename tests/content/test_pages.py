"""Every page of the programme answers in its languages, lightly and without a cookie."""

import gzip
import json
import re
from datetime import date

import pytest
from wagtail.models import Page

from jisr.content.models import HomePage, NewsIndexPage, NewsPage
from jisr.content.tree import BY_KEY, LANGUAGES, PLACES, Place

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programme")]


def path_of(place: Place) -> str:
    return f"{path_of(BY_KEY[place.parent])}{place.slug}/" if place.parent else ""


EVERYWHERE = [
    f"/{language}/{path_of(place)}"
    for language in LANGUAGES
    for place in PLACES
    if (place.key, language) not in {("easy-language", "en"), ("easy-language", "ar")}
]


@pytest.fixture
def addresses() -> set[str]:
    """Everywhere that a link may lead: the pages, each tested here, and the feedback form."""
    return {*EVERYWHERE, *(f"/{language}/accessibility/feedback/" for language in LANGUAGES)}


@pytest.mark.parametrize("address", EVERYWHERE)
def test_a_page_answers_with_few_queries_and_without_a_cookie(client, address, django_assert_max_num_queries):
    client.get(address)

    with django_assert_max_num_queries(20):
        response = client.get(address)

    assert response.status_code == 200
    assert not response.cookies
    assert len(gzip.compress(response.content)) < 20_000
    assert " style=" not in response.text
    assert "<style" not in response.text


@pytest.mark.parametrize("address", EVERYWHERE)
def test_a_page_stays_itself_in_every_language_and_every_link_to_a_page_leads_somewhere(client, address, addresses):
    response = client.get(address)

    rest = address[4:]
    missing = rest == "easy-language/"
    assert response.context["alternates"] == {
        code: f"/{code}/" if missing and code != "de" else f"/{code}/{rest}" for code in LANGUAGES
    }
    inner = set(re.findall(r'<a href="(/(?:de|en|ar)/[^"?]*)"', response.text.split("<main")[1].split("</main>")[0]))
    pages = {
        link
        for link in inner
        if not re.match(r"/../(advice|events|partnerships|municipalities|requests|search|themes)/", link)
    }
    assert pages <= addresses


def test_what_counts_as_an_address_does_answer(client):
    assert client.get("/ar/accessibility/feedback/").status_code == 200


def test_a_language_without_the_page_leads_to_its_home(client):
    assert client.get("/de/easy-language/").context["alternates"] == {
        "de": "/de/easy-language/",
        "en": "/en/",
        "ar": "/ar/",
    }
    assert client.get("/ar/easy-language/").status_code == 404


def test_a_link_in_the_text_follows_a_page_that_moved(client):
    page = Page.objects.get(slug="faq", locale__language_code="en").specific
    page.slug = "questions"
    page.save_revision().publish()

    assert '<a href="/en/questions/">' in client.get("/en/").text


def test_the_home_page_shows_three_ways_in_and_the_latest_news(client):
    response = client.get("/en/")

    assert [way["url"] for way in response.context["ways"]] == [
        "/en/how-it-works/",
        "/en/offers/partner-search/",
        "/en/programme/",
    ]
    assert len(response.context["news"]) == 3


def test_the_seven_offers_are_cards_and_each_leads_to_the_six_others(client):
    offers = client.get("/ar/offers/").context["children"]

    assert [offer.slug for offer in offers] == [
        "advice",
        "partner-search",
        "network-meetings",
        "projects-experts",
        "seminars",
        "education",
        "first-project",
    ]
    assert len(client.get("/ar/offers/advice/").context["others"]) == 6


@pytest.fixture
def many_news() -> None:
    news = NewsIndexPage.objects.get(locale__language_code="en")
    for day in range(1, 23):
        page = NewsPage(title=f"News {day}", slug=f"n{day}", lead="x", date=date(2026, 12, day), locale=news.locale)
        news.add_child(instance=page)


@pytest.mark.parametrize(
    ("asked", "number"), [("", 1), ("?page=2", 2), ("?page=3", 3), ("?page=99", 3), ("?page=-1", 3), ("?page=x", 1)]
)
def test_news_come_ten_to_a_page_and_an_unknown_page_is_the_nearest_good_one(
    client, many_news, asked, number, django_assert_max_num_queries
):
    with django_assert_max_num_queries(20):
        response = client.get(f"/en/news/{asked}")

    shown = response.context["shown"]
    assert (response.status_code, shown.number, len(shown.object_list)) == (200, number, {1: 10, 2: 10, 3: 5}[number])
    assert shown.object_list[0].title == {1: "News 22", 2: "News 12", 3: "News 2"}[number]


@pytest.mark.parametrize(("address", "kind"), [("/ar/faq/", "FAQPage"), ("/de/news/sources/", "NewsArticle")])
def test_facts_for_machines_are_valid_json_and_cannot_end_their_element(client, address, kind):
    (text,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', client.get(address).text, re.DOTALL)

    facts = json.loads(text)

    assert facts["@type"] == kind
    assert facts["inLanguage"] == address[1:3]
    assert not set(text) & {"<", ">", "&"}


@pytest.mark.parametrize(
    "title",
    ["<script>alert(1)</script>", "\u202egnihtemos", "😀 & \"quotes'", "إعلان"],
    ids=["html", "rlo", "emoji", "ar"],
)
def test_whatever_an_editor_types_is_shown_as_text(client, title):
    news = NewsIndexPage.objects.get(locale__language_code="en")
    news.add_child(instance=NewsPage(title=title, slug="odd", lead=title, date=date(2026, 12, 1), locale=news.locale))

    for address in ("/en/news/odd/", "/en/news/", "/en/"):
        assert "<script>alert" not in client.get(address).text


def test_a_draft_is_not_shown_and_an_unpublished_page_is_gone(client):
    home = HomePage.objects.get(locale__language_code="en")
    home.title = "A draft"
    home.save_revision()
    assert "A draft" not in client.get("/en/").text

    Page.objects.get(slug="faq", locale__language_code="en").unpublish()
    assert client.get("/en/faq/").status_code == 404
    assert client.get("/de/faq/").context["alternates"]["en"] == "/en/"
