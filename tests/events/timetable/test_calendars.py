"""Calendars of the programme, in the hands of software that reads RFC 5545 to the letter."""

from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import icalendar
import pytest
from django.conf import settings
from django.utils import timezone
from django.utils.translation import override

from jisr.accounts.states import Role
from jisr.events.agenda.published import PublishedInterpretation
from jisr.events.editions.services import Days, Step, move_edition
from jisr.events.editions.states import State
from jisr.events.models import Edition
from jisr.events.timetable import calendars, times
from jisr.events.timetable.reading import latest
from jisr.web import public_data
from tests.events.timetable.building import MORNING, PUBLISHED_AT, make_room, make_session, publish, replace
from tests.factories.accounts import UserFactory
from tests.factories.events import EditionFactory

pytestmark = pytest.mark.django_db
HERE = "/en/events/conf-6-2027/programme/"
SPRING = datetime(2027, 3, 27, tzinfo=UTC)


def events(client, path=f"{HERE}calendar.ics", **asked):
    """The entries of a calendar, read anew by the library."""
    response = client.get(path, **asked)
    assert response.status_code == 200
    return icalendar.Calendar.from_ical(response.content).walk("VEVENT")


def lines(client, path=f"{HERE}calendar.ics"):
    """The raw lines, as they go over the wire."""
    return client.get(path).content.split(b"\r\n")


def test_an_entry_tells_when_where_in_which_languages_and_where_to_read_more(client, edition, hall):
    session = make_session(
        room=hall.guid,
        sequence=3,
        interpretations=(PublishedInterpretation(from_language="de", to_language="ar", channel="simultaneous"),),
    )
    publish(edition, session, rooms=[hall])

    (event,) = events(client)

    assert str(event["UID"]) == f"{session.guid}@{urlsplit(settings.BASE_URL).hostname}"
    assert event.decoded("DTSTART") == datetime(2027, 9, 14, 10, tzinfo=ZoneInfo("Europe/Berlin"))
    assert event.decoded("DTEND") - event.decoded("DTSTART") == timedelta(minutes=45)
    assert event["DTSTART"].params["TZID"] == "Europe/Berlin"
    assert event.decoded("DTSTAMP") == event.decoded("LAST-MODIFIED") == PUBLISHED_AT
    assert (event["SEQUENCE"], event["STATUS"]) == (6, "CONFIRMED")
    assert str(event["SUMMARY"]) == session.title["en"]
    assert str(event["LOCATION"]) == "Great hall, Town hall, Markt 1, 50321 Brühl"
    assert str(event["DESCRIPTION"]).split("\n") == [
        "10:00–10:45 (Berlin) / 11:00–11:45 (Hebron)",
        "Spoken: German",
        "Interpreted into: Arabic",
        "",
        "How a town saves water.",
        "",
        str(event["URL"]),
    ]
    assert str(event["URL"]).endswith(f"{HERE}{session.code}/")


def test_the_calendar_says_what_it_is_and_how_often_to_ask(client, talk):
    response = client.get(f"{HERE}calendar.ics")
    calendar = icalendar.Calendar.from_ical(response.content)

    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert (str(calendar["METHOD"]), str(calendar["VERSION"])) == ("PUBLISH", "2.0")
    assert str(calendar["X-WR-CALNAME"]) == "Sixth conference"
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT1H" in response.content


def test_a_calendar_that_knows_the_old_version_takes_over_the_new_one(client, edition, hall):
    session = make_session(room=hall.guid)
    publish(edition, session, rooms=[hall])
    (old,) = events(client)
    later = PUBLISHED_AT + timedelta(days=3)
    moved = replace(session, starts_at=MORNING + timedelta(hours=3), sequence=1, changed_at=later)
    publish(edition, moved, rooms=[hall])
    (new,) = events(client)
    publish(edition, replace(moved, is_cancelled=True, changed_at=later + timedelta(days=1)), rooms=[hall])
    (gone,) = events(client)

    assert old["UID"] == new["UID"] == gone["UID"]
    assert old["SEQUENCE"] < new["SEQUENCE"] < gone["SEQUENCE"]
    assert old.decoded("LAST-MODIFIED") < new.decoded("LAST-MODIFIED") < gone.decoded("LAST-MODIFIED")
    assert new.decoded("DTSTART") - old.decoded("DTSTART") == timedelta(hours=3)
    assert (old["STATUS"], gone["STATUS"]) == ("CONFIRMED", "CANCELLED")
    assert str(gone["SUMMARY"]).startswith("Cancelled: ")


def test_what_is_cancelled_stays_90_days_after_the_meeting_and_what_took_place_for_good(edition):
    off, on = make_session(is_cancelled=True), make_session()

    last = edition.end_on + timedelta(days=90)
    assert [calendars.is_kept(edition, off, day) for day in (last, last + timedelta(days=1))] == [True, False]
    assert calendars.is_kept(edition, on, date(2099, 1, 1))


