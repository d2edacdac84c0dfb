"""Rules of a tie that the database and the model keep."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from jisr.kernel.dates import PartialDate
from tests.factories.partnerships import PartnershipFactory

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("written", "is_fresh"),
    [("2025-05-22", True), ("2025-05-21", False), ("2025-05", True), ("2025-04", False), ("2025", True), ("", False)],
)
def test_a_status_is_fresh_for_eighteen_months_after_the_time_it_is_known_for(written, is_fresh):
    tie = PartnershipFactory.build(german=None, palestinian=None)
    tie.status_date = PartialDate.parse(written)

    assert tie.is_status_fresh(today=TODAY) is is_fresh


def test_two_authorities_have_one_tie():
    tie = PartnershipFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        PartnershipFactory(german=tie.german, palestinian=tie.palestinian)


def test_a_date_without_precision_is_refused():
    with pytest.raises(IntegrityError), transaction.atomic():
        PartnershipFactory(since_on=date(2020, 1, 1), since_precision="")
