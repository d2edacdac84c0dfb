"""Personal travel data: sealed in the database, open to two, deleted in time, in nothing else."""

from datetime import date, datetime, timedelta
from io import StringIO

import pytest
from django.conf import settings as config
from django.core.management import call_command
from django.db import connection

from jisr.accounts.services.erasure import erase, request_erasure
from jisr.accounts.states import Role
from jisr.audit.models import Entry
from jisr.events.models import Edition, Participant
from jisr.events.travel import sealing
from jisr.events.travel.closing import deletion_day, forget_after_the_trip
from jisr.events.travel.models import TravelData, TravelJourney, TravelPlan
from jisr.events.travel.sealing import CannotOpen
from jisr.events.travel.services import (
    ChangedMeanwhile,
    ReasonMissing,
    read_travel_data,
    save_travel_data,
    start_checklist,
)
from jisr.kernel import personal
from jisr.kernel.policy import Refused
from jisr.notifications.models import Message
from jisr.search import sources
from tests.events.travel.conftest import NOW, PASSPORT
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
SECRETS = ("DELEGATE LAYLA", "N7654321", "Relative of hers", "5550100", "1985-04-02", "no nuts", "halal", "loop ampl")


def save(trip, *, actor=None, seen=0, **changes):
    typed = PASSPORT | changes
    return save_travel_data(trip.participant.public_id, typed, seen=seen, actor=actor or trip.layla, at=NOW)


def read(trip, person, reason=""):
    return read_travel_data(trip.participant.public_id, reason=reason, actor=person)


