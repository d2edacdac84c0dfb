"""A postponed meeting gets new days: what is planned moves along, the rest is named for the office."""

from datetime import UTC, date, datetime, timedelta
from html import unescape
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from jisr.audit.models import Entry
from jisr.events.agenda.drafting import draft_of, last_version, read
from jisr.events.editions import new_days
from jisr.events.editions.new_days import shifted
from jisr.events.editions.services import Days, Step, change_edition, move_edition
from jisr.events.editions.sheets import EDITION_SHEET
from jisr.events.models import Edition
from jisr.kernel.dates import PartialDate, Precision
from jisr.notifications.models import Message
from tests.events.agenda.conftest import NOW, Meeting
from tests.events.agenda.conftest import meeting as agenda_meeting
from tests.factories.agenda import CallFactory
from tests.factories.events import ParticipantFactory, ParticipantKindFactory, RoomFactory, SessionFactory, VenueFactory
from tests.factories.talks import TalkBlockFactory, TalkSettingFactory

pytestmark = pytest.mark.django_db
meeting = agenda_meeting
ZONES = ("Europe/Berlin", "Asia/Hebron")
TEXTS = {f"{name}_{code}": name for name in ("title", "summary", "place") for code in ("de", "en", "ar")}
LATER = Days(date(2027, 10, 27), date(2027, 10, 29), date(2027, 9, 30), moves_programme=True)


@pytest.fixture
def postponed(meeting) -> Meeting:
    """From 13 to 16 September 2027 in Berlin, postponed when its programme was published already."""
    Edition.objects.filter(pk=meeting.edition.pk).update(state="announced", **TEXTS)
    ParticipantKindFactory(edition=meeting.edition)
    meeting.edition.refresh_from_db()
    meeting.session(title_en="Opening")
    meeting.publish()
    step(meeting, Step("postpone", reason="Roads are closed"))
    return meeting


def step(meeting: Meeting, how: Step) -> None:
    move_edition(meeting.edition.slug, how, actor=meeting.planner, at=NOW)
    meeting.edition.refresh_from_db()


def times(edition: Edition) -> list[str]:
    rows = edition.sessions.filter(starts_at__isnull=False).order_by("starts_at", "pk")
    return [row.starts_at.isoformat() for row in rows]


@given(
    seconds=st.integers(1_700_000_000, 2_000_000_000),
    days=st.integers(-400, 400),
    zone=st.sampled_from(ZONES),
)
def test_what_moves_keeps_its_time_on_the_clocks_of_the_place(seconds, days, zone):
    at = datetime.fromtimestamp(seconds, UTC)
    there = ZoneInfo(zone)
    before, after = at.astimezone(there), shifted(at, days=days, zone=zone).astimezone(there)
    wished = before.replace(tzinfo=None) + timedelta(days=days)

    exists = wished.replace(tzinfo=there).astimezone(UTC).astimezone(there).replace(tzinfo=None) == wished
    assert after.replace(tzinfo=None) == (wished if exists else wished + timedelta(hours=1))


def test_berlin_and_hebron_change_their_clocks_on_different_days():
    nine_in_both = datetime(2027, 9, 14, 7, tzinfo=UTC), datetime(2027, 9, 14, 6, tzinfo=UTC)

    moved = [shifted(at, days=46, zone=zone) for at, zone in zip(nine_in_both, ZONES, strict=True)]  # 30 October

    assert [at.isoformat() for at in moved] == ["2027-10-30T07:00:00+00:00", "2027-10-30T07:00:00+00:00"]


def test_the_draft_moves_by_the_same_days_and_the_published_programme_stays(postponed):
    in_hebron = RoomFactory(venue=VenueFactory(zone="Asia/Hebron"))
    starts_at, until = datetime(2027, 9, 15, 6, tzinfo=UTC), date(2027, 9, 1)
    SessionFactory(
        edition=postponed.edition, room=in_hebron, starts_at=starts_at, needs_signup=True, signup_until=until
    )
    SessionFactory(edition=postponed.edition, starts_at=None, title_en="Without a time")
    versions = list(postponed.edition.sessions.order_by("pk").values_list("version", flat=True))

    step(postponed, Step("announce", days=LATER))

    assert times(postponed.edition) == ["2027-10-28T07:00:00+00:00", "2027-10-29T06:00:00+00:00"]
    after = list(postponed.edition.sessions.order_by("pk").values_list("version", flat=True))
    assert [now - then for then, now in zip(versions, after, strict=True)] == [1, 1, 0]
    published = read(last_version(postponed.edition))
    assert [each.starts_at.isoformat() for each in published.sessions] == ["2027-09-14T07:00:00+00:00"]
    draft = draft_of(postponed.edition, published, at=NOW)
    assert draft.sessions[0].starts_at == datetime(2027, 10, 28, 7, tzinfo=UTC)
    assert Entry.objects.filter(action="events.session_moved").count() == 2
    assert postponed.edition.sessions.get(needs_signup=True).signup_until == date(2027, 10, 15)