def test_a_past_meetings_calendar_has_no_cancelled_entries_left(client, edition):
    Edition.objects.update(
        end_on=timezone.localdate() - timedelta(days=91), start_on=timezone.localdate() - timedelta(days=93)
    )
    kept = make_session()
    publish(edition, make_session(is_cancelled=True), kept)

    assert [str(event["UID"]).partition("@")[0] for event in events(client)] == [kept.guid]


@pytest.mark.parametrize(
    ("state", "status"),
    [(State.CANCELLED, "CANCELLED"), (State.POSTPONED, "TENTATIVE"), (State.RUNNING, "CONFIRMED")],
)
def test_the_state_of_the_meeting_is_that_of_its_entries(client, edition, talk, state, status):
    Edition.objects.update(state=state)

    (event,) = events(client)

    assert event["STATUS"] == status


def test_lines_are_folded_at_75_octets_and_arabic_signs_stay_whole(client, edition):
    words = "جلسة عمل حول إدارة المياه في البلديات، مع ترجمة فورية " * 6
    publish(edition, make_session(title={"ar": words}, abstract={"ar": words}))

    raw = lines(client, f"/ar{HERE[3:]}calendar.ics")

    assert max(len(line) for line in raw) <= 75
    assert [line for line in raw if line.startswith(b" ")]
    for line in raw:
        line.decode()  # a sign cut in two would not be UTF-8
    (event,) = events(client, f"/ar{HERE[3:]}calendar.ics")
    assert str(event["SUMMARY"]) == words.strip()


def test_no_control_sign_and_no_line_of_somebody_else_gets_in(client, edition):
    evil = "One\x01\x07\r\nBEGIN:VALARM\r\nTwo; three, four\\five\u2028six"
    session = make_session(title={"en": evil}, abstract={"en": evil}, meeting_point={"en": evil})
    publish(edition, session)

    raw = client.get(f"{HERE}calendar.ics").content

    assert not [octet for octet in raw.replace(b"\r\n", b"") if octet < 32 or octet == 127]
    assert b"\r\nBEGIN:VALARM" not in raw
    (event,) = events(client)
    assert str(event["SUMMARY"]) == "One BEGIN:VALARM Two; three, four\\fivesix"


def test_one_session_alone(client, edition, talk):
    other = make_session()
    publish(edition, talk, other)

    (event,) = events(client, f"{HERE}{other.code}.ics")

    assert str(event["UID"]).startswith(other.guid)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (f"{HERE}calendar.ics?lang=ar", "المياه"),
        (f"/ar{HERE[3:]}calendar.ics", "المياه"),
        (f"/ar{HERE[3:]}calendar.ics?lang=de", "Wasser"),
        (f"{HERE}calendar.ics?lang=xx", "Water"),
    ],
)
def test_the_language_is_that_of_the_question_or_of_the_address(client, talk, path, expected):
    (event,) = events(client, path)

    assert str(event["SUMMARY"]).startswith(expected)


