"""Two people at the same moment: nothing is lost, nothing is told twice."""

import pytest

from jisr.audit.services import SYSTEM
from jisr.events.models import Participant
from jisr.events.travel.fallback import come_back, go_online
from jisr.events.travel.models import TravelData, TravelItem, TravelReminder
from jisr.events.travel.reminding import remind
from jisr.events.travel.services import read_travel_data, save_travel_data, settle_item, start_checklist
from jisr.notifications.models import Message
from tests.at_once import at_once, by
from tests.events.travel.conftest import NOW, PASSPORT, make_trip
from tests.factories.events import ParticipantFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def trip(transactional_db):
    return make_trip()


def test_two_who_begin_at_once_make_one_list(trip):
    key = trip.participant.public_id

    assert at_once(
        lambda: start_checklist(key, actor=by(trip.layla)), lambda: start_checklist(key, actor=by(trip.basim))
    ) == ["done", "done"]

    assert TravelItem.objects.count() == 10


def test_two_who_change_one_item_from_the_same_page_meet(trip):
    key = trip.participant.public_id
    start_checklist(key, actor=SYSTEM)

    def change(person, state):
        return lambda: settle_item(key, "visa", state=state, note="", seen=1, actor=by(person), at=NOW)

    assert at_once(change(trip.layla, "done"), change(trip.basim, "not_needed")) == ["ChangedMeanwhile", "done"]


def test_two_pages_of_one_form_do_not_write_over_each_other(trip):
    key = trip.participant.public_id

    def enter(number):
        typed = PASSPORT | {"passport_number": number}
        return lambda: save_travel_data(key, typed, seen=0, actor=by(trip.layla), at=NOW)

    assert at_once(enter("AAAA1111"), enter("BBBB2222")) == ["ChangedMeanwhile", "done"]
    assert TravelData.objects.count() == 1
    assert read_travel_data(key, actor=trip.layla)["passport_number"] in {"AAAA1111", "BBBB2222"}


def test_two_runs_at_once_tell_once(trip):
    start_checklist(trip.participant.public_id, actor=SYSTEM)
    due = trip.participant.travel_items.get(kind="personal_data").due_on
    at = NOW.replace(year=due.year, month=due.month, day=due.day)

    at_once(lambda: remind(trip.edition.pk, at=at), lambda: remind(trip.edition.pk, at=at))

    count = TravelReminder.objects.count()
    assert count == TravelReminder.objects.values("item", "stage").distinct().count() > 0
    assert Message.objects.filter(recipient=trip.layla).count() == 1


def test_of_two_who_come_back_to_one_place_one_gets_it(trip):
    other = ParticipantFactory(edition=trip.edition, kind=trip.participant.kind, authority=trip.town)
    for participant in (trip.participant, other):
        go_online(participant.public_id, actor=by(trip.events), at=NOW)
    assert trip.participant.kind.places == 2  # the German delegate has one of them

    def back(participant):
        return lambda: come_back(participant.public_id, actor=by(trip.events), at=NOW)

    assert at_once(back(trip.participant), back(other)) == ["NoPlace", "done"]
    assert Participant.objects.filter(presence="onsite").count() == 2
