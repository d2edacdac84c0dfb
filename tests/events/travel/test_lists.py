"""Numbers for reading staff; names only for the events team, with a reason that the trail keeps."""

import csv
import io
from datetime import UTC, date, datetime

import openpyxl
import pytest

from jisr.audit.models import Entry
from jisr.events.travel import counting
from jisr.events.travel.models import TravelJourney
from jisr.events.travel.names import take_names
from jisr.events.travel.services import ReasonMissing, save_travel_data, start_checklist
from jisr.kernel.policy import Refused
from tests.events.travel.conftest import NOW, PASSPORT, browser
from tests.factories.events import ParticipantFactory, SessionFactory

pytestmark = pytest.mark.django_db
EVENING = datetime(2027, 9, 12, 22, 30, tzinfo=UTC)  # half past midnight in Berlin


def journey(participant, **columns):
    told = {
        "arrives_at": EVENING,
        "arrival_place": "Frankfurt  airport",
        "departs_at": datetime(2027, 9, 16, 12, tzinfo=UTC),
        "departure_place": "Frankfurt Airport",
        "first_night_on": date(2027, 9, 13),
        "last_night_on": date(2027, 9, 15),
        "room_wish": "single",
        "needs_pickup": True,
    }
    return TravelJourney.objects.create(participant=participant, **told | columns)


@pytest.fixture
def told(trip):
    journey(trip.participant)
    journey(
        trip.german,
        arrival_place="frankfurt airport",
        last_night_on=date(2027, 9, 14),
        room_wish="none",
        needs_pickup=False,
    )
    save_travel_data(trip.participant.public_id, PASSPORT, seen=0, actor=trip.layla, at=NOW)
    SessionFactory(edition=trip.edition, languages=["de"])
    SessionFactory(edition=trip.edition, languages=["de", "en"])
    ParticipantFactory(edition=trip.edition, kind=trip.participant.kind, waiting=True)
    return trip


def numbers(trip):
    return {section.key: {row.label: row.number for row in section.rows} for section in counting.needs_of(trip.edition)}


def test_everything_is_counted_in_the_zone_of_the_meeting(told):
    assert numbers(told) == {
        "nights": {"13 September 2027": 2, "14 September 2027": 2, "15 September 2027": 1},
        "rooms": {"no wish": 1, "single room": 1},
        "arrivals": {"13 September 2027, Frankfurt Airport": 2},
        "departures": {"16 September 2027, Frankfurt Airport": 2},
        "transfers": {"on arrival": 1},
        "diets": {"halal": 1},
        "access": {"ways without steps": 1, "help for hearing": 1},
        "interpreters": {"from German into Arabic": 1, "from English into German": 1},
    }


def test_entries_that_do_not_open_are_counted_as_such(told, settings):
    settings.TRAVEL_KEYS = ("quite another key, forty signs or even more",)

    sections = {section.key: section for section in counting.needs_of(told.edition)}

    assert sections["diets"].rows == []
    assert sections["diets"].note == "Entries that cannot be opened at the moment: 1"


@pytest.mark.parametrize("more", [1, 3, 40])
def test_numbers_ask_the_same_queries_for_many(told, more, django_assert_num_queries):
    for _each in range(more):
        other = ParticipantFactory(edition=told.edition, kind=told.participant.kind, authority=told.town)
        journey(other)

    with django_assert_num_queries(3):
        counting.needs_of(told.edition)
        counting.visas_of(told.edition)


def test_visas_are_counted_by_their_state(trip):
    start_checklist(trip.participant.public_id, actor=trip.layla)

    assert [(count.label, count.number) for count in counting.visas_of(trip.edition)] == [("open", 1)]


def test_reading_staff_see_numbers_and_no_name(told):
    for person in (told.events, told.adviser, told.admin):
        response = browser(person).get(f"{told.address}counts/")
        assert response.status_code == 200
        assert told.participant.full_name not in response.content.decode()
        assert "Frankfurt Airport" in response.content.decode()
    for person in (told.layla, told.basim):
        assert browser(person).get(f"{told.address}counts/").status_code == 403


