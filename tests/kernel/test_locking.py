"""Rows that there are once for each key: made by the first who asks, locked for whoever comes next."""

import pytest
from django.db import transaction

from jisr.events.models import EditionPlaces
from jisr.kernel.locking import locked_row
from tests.at_once import results_at_once
from tests.factories.events import EditionFactory


@pytest.mark.django_db
def test_it_is_made_once_and_then_read_in_one_query(django_assert_num_queries):
    edition = EditionFactory()

    made = locked_row(EditionPlaces, edition_id=edition.pk)
    with django_assert_num_queries(1):
        found = locked_row(EditionPlaces, edition_id=edition.pk)

    assert found == made == EditionPlaces.objects.get()


@pytest.mark.django_db(transaction=True)
def test_those_who_ask_at_once_get_the_same_row_one_after_the_other():
    edition = EditionFactory()

    def count() -> None:
        with transaction.atomic():
            row = locked_row(EditionPlaces, edition_id=edition.pk)
            row.next_number += 1
            row.save()

    before = EditionPlaces._meta.get_field("next_number").default
    results_at_once(*[count] * 6)

    assert EditionPlaces.objects.get().next_number == before + 6
