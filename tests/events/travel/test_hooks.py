"""What travel does by itself when something happens below it: a meeting, a person, a place on site."""

import pytest

from jisr.events.editions.services import Step, move_edition
from jisr.events.registration.services import withdraw
from jisr.events.registration.states import ParticipantState
from jisr.events.travel.fallback import go_online
from jisr.events.travel.models import TravelItem
from jisr.events.travel.services import start_checklist
from tests.events.travel.conftest import NOW
from tests.factories.events import ParticipantFactory

pytestmark = pytest.mark.django_db


def test_a_meeting_that_is_called_off_closes_all_checklists_after_the_commit(trip, django_capture_on_commit_callbacks):
    start_checklist(trip.participant.public_id, actor=trip.layla)
    before = set(TravelItem.objects.values_list("state", flat=True))

    with django_capture_on_commit_callbacks(execute=True):
        move_edition(trip.edition.slug, Step("cancel", reason="The crossing is closed"), actor=trip.events, at=NOW)
        assert set(TravelItem.objects.values_list("state", flat=True)) == before

    assert set(TravelItem.objects.values_list("state", flat=True)) == {"not_needed"}


def test_nothing_stays_of_the_journey_of_somebody_who_does_not_come(trip, django_capture_on_commit_callbacks):
    start_checklist(trip.participant.public_id, actor=trip.layla)

    with django_capture_on_commit_callbacks(execute=True):
        withdraw(trip.participant.public_id, actor=trip.layla, at=NOW)

    assert not trip.participant.travel_items.exists()


def test_who_goes_online_leaves_the_place_to_the_next_one_who_waits(trip, django_capture_on_commit_callbacks):
    """Two places, both taken; at a meeting in both ways nobody online needs one."""
    waits = ParticipantFactory(waiting=True, edition=trip.edition, kind=trip.participant.kind, queue_number=1)
    start_checklist(trip.participant.public_id, actor=trip.layla)

    with django_capture_on_commit_callbacks(execute=True):
        go_online(trip.participant.public_id, actor=trip.layla, at=NOW)

    waits.refresh_from_db()
    trip.participant.kind.refresh_from_db()
    assert (waits.state, trip.participant.kind.taken) == (ParticipantState.OFFERED, 2)
