"""The past meetings of the programme as they are loaded."""

import pytest

from jisr.events.models import Edition, Series
from jisr.events.programme import load_events
from jisr.kernel.tables import LANGUAGES
from jisr.municipalities.programme import load_municipalities

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def programme(module_transaction):
    load_municipalities()
    return load_events()


def test_five_conferences_and_seven_other_meetings(programme):
    conferences = Edition.objects.filter(series__slug="partnership-conference")

    assert list(conferences.order_by("number").values_list("number", flat=True)) == [1, 2, 3, 4, 5]
    assert Edition.objects.exclude(series__slug="partnership-conference").count() == 7
    assert Series.objects.count() == 5


def test_the_conference_alternates_between_the_two_countries_until_it_went_online(programme):
    conferences = Edition.objects.filter(series__slug="partnership-conference").order_by("number")

    assert [(edition.country_id, edition.mode) for edition in conferences] == [
        ("PS", "onsite"),
        ("DE", "onsite"),
        ("PS", "onsite"),
        ("DE", "onsite"),
        (None, "online"),
    ]


def test_the_fourth_conference_is_told_with_its_days_participants_and_place(programme):
    edition = Edition.objects.get(slug="conf-4-2019")

    assert (str(edition.start), str(edition.end)) == ("2019-09-24", "2019-09-27")
    assert edition.palestinian_authorities == 17
    assert [place.slug for place in edition.places.all()] == ["bruehl"]
    assert edition.themes.count() == 5


def test_dates_are_as_precise_as_known(programme):
    assert str(Edition.objects.get(slug="conf-2-2015").start) == "2015-11"
    assert str(Edition.objects.get(slug="roundtable-2016").start) == "2016"


@pytest.mark.parametrize("field", ["title", "place", "outcomes", "formats", "organisers", "participants"])
def test_texts_stand_in_all_languages_or_in_none(programme, field):
    uneven = [
        edition.slug
        for edition in Edition.objects.all()
        if len({bool(getattr(edition, f"{field}_{code}")) for code in LANGUAGES}) > 1
    ]

    assert uneven == []


def test_loading_again_changes_nothing(programme):
    assert set(load_events().values()) == {0}
