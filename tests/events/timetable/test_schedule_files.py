"""``schedule.xml`` and ``schedule.json``: valid for whatever a programme holds, and schemas that would notice."""

import copy
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import jsonschema
import pytest
from lxml import etree

from jisr.events.agenda.published import PublishedMaterial, PublishedSpeaker
from tests.events.timetable.building import EVIL, MORNING, make_room, make_session, publish, replace
from tests.factories.events import EditionFactory
from tests.factories.municipalities import ThemeFactory

pytestmark = pytest.mark.django_db
SCHEMAS = Path(__file__).with_name("schemas")
HERE = "/en/events/conf-6-2027/programme/"
LATE = datetime(2027, 9, 14, 21, 30, tzinfo=UTC)  # 23:30 in Berlin
XSD = etree.XMLSchema(etree.parse(SCHEMAS / "schedule.xsd"))
JSON = jsonschema.Draft7Validator(json.loads((SCHEMAS / "schedule.json").read_text(encoding="utf-8")))


def faults_of_xml(tree):
    XSD.validate(tree)
    return [error.message for error in XSD.error_log]


def faults_of_json(told):
    return [error.message for error in JSON.iter_errors(told)]


def xml_of(client, path=f"{HERE}schedule.xml"):
    response = client.get(path)
    assert (response.status_code, response.headers["Content-Type"]) == (200, "application/xml; charset=utf-8")
    return etree.fromstring(response.content)


def json_of(client, path=f"{HERE}schedule.json"):
    response = client.get(path)
    assert (response.status_code, response.headers["Content-Type"]) == (200, "application/json")
    return json.loads(response.content)


@pytest.fixture
def full(edition, hall):
    """Arabic alone, the same talk twice, none with a track, no room, over midnight, hostile, cancelled."""
    same = {"title": {"ar": "إدارة المياه"}, "abstract": {"ar": "ملخص"}, "languages": ("ar",), "room": hall.guid}
    twin = make_room()  # of the same name in the same house
    sessions = [
        make_session(**same),
        make_session(**same, starts_at=MORNING + timedelta(days=1)),
        make_session(starts_at=LATE, minutes=90, room=twin.guid),
        make_session(starts_at=LATE + timedelta(hours=2), minutes=30, meeting_point={"en": "At the gate"}),
        make_session(languages=(), minutes=24 * 60, kind="break"),
        make_session(
            title={"en": EVIL + "\x01\x0b ]]> & <"},
            speakers=(PublishedSpeaker(name="Mona & Otto", role="speaker"),),
            materials=(
                PublishedMaterial(title={}, url="https://files.example/1"),
                PublishedMaterial(title={"en": "No"}, url="javascript:1"),
                PublishedMaterial(title={"en": "Own"}, url="/media/a.pdf"),
            ),
        ),
        make_session(is_cancelled=True),
    ]
    publish(edition, *sessions, rooms=[hall, twin])
    return sessions


@pytest.mark.parametrize("language", ["de", "en", "ar"])
def test_both_files_are_valid_in_each_language(client, full, language):
    assert faults_of_xml(xml_of(client, f"{HERE}schedule.xml?lang={language}")) == []
    assert faults_of_json(json_of(client, f"{HERE}schedule.json?lang={language}")) == []


def test_both_files_tell_the_same_sessions_without_the_cancelled_one(client, full):
    events = xml_of(client).findall("day/room/event")
    told = [
        event
        for day in json_of(client)["schedule"]["conference"]["days"]
        for events_of_room in day["rooms"].values()
        for event in events_of_room
    ]

    expected = {session.guid for session in full if not session.is_cancelled}
    assert {event.get("guid") for event in events} == {event["guid"] for event in told} == expected
    assert len(events) == len(told) == 6
    assert {event.get("id") for event in events} == {str(event["id"]) for event in told}


def test_guids_ids_and_slugs_are_the_same_in_every_language(client, full):
    def names(language):
        path = f"{HERE}schedule.xml?lang={language}"
        return {
            (event.get("guid"), event.get("id"), event.get("code"), event.findtext("slug"))
            for event in xml_of(client, path).findall("day/room/event")
        }

    assert names("de") == names("ar") == names("en")
    guids = [
        [room.get("guid") for room in xml_of(client, f"{HERE}schedule.xml?lang={language}").findall("day/room")]
        for language in ("de", "ar")
    ]
    assert guids[0] == guids[1]


def test_the_same_talk_twice_has_two_ids_and_two_slugs(client, full):
    first, second = [event for event in xml_of(client).iter("event") if event.findtext("title") == "إدارة المياه"]

    assert first.get("id") != second.get("id")
    assert first.findtext("slug") == f"conf_6_2027-{full[0].number}-{full[0].code.lower()}"
    assert second.findtext("slug") == f"conf_6_2027-{full[1].number}-{full[1].code.lower()}"