def raw_bytes() -> bytes:
    """Every cell of every table, as the database stores it."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - names that the database gave
            for row in cursor.fetchall():
                found.extend(
                    bytes(cell) if isinstance(cell, bytes | memoryview) else str(cell).encode() for cell in row
                )
    return b"\n".join(found)


def test_no_cell_of_the_database_holds_a_word_of_it(trip):
    start_checklist(trip.participant.public_id, actor=trip.layla)
    save(trip)
    read(trip, trip.events, "insurance")

    stored = raw_bytes()

    assert trip.participant.full_name.encode() in stored
    assert [secret for secret in SECRETS if secret.encode() in stored] == []
    assert TravelData.objects.count() == 1


def test_the_person_reads_what_they_entered_and_that_is_not_noted(trip):
    save(trip)

    assert read(trip, trip.layla) == PASSPORT
    assert not Entry.objects.filter(action="events.travel_data_read").exists()


def test_the_events_team_reads_it_with_a_reason_that_the_trail_keeps(trip):
    save(trip)

    with pytest.raises(ReasonMissing):
        read(trip, trip.events, "  ")
    assert read(trip, trip.events, "The embassy asks")["passport_number"] == "N7654321"

    (entry,) = Entry.objects.filter(action="events.travel_data_read")
    assert (entry.actor_id, entry.changes) == (trip.events.pk, {"reason": [None, "The embassy asks"]})


@pytest.mark.parametrize("who", ["basim", "admin", "adviser", "stranger", "german", "funding", "audit"])
def test_nobody_else_reads_or_writes_it_not_even_an_administrator(trip, who):
    others = {
        "stranger": UserFactory(),
        "german": trip.german.user,
        "funding": UserFactory(roles=[Role.FUNDING]),
        "audit": UserFactory(roles=[Role.AUDIT]),
    }
    person = others.get(who) or getattr(trip, who)
    save(trip)

    with pytest.raises(Refused):
        read(trip, person, "a reason")
    with pytest.raises(Refused):
        save(trip, actor=person, seen=1)


def test_an_administrator_with_the_role_of_the_events_team_reads_it(trip):
    save(trip)

    both = UserFactory(roles=[Role.ADMINISTRATOR, Role.EVENTS])
    assert read(trip, both, "visa")["passport_number"] == "N7654321"


def test_what_is_entered_settles_its_items(trip):
    start_checklist(trip.participant.public_id, actor=trip.layla)
    save(trip)

    done = trip.participant.travel_items.filter(state="done").values_list("kind", flat=True)
    assert set(done) == {"personal_data", "needs"}


def test_without_a_passport_number_the_item_stays_open(trip):
    start_checklist(trip.participant.public_id, actor=trip.layla)
    save(trip, passport_number="")

    assert trip.participant.travel_items.get(kind="personal_data").state == "open"


def test_an_older_page_does_not_write_over_newer_entries(trip):
    save(trip)
    save(trip, seen=1, passport_number="NEWER123")

    with pytest.raises(ChangedMeanwhile):
        save(trip, seen=1)

    assert read(trip, trip.layla)["passport_number"] == "NEWER123"


def test_without_its_key_nothing_is_written_over_and_nothing_is_lost(trip, settings):
    settings.TRAVEL_KEYS = ("the first key of all, forty signs or more",)
    save(trip)
    settings.TRAVEL_KEYS = ("another key of all, forty signs or more..",)

    with pytest.raises(CannotOpen):
        read(trip, trip.layla)
    with pytest.raises(CannotOpen):
        save(trip, seen=1)

    settings.TRAVEL_KEYS = ("the first key of all, forty signs or more",)
    assert read(trip, trip.layla) == PASSPORT


def test_data_moved_to_another_row_does_not_open(trip):
    data = save(trip)
    TravelData.objects.filter(pk=data.pk).update(participant=trip.german)

    with pytest.raises(CannotOpen):
        read_travel_data(trip.german.public_id, actor=trip.german.user)


def test_rotation_brings_everything_under_the_new_key_and_tells_what_it_could_not_open(trip, settings):
    old, new = "old key, forty signs or more, as it must be", "new key, forty signs or more, as it must be"
    settings.TRAVEL_KEYS = (old,)
    save(trip)
    settings.TRAVEL_KEYS = (new,)
    said = StringIO()
    call_command("reseal_travel", stdout=said)
    assert said.getvalue() == "sealed anew: 0, could not be opened: 1\n"

    settings.TRAVEL_KEYS = (new, old)
    said = StringIO()
    call_command("reseal_travel", stdout=said)
    call_command("reseal_travel", stdout=said)

    assert said.getvalue() == "sealed anew: 1, could not be opened: 0\nsealed anew: 0, could not be opened: 0\n"
    settings.TRAVEL_KEYS = (new,)
    assert read(trip, trip.layla) == PASSPORT
    assert sealing.is_under_first_key(TravelData.objects.get().sealed)


def test_it_is_deleted_on_the_day_after_the_days_that_the_meeting_sets(trip):
    start_checklist(trip.participant.public_id, actor=trip.layla)
    save(trip)
    TravelJourney.objects.create(participant=trip.participant)
    TravelPlan.objects.update(kept_days=10)
    last = datetime.combine(trip.edition.end_on + timedelta(days=9), NOW.time(), NOW.tzinfo)

    assert forget_after_the_trip(last) == 0
    assert forget_after_the_trip(last + timedelta(days=1)) == 2
    assert (TravelData.objects.count(), TravelJourney.objects.count()) == (0, 0)
    assert forget_after_the_trip(last + timedelta(days=1)) == 0


def test_a_meeting_that_sets_nothing_keeps_it_for_thirty_days(trip):
    assert deletion_day(trip.edition, None) == date(2027, 10, 16)


def test_the_retention_run_knows_it():
    assert personal.expirers()["travel"] is forget_after_the_trip


def test_the_person_takes_it_home_opened(trip):
    save(trip)

    rows = personal.exporters()["travel"](trip.layla).rows

    assert {**rows[-1], "meeting": ""} == {"meeting": "", **PASSPORT}
    assert personal.exporters()["travel"](trip.events).rows == []


def test_erasing_a_person_deletes_it_though_registrations_stay_as_numbers(trip):
    start_checklist(trip.participant.public_id, actor=trip.layla)
    save(trip)
    TravelJourney.objects.create(participant=trip.participant)

    log = request_erasure(trip.layla, actor=trip.layla, at=NOW)
    erase(log.pk, at=NOW)

    assert Participant.objects.get(pk=trip.participant.pk).user is None
    assert (TravelData.objects.count(), TravelJourney.objects.count()) == (0, 0)
    assert not trip.participant.travel_items.exclude(done_by=None).exists()


def test_no_mail_and_no_search_index_holds_it(trip, caplog):
    save(trip)
    call_command("follow_travel", stdout=StringIO())

    told = " ".join(f"{message.text} {message.html}" for message in Message.objects.all())
    assert [secret for secret in SECRETS if secret in told + caplog.text] == []
    assert not [known.kind for known in sources.registered() if "travel" in known.kind]


def test_a_closed_edition_takes_no_new_data(trip):
    Edition.objects.update(state="cancelled")

    with pytest.raises(Exception, match="No journey to this meeting is prepared any more"):
        save(trip)


def test_the_key_is_no_setting_that_an_error_report_shows():
    from django.views.debug import SafeExceptionReporterFilter  # noqa: PLC0415

    cleaned = SafeExceptionReporterFilter().get_safe_settings()

    assert "TRAVEL_KEYS" in cleaned
    assert cleaned["TRAVEL_KEYS"] == SafeExceptionReporterFilter.cleansed_substitute
    assert config.TRAVEL_KEYS == ()
