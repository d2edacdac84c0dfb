"""Public pages, files and feeds of requests and offers."""

import io
from datetime import timedelta

import pytest
from django.utils import timezone
from pypdf import PdfReader

from jisr.matching.programme import load_matching
from jisr.matching.requests.models import PartnershipRequest, RequestTheme
from jisr.matching.requests.states import State
from jisr.municipalities.programme import load_municipalities
from tests.factories.memberships import MembershipFactory
from tests.factories.municipalities import AuthorityFactory, ThemeFactory
from tests.factories.requests import RequestFactory, RequestTextFactory

pytestmark = pytest.mark.django_db
LIST = "/en/requests/"
HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(2)>'


@pytest.mark.parametrize("count", [1, 3, 40])
def test_the_list_needs_the_same_few_queries_for_any_number(client, django_assert_max_num_queries, count):
    theme = ThemeFactory()
    for row in RequestFactory.create_batch(count, published=True):
        RequestTheme.objects.create(request=row, theme=theme, rank=1)
    client.get(LIST)  # from now on regions and themes are in memory

    with django_assert_max_num_queries(6):
        assert client.get(LIST).status_code == 200


def test_one_request_needs_few_queries(client, django_assert_max_num_queries):
    found = RequestFactory(published=True)
    for rank in range(1, 8):
        theme = ThemeFactory()
        RequestTheme.objects.create(request=found, theme=theme, rank=rank)
        RequestTextFactory(request=found, key=f"theme:{theme.slug}")
    client.get(found.get_absolute_url())

    with django_assert_max_num_queries(6):
        assert client.get(found.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("state", [state for state in State if state not in {"published", "stale", "matched"}])
def test_what_is_not_published_is_not_there(client, state):
    RequestFactory(state=state, slug="hidden", authority__name_en="Nowhere")

    assert client.get("/en/requests/hidden/").status_code == 404
    assert "Nowhere" not in client.get(LIST).text


def test_expired_and_office_only_ones_are_not_there(client):
    RequestFactory(published=True, slug="expired", expires_on=timezone.localdate() - timedelta(days=1))
    RequestFactory(published=True, slug="inside", is_public=False, consented_at=None)

    assert [client.get(f"/en/requests/{slug}/").status_code for slug in ("expired", "inside")] == [404, 404]
    assert client.get(LIST).context["listing"].page.paginator.count == 0


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("kind", lambda row: row.kind),
        ("region", lambda row: row.authority.region.slug),
        ("theme", lambda row: row.themes.get().slug),
        ("form", lambda _row: "freundschaft"),
        ("language", lambda _row: "de"),
        ("status", lambda _row: "published"),
    ],
)
def test_each_filter_narrows_the_list(client, name, value):
    found = RequestFactory(published=True, preferred_form="freundschaft", languages=["ar", "de"])
    RequestTheme.objects.create(request=found, theme=ThemeFactory(), rank=1)
    RequestFactory(
        state=State.STALE, slug="other", consented_at=timezone.now(), kind="offer", authority=AuthorityFactory()
    )

    listing = client.get(LIST, {name: value(found)}).context["listing"]

    assert [row.pk for row in listing.page] == [found.pk]


@pytest.mark.parametrize("query", ["kind=%00", "theme=%E2%80%AEevil", "language='\"", "page=-1", "sort=x"])
def test_an_unknown_value_gives_the_nearest_good_list(client, query):
    RequestFactory(published=True, authority__name_en="Surif")

    response = client.get(f"{LIST}?{query}")

    assert response.status_code == 200
    assert "Surif" in response.text


def test_hostile_markup_in_a_text_is_text_everywhere(client):
    found = RequestFactory(published=True, slug="x", authority__name_en=HOSTILE)
    RequestTextFactory(request=found, text=HOSTILE)

    for address in ("/en/requests/x/", LIST, "/en/requests/map/", "/feeds/en/requests.atom"):
        assert "<script>alert" not in client.get(address).text
        assert "<img src=x" not in client.get(address).text
    assert client.get("/en/requests/x/sheet.pdf").content.startswith(b"%PDF")


def test_arabic_text_on_another_page_keeps_its_language_and_direction_and_says_so(client):
    found = RequestFactory(published=True, slug="x", original_language="ar")
    RequestTextFactory(request=found, language="ar", text="شراكة مع Neuwied منذ 2020 و18500 نسمة")

    text = client.get("/en/requests/x/").text

    assert '<div class="prose" lang="ar" dir="rtl"><p dir="auto">شراكة مع Neuwied' in text
    assert "not yet translated: original in Arabic" in text


def test_no_person_is_on_any_public_page(client):
    found = RequestFactory(published=True, slug="x")
    person = MembershipFactory(coordinator=True, authority=found.authority).user

    for address in ("/en/requests/x/", LIST, "/en/requests/map/", "/feeds/en/requests.atom", "/en/search/?q=x"):
        assert person.email not in client.get(address).text
        assert str(person) not in client.get(address).text


@pytest.mark.parametrize("language", ["de", "en", "ar"])
def test_the_sheet_is_one_page_in_each_language_however_long_the_texts(client, language):
    found = RequestFactory(
        published=True, slug="x", original_language=language, population_stated=24000, council_members=13,
        council_women=2, languages=["ar", "en"], preferred_form="projektpartnerschaft", partner_size="similar",
        partner_kind="city", expires_on=timezone.localdate(),
    )  # fmt: skip
    long = {"ar": "نبحث عن شراكة في جمع النفايات ", "de": "Wir suchen eine Partnerschaft ", "en": "We look for "}
    for rank in range(1, 11):
        theme = ThemeFactory()
        RequestTheme.objects.create(request=found, theme=theme, rank=rank)
        RequestTextFactory(request=found, key=f"theme:{theme.slug}", language=language, text=long[language] * 30)
    for key in ("profile", "economy", "facilities", "priorities", "wishes", "partnerships"):
        RequestTextFactory(request=found, key=key, language=language, text=long[language] * 60)

    response = client.get(f"/{language}/requests/x/sheet.pdf")

    assert len(PdfReader(io.BytesIO(response.content)).pages) == 1


def test_the_published_requests_are_loaded_once_with_their_source_and_keep_edits():
    load_municipalities()
    assert load_matching()["requests"] == 4
    PartnershipRequest.objects.filter(slug="hizma-2018").update(population_stated=8100)

    assert load_matching()["requests"] == 0

    found = {row.slug: row for row in PartnershipRequest.objects.shown()}
    assert {slug: row.state for slug, row in found.items()} == {
        "west-bani-zeid-2023": "stale",
        "al-qarara": "stale",
        "hizma-2018": "stale",
        "surif": "matched",
    }
    assert {slug for slug, row in found.items() if row.is_incomplete} == {"al-qarara", "surif"}
    assert found["hizma-2018"].population_stated == 8100
    assert all(row.source_url.startswith("https://www.rgre.de/") for row in found.values())
    west = found["west-bani-zeid-2023"]
    assert (west.council_members, west.council_women, west.wanted.count(), str(west.published)) == (
        13,
        2,
        10,
        "2023-03",
    )
