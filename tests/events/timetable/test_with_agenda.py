"""From the office's draft to the programme of everybody, and to those who have a session in their own."""

from datetime import UTC, datetime, timedelta

import icalendar
import pytest

from jisr.accounts.states import Role
from jisr.events.agenda.comparing import fingerprint
from jisr.events.agenda.drafting import draft_of, last_version, read
from jisr.events.agenda.models import Session
from jisr.events.agenda.publishing import publish
from jisr.events.timetable import services
from jisr.notifications.models import Message
from jisr.web import public_data
from tests.factories.accounts import UserFactory
from tests.factories.events import EditionVenueFactory, RoomFactory, SessionFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 8, 1, 8, tzinfo=UTC)


@pytest.fixture
def planned(edition):
    """Two sessions in a room of a venue of the meeting."""
    room = RoomFactory(venue=EditionVenueFactory(edition=edition).venue)
    starts = datetime(2027, 9, 14, 8, tzinfo=UTC)
    return [SessionFactory(edition=edition, room=room, starts_at=starts + timedelta(hours=n)) for n in range(2)]


def publish_now(edition, at=NOW, **columns):
    office = UserFactory(roles=[Role.EVENTS])
    draft = draft_of(edition, read(last_version(edition)), at=at)
    version = publish(edition, seen=fingerprint(draft), actor=office, at=at, **columns)
    public_data.forget()  # as after the commit
    return version


def entry(client, code):
    content = client.get(f"/en/events/conf-6-2027/programme/{code}.ics").content
    (event,) = icalendar.Calendar.from_ical(content).walk("VEVENT")
    return event


def test_what_the_office_publishes_is_what_everybody_reads(client, edition, planned):
    publish_now(edition)

    page = client.get("/en/events/conf-6-2027/programme/")

    assert [row.code for row in page.context["listing"].page] == [session.code for session in planned]
    assert planned[0].title in page.text


def test_those_who_have_a_session_in_their_programme_are_told_when_it_moves_and_nobody_else(edition, planned):
    mona, otto = UserFactory(), UserFactory()
    publish_now(edition)
    services.pick(edition, planned[0].code, actor=mona, at=NOW)
    services.pick(edition, planned[1].code, actor=otto, at=NOW)
    Session.objects.filter(pk=planned[0].pk).update(starts_at=planned[0].starts_at + timedelta(hours=4))

    publish_now(edition, NOW + timedelta(days=1))

    assert [message.recipient for message in Message.objects.all()] == [mona]


def test_a_calendar_follows_moving_cancelling_and_coming_back(client, edition, planned):
    code, rows = planned[0].code, Session.objects.filter(pk=planned[0].pk)
    publish_now(edition)
    seen = [entry(client, code)]
    changes = [
        {"starts_at": planned[0].starts_at + timedelta(hours=4)},
        {"is_cancelled": True},
        {"is_cancelled": False},
    ]
    for day, columns in enumerate(changes, 1):
        rows.update(**columns)
        publish_now(edition, NOW + timedelta(days=day))
        seen.append(entry(client, code))

    sequences = [event["SEQUENCE"] for event in seen]
    assert sequences == sorted(set(sequences))
    assert [event["STATUS"] for event in seen] == ["CONFIRMED", "CONFIRMED", "CANCELLED", "CONFIRMED"]
    assert len({event["UID"] for event in seen}) == 1
    assert [event.decoded("LAST-MODIFIED") for event in seen] == [NOW + timedelta(days=n) for n in range(4)]


def test_what_is_new_stands_above_the_programme_in_each_language_until_the_next_version(client, edition, planned):
    news = {"de": "Mehr Wasser", "en": "More water", "ar": "مزيد من الماء"}
    publish_now(edition, news=news)

    for code, text in news.items():
        page = client.get(f"/{code}/events/conf-6-2027/programme/").text
        assert f"</strong> {text}</p>" in page

    Session.objects.filter(pk=planned[0].pk).update(minutes=30)
    publish_now(edition, NOW + timedelta(days=1))
    assert "More water" not in client.get("/en/events/conf-6-2027/programme/").text
