"""Bad days: a meeting called off with eighty travellers, somebody replaced, somebody who gives their place back."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jisr.audit.models import Entry
from jisr.audit.services import SYSTEM
from jisr.documents.models import Document
from jisr.documents.services import store
from jisr.events.editions.states import State
from jisr.events.models import Edition, Participant
from jisr.events.travel.closing import close_travel, deletion_day, forget_after_the_trip, replace_traveller
from jisr.events.travel.models import TravelData, TravelItem, TravelLetter, TravelPlan
from jisr.events.travel.papers import KIND, subject_of
from jisr.events.travel.reminding import follow_travel
from jisr.events.travel.services import save_travel_data, start_checklist
from tests.events.travel.conftest import NOW, PASSPORT
from tests.factories.documents import pdf
from tests.factories.events import ParticipantFactory

pytestmark = pytest.mark.django_db


def with_letter(participant, language="en"):
    document = store(
        ContentFile(pdf(), name="letter.pdf"), owner_subject=subject_of(participant), actor=SYSTEM, kind=KIND
    )
    return TravelLetter.objects.create(participant=participant, language=language, document=document, issued_at=NOW)


def prepared(trip, participant):
    start_checklist(participant.public_id, actor=SYSTEM)
    save_travel_data(participant.public_id, PASSPORT, seen=0, actor=trip.events, at=NOW)
    return with_letter(participant)


def test_a_meeting_with_eighty_travellers_is_called_off(trip):
    people = [
        trip.participant,
        *(ParticipantFactory(edition=trip.edition, kind=trip.participant.kind, authority=trip.town) for _ in range(79)),
    ]
    for participant in people:
        prepared(trip, participant)
    Edition.objects.update(state=State.CANCELLED)

    with CaptureQueriesContext(
        connection,
    ) as queries:
        closed = close_travel(trip.edition.pk, actor=trip.events, at=NOW)

    assert closed == 80 * 8
    assert not TravelItem.objects.filter(state__in=["open", "under_way"]).exists()
    assert not TravelLetter.objects.filter(withdrawn_at=None).exists()
    assert Document.objects.count() == 0
    assert TravelData.objects.count() == 80
    plan = TravelPlan.objects.get()
    assert deletion_day(trip.edition, plan) == NOW.date() + timedelta(days=30)
    assert forget_after_the_trip(NOW + timedelta(days=29)) == 0
    assert forget_after_the_trip(NOW + timedelta(days=30)) == 80
    (entry,) = Entry.objects.filter(action="events.travel_closed")
    assert entry.changes == {"items": [640, 0], "letters": [80, 0]}
    assert len(queries) < 80 * 40


def test_calling_off_twice_changes_nothing(trip):
    prepared(trip, trip.participant)

    assert close_travel(trip.edition.pk, actor=trip.events, at=NOW) == 8
    assert close_travel(trip.edition.pk, actor=trip.events, at=NOW) == 0
    assert Entry.objects.filter(action="events.travel_closed").count() == 1


def test_the_daily_run_closes_what_was_called_off_meanwhile(trip):
    prepared(trip, trip.participant)
    Edition.objects.update(state=State.CANCELLED)

    assert follow_travel(now=NOW).closed == 1
    assert follow_travel(now=NOW).closed == 0
    assert TravelPlan.objects.get().closed_on == timezone.localdate(NOW)


def test_who_is_replaced_leaves_nothing_and_the_new_one_begins_anew(trip):
    prepared(trip, trip.participant)
    new = ParticipantFactory(edition=trip.edition, kind=trip.participant.kind, authority=trip.town)
    Participant.objects.filter(pk=trip.participant.pk).update(state="replaced", confirmed_at=None)

    replace_traveller(trip.participant.public_id, new.public_id, actor=trip.basim, at=NOW)

    assert not TravelData.objects.exists()
    assert not TravelLetter.objects.filter(withdrawn_at=None).exists()
    assert not trip.participant.travel_items.exists()
    assert set(new.travel_items.values_list("state", flat=True)) == {"open"}
    assert new.travel_items.count() == 10


@pytest.mark.parametrize("state", ["withdrawn", "declined", "replaced"])
def test_who_gave_their_place_back_is_forgotten_by_the_daily_run(trip, state):
    prepared(trip, trip.participant)
    Participant.objects.filter(pk=trip.participant.pk).update(state=state, confirmed_at=None)

    assert follow_travel(now=NOW).dropped == 1
    assert follow_travel(now=NOW).dropped == 0
    assert (TravelData.objects.count(), trip.participant.travel_items.count()) == (0, 0)
