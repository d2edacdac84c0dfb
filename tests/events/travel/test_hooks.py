"""What travel does by itself when something happens below it: a meeting, a person, a place on site."""

from datetime import UTC, date, datetime, timedelta

import pytest

from jisr.events.editions.new_days import to_look_at
from jisr.events.editions.services import Days, Step, move_edition
from jisr.events.models import Edition
from jisr.events.registration.services import withdraw
from jisr.events.registration.states import ParticipantState
from jisr.events.travel.fallback import go_online
from jisr.events.travel.models import TravelItem
from jisr.events.travel.services import save_journey, start_checklist
from jisr.events.travel.states import OUTSTANDING
from tests.events.travel.conftest import NOW, STARTS
from tests.factories.events import ParticipantFactory

pytestmark = pytest.mark.django_db


def test_a_meeting_that_is_called_off_closes_all_checklists_after_the_commit(trip, django_capture_on_commit_callbacks):
    start_checklist(trip.participant.public_id, actor=trip.layla)
    before = set(TravelItem.objects.values_list("state", flat=True))

    with django_capture_on_commit_callbacks(execute=True):
        move_edition(trip.edition.slug, Step("cancel", reason="The crossing is closed"), actor=trip.events, at=NOW)
        assert set(TravelItem.objects.values_list("state", flat=True)) == before

    assert set(TravelItem.objects.values_list("state", flat=True)) == {"not_needed"}


def test_after_new_days_checklists_count_from_them_and_journeys_for_the_old_ones_are_named(
    trip, django_capture_on_commit_callbacks
):
    Edition.objects.filter(pk=trip.edition.pk).update(
        state="open", **{f"{name}_{code}": name for name in ("summary", "place") for code in ("de", "en", "ar")}
    )
    start_checklist(trip.participant.public_id, actor=trip.layla)
    save_journey(trip.participant.public_id, {"arrival_place": "Berlin"}, seen=0, actor=trip.layla, at=NOW)
    before = dict(TravelItem.objects.values_list("kind", "due_on"))
    late = datetime(2099, 1, 1, tzinfo=UTC)  # behind the wall clock, by which rows say when they were changed
    Edition.objects.filter(pk=trip.edition.pk).update(start_on="2099-09-14", end_on="2099-09-17")
    move_edition(trip.edition.slug, Step("postpone", reason="Roads"), actor=trip.events, at=late)

    days = Days(date(2099, 9, 21), date(2099, 9, 24))
    with django_capture_on_commit_callbacks(execute=True):
        move_edition(trip.edition.slug, Step("announce", days=days), actor=trip.events, at=late)

    moved = (date(2099, 9, 21) - STARTS).days
    items = TravelItem.objects.filter(participant=trip.participant, state__in=OUTSTANDING)
    assert {item.kind: item.due_on for item in items} == {
        item.kind: before[item.kind] + timedelta(days=moved) for item in items
    }
    assert [str(look.text) for look in to_look_at(trip.edition)] == ["1 journey was entered for the old days."]


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
