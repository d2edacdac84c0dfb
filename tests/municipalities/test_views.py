"""Public pages of authorities and themes."""

import json
import re

import pytest
from django.utils.translation import override

from jisr.municipalities.models import Population, Succession
from tests.factories.municipalities import AliasFactory, AuthorityFactory, PopulationFactory, ThemeFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("count", [1, 3, 40])
def test_the_list_needs_the_same_few_queries_for_any_number(client, django_assert_max_num_queries, count):
    AuthorityFactory.create_batch(count)

    client.get("/en/municipalities/")  # from now on regions and countries are in memory

    with django_assert_max_num_queries(3):
        assert client.get("/en/municipalities/").status_code == 200


def test_an_authority_shows_each_population_figure_with_its_origin(client):
    authority = AuthorityFactory()
    PopulationFactory(authority=authority, number=5441)
    PopulationFactory(authority=authority, number=24000, kind=Population.Kind.STATED)

    page = client.get(authority.get_absolute_url()).text

    assert page.index("5,441") < page.index("24,000")
    assert "stated by applicant" in page
    assert "GeoNames, undated" in page


def test_succession_is_told_on_both_sides(client):
    before, after = AuthorityFactory(name_en="Bani Zeid"), AuthorityFactory(name_en="Aroura")
    Succession.objects.create(predecessor=before, successor=after, kind="split", source_url="https://source.example/")

    assert "Aroura" in client.get(before.get_absolute_url()).text
    assert "Bani Zeid" in client.get(after.get_absolute_url()).text


def test_the_page_of_an_authority_needs_few_queries(client, django_assert_max_num_queries):
    authority = AuthorityFactory()
    AliasFactory.create_batch(5, authority=authority)
    PopulationFactory(authority=authority)

    client.get(authority.get_absolute_url())

    with django_assert_max_num_queries(8):
        assert client.get(authority.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    "name",
    [
        "\u202egnp.exe",
        "🏙️ Town",
        "</script><script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "{{ 7|add:7 }}",
    ],
)
def test_a_hostile_name_stays_text(client, name):
    authority = AuthorityFactory(name_en=name)

    response = client.get(authority.get_absolute_url())

    assert response.status_code == 200
    assert "<script>alert" not in response.text
    assert "<img src=x" not in response.text
    data = re.search(r'<script type="application/ld\+json">(.*?)</script>', response.text, re.DOTALL)
    assert json.loads(data.group(1))["name"] == name
    heading = re.search(r"<h1[^>]*>(.*?)</h1>", response.text, re.DOTALL).group(1)
    assert "<bdi>" in heading


@pytest.mark.parametrize(
    "query", ["q=%00", "q=%E2%80%AE", "q=" + "a" * 5000, "q=%25%27--", "page=9999999999999999999", "kind[]=1"]
)
def test_hostile_queries_give_a_page(client, query):
    AuthorityFactory()

    assert client.get(f"/en/municipalities/?{query}").status_code == 200


def test_a_theme_shows_goals_and_words_of_the_page_s_language(client):
    theme = ThemeFactory(name_ar="الصرف الصحي", sdg_goals=[6], sdg_targets=["6.2"])
    theme.synonyms.create(language="ar", word="محطة تنقية")
    theme.synonyms.create(language="de", word="Kläranlage")
    with override("ar"):
        page = client.get(theme.get_absolute_url()).text

    assert "محطة تنقية" in page
    assert "Kläranlage" not in page