def test_a_night_stays_with_the_evening_on_which_it_began(client, full):
    found = xml_of(client).findall("day")
    days = {day.get("date"): [event.findtext("date") for event in day.iter("event")] for day in found}

    assert list(days) == ["2027-09-14", "2027-09-15"]
    assert "2027-09-14T23:30:00+02:00" in days["2027-09-14"]
    assert "2027-09-15T01:30:00+02:00" in days["2027-09-14"]
    assert days["2027-09-15"] == ["2027-09-15T10:00:00+02:00"]


def test_a_session_says_when_how_long_where_and_who(client, edition, hall):
    ThemeFactory(slug="water", name_en="Water supply")
    session = make_session(
        room=hall.guid, themes=("water",), minutes=95, speakers=(PublishedSpeaker(name="Mona Example", role="speaker"),)
    )
    publish(edition, session, rooms=[hall])

    (event,) = xml_of(client).iter("event")

    assert {child.tag: child.text for child in event if (child.text or "").strip()} == {
        "date": "2027-09-14T10:00:00+02:00",
        "start": "10:00",
        "duration": "01:35",
        "room": "Great hall",
        "slug": f"conf_6_2027-{session.number}-{session.code.lower()}",
        "url": event.findtext("url"),
        "title": session.title["en"],
        "track": "Water supply",
        "type": "talk",
        "language": "de",
        "abstract": "How a town saves water.",
    }
    assert event.findtext("url").endswith(f"{HERE}{session.code}/")
    assert [person.text for person in event.iter("person")] == ["Mona Example"]


def test_a_short_slug_of_a_meeting_becomes_a_long_enough_acronym(client):
    edition = EditionFactory(ahead=True, slug="K-6")
    publish(edition, make_session())

    tree = xml_of(client, "/en/events/K-6/programme/schedule.xml")

    assert tree.findtext("conference/acronym") == "jisr_k_6"
    assert faults_of_xml(tree) == []


def test_a_programme_in_which_nothing_takes_place_is_valid(client, edition):
    publish(edition, make_session(is_cancelled=True))

    assert faults_of_xml(xml_of(client)) == []
    assert faults_of_json(json_of(client)) == []


def test_two_thousand_sessions_are_valid(client, edition, hall):
    sessions = [make_session(room=hall.guid, starts_at=MORNING + timedelta(minutes=5 * n)) for n in range(2000)]
    publish(edition, *sessions, rooms=[hall])

    assert faults_of_xml(xml_of(client)) == []
    assert faults_of_json(json_of(client)) == []


def write(tag, text):
    """Put a text into the first element of a name; a new one where an event has none."""

    def spoil(tree):
        found = next(tree.iter(tag), None)
        element = etree.SubElement(next(tree.iter("event")), tag) if found is None else found
        element.text = text

    return spoil


def mark(tag, name, value):
    """Set an attribute of every element of a name."""
    return lambda tree: [element.set(name, value) for element in tree.iter(tag)]


BAD_XML = {
    "an acronym of three signs": write("acronym", "abc"),
    "a slug in Arabic": write("slug", "المياه"),
    "an empty address": write("url", ""),
    "an empty address for feedback": write("feedback_url", ""),
    "a logo without a host": write("logo", "/a.png"),
    "the same id twice": mark("event", "id", "1"),
    "the same guid twice": mark("event", "guid", "00000000-0000-0000-0000-000000000000"),
    "the same code twice": mark("event", "code", "ABC123"),
    "a code of five signs": mark("event", "code", "ABC12"),
    "a date without an offset": write("date", "2027-09-14T10:00:00"),
    "a room without a name": mark("room", "name", ""),
    "a language in words": write("language", "German"),
    "a duration in minutes": write("duration", "45"),
}


@pytest.mark.parametrize("name", BAD_XML)
def test_the_schema_for_xml_refuses_what_readers_choke_on(client, full, name):
    tree = xml_of(client)
    assert faults_of_xml(tree) == []

    BAD_XML[name](tree)

    assert faults_of_xml(tree) != []


BAD_JSON = {
    "an acronym with a dash": lambda told, _event: told["schedule"]["conference"].update(acronym="a-b-c"),
    "a slug in Arabic": lambda _told, event: event.update(slug="المياه"),
    "an empty address": lambda _told, event: event.update(url=""),
    "an empty track": lambda _told, event: event.update(track=""),
    "an id in quotes": lambda _told, event: event.update(id="7"),
    "a date without an offset": lambda _told, event: event.update(date="2027-09-14T10:00:00"),
    "a day without an end": lambda told, _event: told["schedule"]["conference"]["days"][0].pop("day_end"),
    "a field that readers do not know": lambda _told, event: event.update(state="cancelled"),
}


@pytest.mark.parametrize("name", BAD_JSON)
def test_the_schema_for_json_refuses_what_readers_choke_on(client, full, name):
    told = copy.deepcopy(json_of(client))
    rooms = told["schedule"]["conference"]["days"][0]["rooms"]

    BAD_JSON[name](told, next(iter(rooms.values()))[0])

    assert faults_of_json(told) != []


def test_the_version_grows_with_each_publishing(client, edition, talk):
    publish(edition, replace(talk, sequence=1))

    assert xml_of(client).findtext("version") == json_of(client)["schedule"]["version"] == "2"
