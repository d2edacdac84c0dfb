"""Public pages of meetings."""

import pytest
from django.utils.translation import override

from tests.factories.events import EditionFactory, SeriesFactory
from tests.factories.municipalities import AuthorityFactory, ThemeFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("count", [1, 3, 30])
def test_the_list_needs_the_same_few_queries_for_any_number(client, django_assert_max_num_queries, count):
    theme = ThemeFactory()
    for edition in EditionFactory.create_batch(count):
        edition.themes.add(theme)

    with django_assert_max_num_queries(6):
        assert client.get("/en/events/").status_code == 200


def test_a_meeting_names_its_place_its_series_and_its_days(client, django_assert_max_num_queries):
    series = SeriesFactory(name_en="Partnership conference")
    edition = EditionFactory(series=series, number=4, title_en="Fourth conference")
    EditionFactory(series=series, number=3, title_en="Third conference")
    edition.places.add(AuthorityFactory(name_en="Brühl"))
    client.get(
        EditionFactory(series=series).get_absolute_url()
    )  # what a process remembers of all meetings is asked once

    with django_assert_max_num_queries(6):
        page = client.get(edition.get_absolute_url()).text

    assert "24 September 2019 to 27 September 2019" in page
    assert "Third conference" in page
    assert '"@type": "Event"' in page


@pytest.mark.parametrize("is_ahead", [True, False])
def test_a_meeting_with_all_that_parts_show_takes_six_queries_and_is_kept_whole(
    client, page_cache, is_ahead, django_assert_max_num_queries
):
    edition = EditionFactory(ahead=is_ahead, follows=EditionFactory())
    client.get(edition.follows.get_absolute_url())  # what a process remembers of all meetings is asked once

    with django_assert_max_num_queries(6):
        first = client.get(edition.get_absolute_url())
    with django_assert_max_num_queries(1):
        again = client.get(edition.get_absolute_url())

    assert (first.status_code, again.content) == (200, first.content)


def test_the_page_of_a_host_shows_the_meetings_held_there(client):
    edition = EditionFactory(title_en="Fourth conference")
    host = AuthorityFactory()
    edition.places.add(host)

    assert "Fourth conference" in client.get(host.get_absolute_url()).text


def test_filters_narrow_the_list(client):
    EditionFactory(mode="online")
    wanted = EditionFactory()

    response = client.get("/en/events/", {"series": wanted.series.slug})

    assert [edition.pk for edition in response.context["listing"].page] == [wanted.pk]


def test_the_arabic_page_is_written_from_right_to_left(client):
    edition = EditionFactory(title_ar="المؤتمر الرابع")
    with override("ar"):
        address = edition.get_absolute_url()

    page = client.get(address).text

    assert '<html lang="ar" dir="rtl"' in page
    assert "المؤتمر الرابع" in page