def test_in_winter_the_moment_is_an_hour_later_and_the_clock_the_same(postponed):
    step(postponed, Step("announce", days=Days(date(2028, 1, 17), date(2028, 1, 20), moves_programme=True)))

    assert times(postponed.edition) == ["2028-01-18T08:00:00+00:00"]


def test_without_the_tick_nothing_moves_and_the_office_reads_what_lies_outside(postponed):
    step(postponed, Step("announce", days=Days(LATER.start_on, LATER.end_on)))

    assert times(postponed.edition) == ["2027-09-14T07:00:00+00:00"]
    assert [str(look.text) for look in new_days.to_look_at(postponed.edition)] == [
        "1 session does not lie on the days of the meeting.",
        "The published programme still shows the old days. Publish the draft once it is right.",
    ]


def test_days_that_were_noted_while_it_was_postponed_move_the_programme_no_less(postponed):
    values = {
        "start": PartialDate(date(2027, 10, 1), Precision.MONTH),
        "end": PartialDate(date(2027, 10, 1), Precision.MONTH),
    }
    shown = EDITION_SHEET.read(postponed.edition)
    change_edition(postponed.edition.slug, values, opened=shown, reason="Not sure", actor=postponed.planner, at=NOW)

    step(postponed, Step("announce", days=LATER))

    assert times(postponed.edition) == ["2027-10-28T07:00:00+00:00"]


def test_times_of_one_to_one_meetings_move_along_and_their_deadline_only_where_it_is_chosen(postponed):
    setting = TalkSettingFactory(edition=postponed.edition, closes_at=datetime(2027, 9, 10, 16, tzinfo=UTC))
    block = TalkBlockFactory(setting=setting, starts_at=datetime(2027, 9, 14, 8, tzinfo=UTC))

    step(postponed, Step("announce", days=Days(date(2028, 1, 17), date(2028, 1, 20), moves_programme=True)))

    block.refresh_from_db()
    setting.refresh_from_db()
    assert (block.starts_at, setting.closes_at) == (
        datetime(2028, 1, 18, 9, tzinfo=UTC),
        datetime(2027, 9, 10, 16, tzinfo=UTC),
    )


def test_the_form_offers_it_only_where_something_is_planned_and_says_by_how_much(postponed):
    desk = Client()
    desk.force_login(postponed.planner)
    path = f"{postponed.address}steps/announce/"
    days = {"start_on": "27.10.2027", "end_on": "29.10.2027", "registration_deadline": "30.9.2027"}

    assert "sessions (1). All keep their time of day." in unescape(desk.get(path).text)
    seen = desk.post(path, {**days, "moves_programme": "on", "seen": "postponed", "do": "look"})
    assert "What is planned moves by 44 days." in unescape(seen.text)
    assert times(postponed.edition) == ["2027-09-14T07:00:00+00:00"]

    desk.post(path, {**days, "moves_programme": "on", "seen": "postponed", "do": "take"})
    assert times(postponed.edition) == ["2027-10-28T07:00:00+00:00"]

    postponed.edition.sessions.update(starts_at=None)
    step(postponed, Step("postpone", reason="Again"))
    assert "moves_programme" not in desk.get(path).text


def test_moving_tells_nobody_but_the_message_of_new_days(postponed):
    person = ParticipantFactory(edition=postponed.edition).user
    Message.objects.all().delete()

    step(postponed, Step("announce", days=LATER))

    assert list(Message.objects.values_list("recipient", "subject_line")) == [
        (person.pk, "A meeting has new days: title"),
    ]


def test_deadlines_stand_on_the_desk_until_the_next_step(postponed):
    CallFactory(edition=postponed.edition, closes_at=datetime(2027, 6, 1, 10, tzinfo=UTC))
    desk = Client()
    desk.force_login(postponed.planner)
    text = "The call for contributions closes: 1 June 2027, 12:00 (Berlin) / 13:00 (Hebron)."
    assert text not in unescape(desk.get(postponed.address).text)

    step(postponed, Step("announce", days=LATER))
    assert text in unescape(desk.get(postponed.address).text)

    step(postponed, Step("open"))
    assert text not in unescape(desk.get(postponed.address).text)
