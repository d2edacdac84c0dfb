"""The house of the tests: one that empties the database leaves the rows of the migrations to those after it."""

import pytest
from wagtail.models import Locale, Page

pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("time", ["first", "second"])
def test_the_rows_of_migrations_are_there_after_the_database_was_emptied(time):
    assert Locale.objects.exists()
    assert Page.get_first_root_node() is not None

    Page.objects.filter(depth=2).delete()


@pytest.mark.django_db(transaction=False)
def test_they_are_there_for_a_test_in_a_transaction_too():
    assert Locale.objects.exists()
    assert Page.get_first_root_node() is not None
