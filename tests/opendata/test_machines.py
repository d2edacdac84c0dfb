"""Feeds, sitemap and robots.txt."""

import pytest
from defusedxml import ElementTree

from tests.factories.partnerships import PartnershipFactory

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"


@pytest.mark.parametrize("language", ["de", "en", "ar"])
def test_the_feed_of_ties_is_valid_and_of_one_language(client, language):
    PartnershipFactory(
        german__name_ar="كريفلد", german__name_de="Krefeld", german__name_en="Krefeld", palestinian__name_ar="عارورة"
    )

    response = client.get(f"/feeds/{language}/partnerships.atom")

    feed = ElementTree.fromstring(response.content)
    assert response.headers["Content-Type"].startswith("application/atom+xml")
    entry = feed.find(f"{ATOM}entry")
    assert f"/{language}/partnerships/" in entry.find(f"{ATOM}link").get("href")
    assert ("كريفلد" in entry.findtext(f"{ATOM}title")) == (language == "ar")
    assert entry.findtext(f"{ATOM}updated")
    assert entry.findtext(f"{ATOM}id")


def test_a_feed_needs_few_queries(client, django_assert_max_num_queries):
    PartnershipFactory.create_batch(20)

    client.get("/feeds/en/partnerships.atom")

    with django_assert_max_num_queries(3):
        client.get("/feeds/en/partnerships.atom")


@pytest.mark.parametrize("path", ["feeds/fr/partnerships.atom", "feeds/xx/news.atom", "sitemap-unknown.xml"])
def test_an_unknown_language_or_section_is_a_404(client, path):
    assert client.get(f"/{path}").status_code == 404


def test_the_sitemap_names_every_language_of_a_tie(client):
    tie = PartnershipFactory()
    index = ElementTree.fromstring(client.get("/sitemap.xml").content)
    sections = [place.text for place in index.iter(f"{MAP}loc")]

    section = ElementTree.fromstring(client.get("/sitemap-partnerships.xml").content)

    assert any(place.endswith("/sitemap-partnerships.xml") for place in sections)
    urls = list(section.iter(f"{MAP}url"))
    assert len(urls) == 3
    languages = {link.get("hreflang") for link in urls[0].iter(f"{XHTML}link")}
    assert languages == {"de", "en", "ar"}
    assert urls[0].findtext(f"{MAP}loc").endswith(f"/partnerships/{tie.slug}/")


def test_the_sitemap_leads_to_the_doors_of_the_office(client):
    section = ElementTree.fromstring(client.get("/sitemap-lists.xml").content)

    places = {url.findtext(f"{MAP}loc").partition("/de/")[2] for url in section.iter(f"{MAP}url")}
    assert {"advice/", "advice/enquiry/", "advice/check/"} <= places


def test_robots_stay_out_of_the_desk(client):
    assert "Disallow: /cms/" in client.get("/robots.txt").text
