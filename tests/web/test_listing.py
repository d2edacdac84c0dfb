"""Lists read from the address."""

import pytest
from django.http import QueryDict

from jisr.municipalities.models import Authority
from jisr.web.listing import Filter, read_listing
from tests.factories.municipalities import AuthorityFactory

pytestmark = pytest.mark.django_db

SORTS = {"name": ("Name", ["name_en"]), "newest": ("Newest", ["-created_at"])}
BY_NAME = Filter("name", "Name", lambda rows, value: rows.filter(name_en=value))


def test_the_first_sort_is_the_list_s_own_order():
    listing = read_listing(QueryDict("sort=nonsense"), Authority.objects.all(), sorts=SORTS)

    assert listing.sort == "name"
    assert listing.sorts["name"].direction == "ascending"
    assert listing.sorts["name"].next_key == "-name"


def test_control_characters_and_overlong_values_are_cut():
    listing = read_listing(
        QueryDict("name=%00a%1Fb" + "c" * 500), Authority.objects.all(), filters=[BY_NAME], sorts=SORTS
    )

    assert listing.filters[0].value == "ab" + "c" * 98


def test_links_of_the_page_keep_filters_and_drop_the_rest():
    AuthorityFactory(name_en="Bonn")

    listing = read_listing(
        QueryDict("name=Bonn&page=7&utm=x&sort=-name"), Authority.objects.all(), filters=[BY_NAME], sorts=SORTS
    )

    assert listing.query.urlencode() == "name=Bonn&sort=-name"
    assert listing.page.number == 1
    assert listing.chosen_count == 1