def test_numbers_as_csv_and_xlsx(told):
    answer = browser(told.adviser).get(f"{told.address}counts.csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[:2] == [["What", "Exactly", "Number"], ["Hotel nights", "13 September 2027", "2"]]

    answer = browser(told.adviser).get(f"{told.address}counts.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert [cell.value for cell in sheet[2]] == ["Hotel nights", "13 September 2027", 2]
    assert browser(told.adviser).get(f"{told.address}counts.pdf").status_code == 404


def take(trip, name, person=None, reason="The hotel needs it"):
    columns, people = take_names(trip.edition, name, reason=reason, actor=person or trip.events)
    return [[column.value(person) for column in columns] for person in people]


def test_each_list_holds_only_what_its_reader_needs(told):
    assert take(told, "hotel") == [
        ["Layla Delegate", date(2027, 9, 13), date(2027, 9, 15), "single room"],
        [told.german.full_name, date(2027, 9, 13), date(2027, 9, 14), "no wish"],
    ]
    assert take(told, "transport") == [
        [
            "Layla Delegate",
            datetime(2027, 9, 13, 0, 30),  # noqa: DTZ001 - cells hold the clock of the place
            "Frankfurt  airport",
            "yes",
            datetime(2027, 9, 16, 14),  # noqa: DTZ001
            "Frankfurt Airport",
            "no",
        ]
    ]
    assert take(told, "interpreters") == [
        ["Layla Delegate", "Palestinetown", "Arabic · English", "German > Arabic"],
        [told.german.full_name, str(told.german.authority), "German", "English > German"],
    ]
    assert take(told, "catering") == [
        ["Layla Delegate", "halal", "no nuts whatsoever", "ways without steps · help for hearing", "loop amplifier"]
    ]


def test_a_list_is_taken_with_a_reason_that_the_trail_keeps(told):
    with pytest.raises(ReasonMissing):
        take(told, "hotel", reason=" ")
    take(told, "hotel")

    (entry,) = Entry.objects.filter(action="events.travel_names_taken")
    assert entry.actor_id == told.events.pk
    assert entry.changes == {"list": [None, "hotel"], "reason": [None, "The hotel needs it"], "people": [None, 2]}


@pytest.mark.parametrize("who", ["admin", "adviser", "layla", "basim"])
def test_nobody_but_the_events_team_takes_names(told, who):
    with pytest.raises(Refused):
        take(told, "hotel", person=getattr(told, who))


def test_the_page_gives_the_file_and_needs_a_reason(told):
    page, sent = browser(told.events), {"list": "catering", "reason": "Caterer", "format": "csv"}

    assert page.post(f"{told.address}names/", {**sent, "reason": ""}).status_code == 422
    answer = page.post(f"{told.address}names/", sent)

    assert answer.headers["Content-Disposition"] == 'attachment; filename="conf-6-catering.csv"'
    assert "no-store" in answer.headers["Cache-Control"]
    assert "halal" in answer.content.decode()
    assert browser(told.admin).get(f"{told.address}names/").status_code == 404


def test_a_name_that_would_run_as_a_formula_stays_text(told):
    type(told.participant).objects.filter(pk=told.participant.pk).update(full_name="=HYPERLINK(1)")

    answer = browser(told.events).post(f"{told.address}names/", {"list": "hotel", "reason": "x", "format": "csv"})

    assert '"\'=HYPERLINK(1)"' in answer.content.decode()


def test_a_list_that_cannot_be_opened_says_so_on_the_page(told, settings):
    settings.TRAVEL_KEYS = ("quite another key, forty signs or even more",)

    answer = browser(told.events).post(f"{told.address}names/", {"list": "catering", "reason": "x", "format": "csv"})

    assert answer.status_code == 422
    assert "its key is not here" in answer.content.decode()
