"""Public pages of ties."""

import pytest
from django.urls import reverse

from jisr.kernel.dates import PartialDate
from tests.factories.municipalities import ThemeFactory
from tests.factories.partnerships import MilestoneFactory, PartnershipFactory

pytestmark = pytest.mark.django_db
LIST = "/en/partnerships/"


@pytest.mark.parametrize("count", [1, 3, 40])
def test_the_list_needs_the_same_few_queries_for_any_number_of_ties(client, django_assert_max_num_queries, count):
    theme = ThemeFactory()
    for tie in PartnershipFactory.create_batch(count):
        tie.themes.add(theme)

    client.get(LIST)  # from now on regions and themes are in memory

    with django_assert_max_num_queries(4):
        assert client.get(LIST).status_code == 200


@pytest.mark.parametrize(
    "query", ["status=lost", "land=atlantis", "form=%00", "theme=%E2%80%AEevil", "page=-1", "sort=x"]
)
def test_an_unknown_value_gives_the_nearest_good_list(client, query):
    PartnershipFactory(german__name_en="Krefeld")

    response = client.get(f"{LIST}?{query}")

    assert response.status_code == 200
    assert "Krefeld" in response.text


def test_an_unknown_filter_value_is_named(client):
    response = client.get(f"{LIST}?status=lost")

    assert "does not know the filter value “lost”" in response.text


def test_a_page_number_beyond_the_end_gives_the_last_page(client):
    PartnershipFactory.create_batch(30)

    assert client.get(f"{LIST}?page=99").context["listing"].page.number == 2


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("land", lambda tie: tie.german.region.slug),
        ("governorate", lambda tie: tie.palestinian.region.slug),
        ("theme", lambda tie: tie.themes.get().slug),
        ("form", lambda _tie: "freundschaft"),
        ("status", lambda _tie: "paused"),
    ],
)
def test_each_filter_narrows_the_list(client, name, value):
    PartnershipFactory()
    wanted = PartnershipFactory(form="freundschaft", status="paused")
    wanted.themes.add(ThemeFactory())

    response = client.get(LIST, {name: value(wanted)})

    assert [tie.pk for tie in response.context["listing"].page] == [wanted.pk]


def test_sorting_can_be_reversed(client):
    first, second = PartnershipFactory(german__name_en="A"), PartnershipFactory(german__name_en="B")

    response = client.get(LIST, {"sort": "-german"})

    assert [tie.pk for tie in response.context["listing"].page] == [second.pk, first.pk]


def test_an_old_status_is_told_with_its_date(client):
    tie = PartnershipFactory(status="active")
    tie.status_date = PartialDate.parse("2022-10")
    tie.save()

    assert "as of October 2022" in client.get(tie.get_absolute_url()).text


@pytest.mark.parametrize("milestones", [1, 8])
def test_the_page_of_a_tie_needs_few_queries(client, django_assert_max_num_queries, milestones):
    tie = PartnershipFactory()
    MilestoneFactory.create_batch(milestones, partnership=tie)
    PartnershipFactory(palestinian=tie.palestinian)

    client.get(tie.get_absolute_url())

    with django_assert_max_num_queries(7):
        assert client.get(tie.get_absolute_url()).status_code == 200


def test_the_page_of_a_tie_names_the_other_ties_of_both_partners(client):
    tie = PartnershipFactory(german__name_en="Jena", palestinian__name_en="Beit Jala")
    PartnershipFactory(german__name_en="Bergisch Gladbach", palestinian=tie.palestinian)
    PartnershipFactory(german__name_en="Bonn", palestinian__name_en="Ramallah")

    page = client.get(tie.get_absolute_url()).text

    assert "Other ties of Beit Jala" in page
    assert "Bergisch Gladbach" in page
    assert "Ramallah" not in page


def test_the_map_draws_placed_ties_and_names_the_others(client):
    PartnershipFactory(
        german__latitude="50.9", german__longitude="6.9", palestinian__latitude="31.7", palestinian__longitude="35.2"
    )
    PartnershipFactory(german__name_en="Nowhere")

    response = client.get(reverse("partnerships:map"))

    assert response.text.count('class="map__tie"') == 1
    assert [tie.german.name_en for tie in response.context["map"].unplaced] == ["Nowhere"]
    assert response.text.count('<li id="tie-') == 2


def test_the_figures_count_what_the_lists_show(client):
    tie = PartnershipFactory(form="freundschaft")
    tie.since = PartialDate.parse("2015-05")
    tie.save()
    PartnershipFactory()

    charts = {item["key"]: item for item in client.get(reverse("partnerships:figures")).context["charts"]}

    assert [(bar.label, bar.value) for bar in charts["year"]["chart"].bars] == [("2015", 1)]
    assert "1" in charts["year"]["note"]
    assert {str(bar.label): bar.value for bar in charts["form"]["chart"].bars} == {
        "Partnership": 0,
        "Friendship": 1,
        "Project partnership": 1,
        "Contact": 0,
    }


@pytest.mark.parametrize(
    "path", ["partnerships/unknown/", "municipalities/unknown/", "themes/unknown/", "events/unknown/"]
)
def test_an_unknown_object_gives_a_helpful_404_in_the_language_of_the_address(client, path):
    response = client.get(f"/ar/{path}")

    assert response.status_code == 404
    assert 'lang="ar"' in response.text
    assert 'dir="rtl"' in response.text
    assert "/ar/search/" in response.text


def test_the_status_of_each_row_is_a_badge(client):
    PartnershipFactory(status="active")

    text = client.get(LIST).text

    assert '<span class="badge badge--good">active</span>' in text
    assert "&lt;span" not in text
