"""The calendar in XML: valid for whatever a programme holds, and the same entries as the iCalendar file."""

import copy
from datetime import timedelta
from pathlib import Path

import icalendar
import pytest
from lxml import etree

from jisr.events.timetable.xcal import NAMESPACE
from tests.events.timetable.building import EVIL, MORNING, make_session, publish

pytestmark = pytest.mark.django_db
HERE = "/en/events/conf-6-2027/programme/"
RNG = etree.RelaxNG(etree.parse(Path(__file__).with_name("schemas") / "xcal.rng"))
IN = {"c": NAMESPACE}


def read(client, path=f"{HERE}calendar.xml"):
    response = client.get(path)
    assert (response.status_code, response.headers["Content-Type"]) == (200, "application/calendar+xml; charset=utf-8")
    return etree.fromstring(response.content)


def faults(tree):
    RNG.validate(tree)
    return [error.message for error in RNG.error_log]


def texts(tree, path):
    return [element.text for element in tree.xpath(path, namespaces=IN)]


@pytest.fixture
def full(edition, hall):
    """Arabic alone, over midnight, hostile, cancelled."""
    arabic = {"title": {"ar": "إدارة المياه «١»"}, "abstract": {"ar": "ملخص\nمن سطرين"}, "languages": ("ar",)}
    sessions = [
        make_session(**arabic, room=hall.guid),
        make_session(starts_at=MORNING + timedelta(hours=15), minutes=24 * 60),
        make_session(title={"en": EVIL + "\x01\x0b ]]> & <b>"}, meeting_point={"en": EVIL}),
        make_session(is_cancelled=True),
    ]
    publish(edition, *sessions, rooms=[hall])
    return sessions


@pytest.mark.parametrize("language", ["de", "en", "ar"])
def test_it_is_valid_in_each_language(client, full, language):
    assert faults(read(client, f"{HERE}calendar.xml?lang={language}")) == []


def test_an_arabic_title_stands_as_it_is_with_its_language(client, full):
    tree = read(client, f"/ar{HERE[3:]}calendar.xml")

    assert "إدارة المياه «١»" in texts(tree, "//c:summary/c:text")
    assert set(texts(tree, "//c:summary/c:parameters/c:language/c:text")) == {"ar"}


def test_the_entries_are_those_of_the_calendar(client, full):
    tree = read(client)
    entries = icalendar.Calendar.from_ical(client.get(f"{HERE}calendar.ics").content).walk("VEVENT")

    assert len(entries) == 4
    for name in ("uid", "summary", "description", "status"):
        assert texts(tree, f"//c:{name}/c:text") == [str(entry[name]) for entry in entries]
    starts = [entry.decoded("dtstart").replace(tzinfo=None).isoformat() for entry in entries]
    assert texts(tree, "//c:vevent//c:dtstart/c:date-time") == starts
    assert texts(tree, "//c:vevent//c:dtstart//c:tzid/c:text") == ["Europe/Berlin"] * 4
    assert texts(tree, "//c:vtimezone//c:utc-offset") == ["+01:00", "+01:00", "+01:00", "+02:00", "+02:00", "+01:00"]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("//c:vevent//c:dtstart/c:date-time", "20270914T100000"),
        ("//c:dtstamp/c:date-time", "2027-09-14T10:00:00"),
        ("//c:tzoffsetto/c:utc-offset", "+0100"),
        ("//c:sequence/c:integer", "one"),
        ("//c:status/c:text", "MAYBE"),
        ("//c:version/c:text", "3.0"),
        ("//c:refresh-interval/c:duration", "1 hour"),
    ],
)
def test_the_schema_would_notice(client, full, path, text):
    broken = copy.deepcopy(read(client))
    broken.xpath(path, namespaces=IN)[0].text = text

    assert faults(broken)


def test_an_empty_programme_is_valid_too_and_one_that_is_not_published_is_not_there(client, edition):
    assert client.get(f"{HERE}calendar.xml").status_code == 404

    publish(edition)

    assert faults(read(client)) == []


def test_the_page_leads_to_it(client, full):
    assert client.get(HERE).text.count(f'href="{HERE}calendar.xml"') == 2
