"""Reminders in weeks before: once for each item and stage, each in their own language, and none that is too late."""

from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from jisr.audit.services import SYSTEM
from jisr.events.models import Edition, Participant
from jisr.events.registration.states import Presence
from jisr.events.travel.models import TravelData, TravelItem, TravelReminder
from jisr.events.travel.reminding import Run, follow_travel
from jisr.events.travel.services import save_travel_data, settle_item, start_checklist
from jisr.events.travel.states import Stage
from jisr.events.travel.waiting import journeys_waiting
from jisr.notifications.models import Message
from tests.events.travel.conftest import NOW, PASSPORT, STARTS
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def at(weeks_before):
    return datetime.combine(STARTS - timedelta(weeks=weeks_before), NOW.time(), NOW.tzinfo)


def reminded(person):
    return Message.objects.filter(recipient=person, kind="events.travel_reminded")


@pytest.fixture
def begun(trip):
    start_checklist(trip.participant.public_id, actor=SYSTEM)
    return trip


def test_the_run_makes_lists_for_all_who_travel(trip):
    assert follow_travel(now=at(30)) == Run(lists=2)
    assert follow_travel(now=at(30)) == Run()
    assert TravelItem.objects.count() == 13


def test_two_weeks_before_something_is_due_its_doer_is_told_once(begun):
    follow_travel(now=at(16))
    follow_travel(now=at(16))

    (message,) = reminded(begun.layla)
    assert message.language == "ar"
    assert "conf-6" in message.url
    (reminder,) = TravelReminder.objects.all()
    assert (reminder.item.kind, reminder.stage) == ("personal_data", Stage.AHEAD)


def test_each_stage_is_told_once_and_of_missed_ones_the_last(begun):
    for weeks in (16, 14, 13, 13):
        follow_travel(now=at(weeks))

    stages = TravelReminder.objects.filter(item__kind="personal_data").order_by("pk").values_list("stage", flat=True)
    assert list(stages) == [Stage.AHEAD, Stage.DUE, Stage.LATE]
    visa = TravelReminder.objects.filter(item__kind="visa_appointment").values_list("stage", flat=True)
    assert list(visa) == [Stage.AHEAD]


def test_somebody_who_begins_late_is_told_the_last_stage_alone(trip):
    follow_travel(now=at(5))

    stages = TravelReminder.objects.filter(item__kind="visa_appointment").values_list("stage", flat=True)
    assert list(stages) == [Stage.LATE]


def test_items_of_one_day_come_in_one_message(trip):
    follow_travel(now=at(1))

    assert reminded(trip.layla).count() == 1
    assert reminded(trip.basim).count() == 1
    assert reminded(trip.events).count() == 1


def test_what_is_done_online_or_not_confirmed_is_not_told(begun):
    settle_item(begun.participant.public_id, "personal_data", state="done", note="", seen=1, actor=begun.layla, at=NOW)
    follow_travel(now=at(14))
    assert not TravelReminder.objects.filter(item__kind="personal_data").exists()
    Participant.objects.update(presence=Presence.ONLINE)

    before = TravelReminder.objects.count()
    follow_travel(now=at(1))
    assert TravelReminder.objects.count() == before
    assert not TravelItem.objects.outstanding().exists()


def test_a_late_item_and_one_of_a_person_without_account_goes_to_the_coordinator(begun):
    Participant.objects.filter(pk=begun.participant.pk).update(user=None)

    follow_travel(now=at(16))

    assert reminded(begun.basim).count() == 1
    assert not reminded(begun.layla).exists()


def test_where_nobody_coordinates_the_events_team_is_told(trip):
    trip.basim.memberships.all().delete()
    Participant.objects.filter(pk=trip.participant.pk).update(user=None)

    follow_travel(now=at(16))

    assert reminded(trip.events).count() == 1


def test_a_meeting_that_has_begun_reminds_nobody(begun):
    follow_travel(now=at(0) + timedelta(days=1))

    assert not Message.objects.exists()


def test_a_moved_meeting_reminds_anew(begun):
    follow_travel(now=at(16))
    later = STARTS + timedelta(weeks=10)
    Edition.objects.update(start_on=later, end_on=later + timedelta(days=3))

    follow_travel(now=at(6))

    assert reminded(begun.layla).count() == 2


def test_the_command_says_what_it_did_and_what_it_could_not_open(trip, settings):
    save_travel_data(trip.participant.public_id, PASSPORT, seen=0, actor=trip.layla, at=NOW)
    assert TravelData.objects.count() == 1
    settings.TRAVEL_KEYS = ("some other key of forty signs and even more",)
    said = StringIO()

    call_command("follow_travel", stdout=said)

    assert said.getvalue() == "lists: 2, closed: 0, dropped: 0, reminded: 0, unreadable: 1\n"


@pytest.fixture
def soon(trip):
    """The meeting begins five weeks from today: visa appointments are late."""
    today = timezone.localdate()
    Edition.objects.update(start_on=today + timedelta(weeks=5), end_on=today + timedelta(weeks=5, days=3))
    start_checklist(trip.participant.public_id, actor=SYSTEM)
    return trip


def test_items_wait_for_their_doer_in_the_workspace(soon):
    assert [entry.title for entry in journeys_waiting(soon.layla)] == [
        "Personal travel data",
        "Visa appointment",
        "Dietary and access needs",
        "Visa granted",
        "Permits and border crossing",
    ]
    assert [entry.title for entry in journeys_waiting(soon.basim)] == [
        f"Travel insurance: {soon.participant.full_name}",
        f"Arrival and departure: {soon.participant.full_name}",
    ]
    assert journeys_waiting(soon.german.user) == journeys_waiting(UserFactory()) == []


def test_the_office_sees_visas_at_risk_and_its_own_work_as_one_entry_each(soon):
    risk, own = journeys_waiting(soon.events)

    assert (risk.title, risk.url) == ("1 visa is at risk", f"{soon.address}?risk=visa")
    assert (own.title, own.url) == ("The office prepares the journey of 1 person", f"{soon.address}?risk=office")
    assert journeys_waiting(soon.adviser) == []


@pytest.mark.parametrize("more", [1, 3, 30])
def test_what_waits_asks_the_same_queries_for_many(soon, more, django_assert_num_queries):
    from tests.factories.events import ParticipantFactory  # noqa: PLC0415

    for _each in range(more):
        other = ParticipantFactory(edition=soon.edition, kind=soon.participant.kind, authority=soon.town)
        start_checklist(other.public_id, actor=SYSTEM)

    with django_assert_num_queries(6):
        journeys_waiting(soon.events)