def test_an_unchanged_calendar_is_not_sent_again(client, talk):
    first = client.get(f"{HERE}calendar.ics")

    again = client.get(f"{HERE}calendar.ics", headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert first.content == client.get(f"{HERE}calendar.ics").content


def zone_of(content, name):
    (zone,) = [zone for zone in icalendar.Calendar.from_ical(content).walk("VTIMEZONE") if zone["TZID"] == name]
    return zone


def test_the_zone_is_trimmed_to_the_years_of_the_programme(client, talk):
    content = client.get(f"{HERE}calendar.ics").content
    zone = zone_of(content, "Europe/Berlin")

    assert [(part.name, part["DTSTART"].to_ical(), part["TZOFFSETTO"].to_ical()) for part in zone.subcomponents] == [
        ("STANDARD", b"20270101T000000", "+0100"),
        ("DAYLIGHT", b"20270328T020000", "+0200"),
        ("STANDARD", b"20271031T030000", "+0100"),
    ]
    assert b"Asia/Hebron" not in content


@pytest.fixture
def spring(db):
    """A meeting in Hebron while the clocks change: there on the 27th at 2:00, in Germany on the 28th."""
    return EditionFactory(
        ahead=True, slug="spring", zone="Asia/Hebron", start_on=date(2027, 3, 26), end_on=date(2027, 3, 28)
    )


@pytest.mark.parametrize(
    ("at", "hours"),
    [
        (datetime(2027, 3, 26, 8, tzinfo=UTC), "10:00–10:45 (Hebron) / 09:00–09:45 (Berlin)"),
        (datetime(2027, 3, 27, 8, tzinfo=UTC), "11:00–11:45 (Hebron) / 09:00–09:45 (Berlin)"),
        (datetime(2027, 3, 28, 8, tzinfo=UTC), "11:00–11:45 (Hebron) / 10:00–10:45 (Berlin)"),
    ],
)
def test_the_clocks_of_one_side_change_a_day_before_those_of_the_other(at, hours):
    assert times.in_words(at, at + timedelta(minutes=45), "Asia/Hebron") == hours


def test_where_both_clocks_show_the_same_it_is_said_once():
    # The clocks of Palestine go back before those of Germany; on that one day both show the same.
    at = next(
        moment
        for hours in range(24 * 60)
        if (moment := datetime(2026, 10, 1, 9, tzinfo=UTC) + timedelta(hours=hours))
        and times.local(moment, "Europe/Berlin").utcoffset() == times.local(moment, "Asia/Hebron").utcoffset()
    )
    begins = times.local(at, "Europe/Berlin").strftime("%H:%M")
    ends = times.local(at + timedelta(minutes=30), "Europe/Berlin").strftime("%H:%M")

    assert times.in_words(at, at + timedelta(minutes=30), "Europe/Berlin") == f"{begins}–{ends} (Berlin and Hebron)"


def test_a_session_over_the_change_keeps_its_minutes_in_every_calendar(client, spring):
    before, over, after = (
        make_session(starts_at=SPRING - timedelta(hours=4), minutes=60),
        make_session(starts_at=SPRING - timedelta(minutes=30), minutes=60),  # 1:30 to 3:30 on the clock of Hebron
        make_session(starts_at=SPRING + timedelta(hours=8), minutes=60),
    )
    publish(spring, before, over, after)

    content = client.get("/en/events/spring/programme/calendar.ics").content
    found = {
        str(event["UID"]).partition("@")[0]: (event["DTSTART"].to_ical(), event["DTEND"].to_ical())
        for event in icalendar.Calendar.from_ical(content).walk("VEVENT")
    }
    zone = zone_of(content, "Asia/Hebron")

    assert found[before.guid] == (b"20270326T220000", b"20270326T230000")
    assert found[over.guid] == (b"20270327T013000", b"20270327T033000")
    assert found[after.guid] == (b"20270327T110000", b"20270327T120000")
    change = zone.subcomponents[1]
    assert (change.name, change["DTSTART"].to_ical()) == ("DAYLIGHT", b"20270327T020000")
    assert (change["TZOFFSETFROM"].to_ical(), change["TZOFFSETTO"].to_ical()) == ("+0200", "+0300")


def test_the_zone_in_the_file_alone_gives_each_moment_back(client, spring):
    """A reader that knows no zones but those in the file finds the same moments."""
    sessions = [make_session(starts_at=SPRING + timedelta(hours=6 * n), minutes=30) for n in range(-4, 9)]
    publish(spring, *sessions)

    calendar = icalendar.Calendar.from_ical(client.get("/en/events/spring/programme/calendar.ics").content)
    own = zone_of(calendar.to_ical(), "Asia/Hebron").to_tz(lookup_tzid=False)
    moments = sorted(
        event.decoded("DTSTART").replace(tzinfo=None).replace(tzinfo=own).astimezone(UTC)
        for event in calendar.walk("VEVENT")
    )

    assert moments == [session.starts_at for session in sessions]


def test_two_thousand_sessions_fit_into_one_calendar(edition):
    rooms = [make_room() for _each in range(5)]
    sessions = [make_session(room=rooms[n % 5].guid, starts_at=MORNING + timedelta(minutes=5 * n)) for n in range(2000)]
    publish(edition, *sessions, rooms=rooms)
    published = latest(edition)

    with override("ar"):
        content = calendars.calendar_of(
            [calendars.Part(edition, published, published.programme.sessions)], name="x", language="ar"
        )

    assert (
        content.count(b"BEGIN:VEVENT") == len({line for line in content.split(b"\r\n") if line[:4] == b"UID:"}) == 2000
    )


def test_each_turn_of_a_postponed_meeting_is_newer_for_calendars(client, edition, talk):
    columns = {f"{name}_{code}": "Text" for name in ("title", "summary", "place") for code in ("de", "en", "ar")}
    Edition.objects.update(**columns)
    (before,) = events(client)
    known = [(before["SEQUENCE"], before["LAST-MODIFIED"].dt)]
    office, at = UserFactory(roles=[Role.EVENTS]), PUBLISHED_AT + timedelta(days=1)
    days = Days(start_on=date(2027, 10, 13), end_on=date(2027, 10, 15), moves_programme=False)
    steps = [
        (Step("postpone", reason="Curfew"), "TENTATIVE"),
        (Step("announce", days=days), "CONFIRMED"),
        (Step("postpone", reason="Curfew"), "TENTATIVE"),
        (Step("cancel", reason="Curfew"), "CANCELLED"),
    ]

    for number, (step, status) in enumerate(steps):
        move_edition(edition.slug, step, actor=office, at=at + timedelta(hours=number))
        public_data.forget()
        (event,) = events(client)
        assert event["STATUS"] == status
        known.append((event["SEQUENCE"], event["LAST-MODIFIED"].dt))
        assert event["DTSTAMP"].dt == at + timedelta(hours=number)

    assert [one for one, _at in known] == sorted({one for one, _at in known})
    assert [moment for _one, moment in known] == [PUBLISHED_AT, *(at + timedelta(hours=n) for n in range(4))]
