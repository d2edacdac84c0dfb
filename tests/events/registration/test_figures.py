"""Who takes part, in figures: one limit, whoever set it."""

import pytest

from jisr.events.registration.figures import answers
from tests.factories.events import EditionFactory, ParticipantKindFactory
from tests.factories.registration import PlacesFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("of_meeting", "of_kinds", "told"),
    [
        (50, [30, None], "50"),
        (50, [30, 10], "40"),
        (None, [30, 10], "40"),
        (None, [30, None], "no limit"),
        (20, [30, 10], "20"),
    ],
)
def test_the_tightest_limit_is_told(of_meeting, of_kinds, told):
    edition = EditionFactory(ahead=True)
    PlacesFactory(edition=edition, total=of_meeting)
    for places in of_kinds:
        ParticipantKindFactory(edition=edition, places=places)

    assert [str(figure.value) for figure in answers(edition)] == [told, "0"]
