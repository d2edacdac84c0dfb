"""A call stands at the right hour in both zones, when clocks change too, and calendars can read it."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr.matching.introductions.clock import WAITING_TIMES, expires_on, is_reminder_due
from jisr.matching.introductions.states import Side
from jisr.matching.introductions.times import NoSuchTime, _folded, calendar_entry, local, moment
from jisr.matching.templatetags.introductions import call_time
from tests.factories.introductions import CallFactory, IntroductionFactory

CASES = [
    # day, clock, hour, Berlin, Hebron
    (date(2026, 1, 15), "german", time(10), "10:00", "11:00"),  # both in winter
    (date(2026, 7, 15), "german", time(10), "10:00", "11:00"),  # both in summer
    (date(2026, 3, 28), "palestinian", time(12), "10:00", "12:00"),  # Hebron in summer already, Berlin not yet
    (date(2026, 3, 29), "palestinian", time(12), "11:00", "12:00"),
    (date(2026, 10, 24), "german", time(10), "10:00", "10:00"),  # Hebron in winter already, Berlin not yet
    (date(2026, 10, 25), "german", time(10), "10:00", "11:00"),
]


@pytest.mark.parametrize(("day", "clock", "hour", "berlin", "hebron"), CASES)
def test_both_clocks_over_the_year(day, clock, hour, berlin, hebron):
    at = moment(day, hour, clock)

    assert f"{local(at, Side.GERMAN):%H:%M}" == berlin
    assert f"{local(at, Side.PALESTINIAN):%H:%M}" == hebron


def test_an_hour_that_is_skipped_is_refused():
    with pytest.raises(NoSuchTime):
        moment(date(2026, 3, 29), time(2, 30), Side.GERMAN)


def test_of_an_hour_that_comes_twice_the_first_counts():
    assert moment(date(2026, 10, 25), time(2, 30), Side.GERMAN) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@pytest.mark.django_db
def test_the_page_tells_both_days_where_midnight_lies_between():
    call = CallFactory.build(starts_at=datetime(2026, 12, 1, 22, 30, tzinfo=UTC), introduction=None)

    assert call_time(call) == "1 December 2026, 23:30 (Berlin) / 2 December 2026, 00:30 (Hebron), 60 minutes"


@pytest.mark.django_db
def test_the_calendar_entry_follows_the_standard(settings):
    settings.BASE_URL = "https://jisr.example"
    found = IntroductionFactory(german__name_en="Brühl, am Rhein", palestinian__name_en="بلدة; \\", open=True)
    call = CallFactory(introduction=found, where="Room 1\nsecond floor\x07", sequence=2)

    text = calendar_entry(call)
    lines = text.replace("\r\n ", "").split("\r\n")

    assert "\n" not in text.replace("\r\n", "")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    for expected in (
        "BEGIN:VCALENDAR",
        "METHOD:PUBLISH",
        f"UID:call-{call.public_id}@jisr",
        "DTSTAMP:20261102T090000Z",
        "DTSTART:20261201T090000Z",
        "DTEND:20261201T100000Z",
        "SEQUENCE:2",
        "STATUS:CONFIRMED",
        "SUMMARY:First call: Brühl\\, am Rhein – بلدة\\; \\\\",
        "LOCATION:Room 1\\nsecond floor",
        "END:VCALENDAR",
    ):
        assert expected in lines
    assert lines[-1] == ""


@pytest.mark.django_db
def test_a_cancelled_call_is_taken_out_of_calendars():
    text = calendar_entry(CallFactory(is_cancelled=True))

    assert "METHOD:CANCEL" in text
    assert "STATUS:CANCELLED" in text


@given(st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc")), max_size=400))
def test_folding_breaks_no_sign_and_loses_none(line):
    parts = list(_folded(line))

    assert all(len(part.encode()) <= 75 for part in parts)
    assert parts[0] + "".join(part[1:] for part in parts[1:]) == line
    assert all(part.startswith(" ") for part in parts[1:])


@pytest.mark.parametrize(
    ("days", "reminded", "due"),
    [
        (13, None, False),
        (14, None, True),
        (14, 14, False),
        (27, 14, False),
        (28, 14, True),
        (41, 28, False),
        (30, None, True),
    ],
)
def test_reminders_fall_due_after_two_and_four_weeks(days, reminded, due):
    asked = date(2026, 2, 28)
    day = date.fromordinal(asked.toordinal() + days)
    last = None if reminded is None else date.fromordinal(asked.toordinal() + reminded)

    assert is_reminder_due(asked, last, day) == due


def test_silence_ends_after_six_weeks_and_the_time_is_marked_as_our_own():
    assert expires_on(date(2026, 11, 22)) == date(2027, 1, 3)
    assert expires_on(date(2020, 1, 1)) == date(2020, 2, 12)
    assert all(time_.source.startswith("Own proposal") for time_ in WAITING_TIMES)
