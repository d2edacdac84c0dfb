"""Signing up from the programme, from one's own programme and from the page of a session; and the office's list."""

from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jisr.accounts.states import Role
from jisr.events.agenda import exports
from jisr.events.agenda.comparing import fingerprint
from jisr.events.agenda.drafting import draft_of, last_version, read
from jisr.events.agenda.models import Session
from jisr.events.agenda.publishing import publish
from jisr.events.agenda.signing_up import sign_up
from jisr.events.agenda.signup_models import SessionSignup
from jisr.events.timetable import services
from jisr.web import public_data
from tests.factories.accounts import UserFactory
from tests.factories.events import EditionVenueFactory, ParticipantFactory, RoomFactory, SessionFactory
from tests.factories.memberships import MembershipFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 8, 1, 8, tzinfo=UTC)
PROGRAMME = "/en/events/conf-6-2027/programme/"
MINE = "/en/workspace/meetings/conf-6-2027/my-programme/"


def publish_now(edition):
    draft = draft_of(edition, read(last_version(edition)), at=NOW)
    publish(edition, seen=fingerprint(draft), actor=UserFactory(roles=[Role.EVENTS]), at=NOW)
    public_data.forget()


@pytest.fixture
def visit(edition):
    """A published session with one place."""
    room = RoomFactory(venue=EditionVenueFactory(edition=edition).venue)
    columns = {"title_en": "Site visit", "needs_signup": True, "places": 1}
    session = SessionFactory(edition=edition, room=room, **columns)
    publish_now(edition)
    return session


@pytest.fixture
def mona(edition):
    return ParticipantFactory(edition=edition, full_name="Mona")


def browser(person):
    client = Client()
    client.force_login(person)
    return client


def page_of(session):
    return f"/en/workspace/meetings/conf-6-2027/sign-up/{session.public_id}/"


def desk_of(session):
    return f"/en/workspace/meetings/conf-6-2027/programme/sessions/{session.public_id}/sign-ups/"


def enter(session, person):
    return sign_up(session, person, actor=person.user, at=NOW)


def test_one_click_on_the_programme_signs_up_and_another_one_off(mona, visit):
    hers = browser(mona.user)
    text = hers.get(PROGRAMME).text
    assert "1 of 1 places is free" in text
    assert f'formaction="{page_of(visit)}" name="step" value="up"' in text

    done = hers.post(page_of(visit), {"step": "up", "next": PROGRAMME}, follow=True)
    hers.post(page_of(visit), {"step": "up", "next": PROGRAMME})
    assert done.redirect_chain[-1][0] == PROGRAMME
    for words in ("Mona has a place in “Site visit”.", "you have a place", "The only place is taken", "Sign off"):
        assert words in done.text
    assert "Add to my programme" not in done.text
    assert SessionSignup.objects.get().participant == mona

    hers.post(page_of(visit), {"step": "off", "next": PROGRAMME})
    again = hers.post(page_of(visit), {"step": "off", "next": "https://example.org/"}, follow=True)
    assert again.redirect_chain[-1][0] == page_of(visit)
    assert not SessionSignup.objects.exists()


def test_who_comes_too_late_reads_their_number_on_the_waiting_list(edition, mona, visit):
    for _number in range(2):
        enter(visit, ParticipantFactory(edition=edition))

    done = browser(mona.user).post(page_of(visit), {"step": "up", "next": f"{PROGRAMME}{visit.code}/"}, follow=True)

    for words in ("Mona is on the waiting list.", "number 2 on the waiting list", "2 people wait"):
        assert words in done.text


def test_what_one_signed_up_for_is_in_one_s_programme_and_calendar(edition, mona, visit):
    other = ParticipantFactory(edition=edition)
    for person in (mona, other):
        enter(visit, person)

    for person, number in ((mona, 1), (other, 0)):
        text = browser(person.user).get(MINE).text
        assert "Site visit" in text
        assert "Take it out" not in text
        feed = services.renew_feed(edition, actor=person.user, at=NOW)
        content = Client().get(f"/en/events/calendars/{services.token_of(feed)}.ics").content
        assert len(icalendar.Calendar.from_ical(content).walk("VEVENT")) == number


def test_a_session_that_was_picked_too_stays_after_signing_off(edition, mona, visit):
    services.pick(edition, visit.code, actor=mona.user, at=NOW)
    enter(visit, mona)
    hers = browser(mona.user)

    hers.post(page_of(visit), {"step": "off", "next": MINE})

    assert "Take it out" in hers.get(MINE).text


def test_strangers_read_that_sign_up_is_needed_and_no_number(client, visit):
    for page in (PROGRAMME, f"{PROGRAMME}{visit.code}/"):
        text = client.get(page).text
        assert "sign-up needed" in text or "Sign in and sign up" in text
        assert "free" not in text


def test_somebody_without_a_place_at_the_meeting_gets_no_button_and_the_reason(edition, visit):
    waiting = ParticipantFactory(edition=edition, waiting=True)
    theirs = browser(waiting.user)

    assert 'name="step"' not in theirs.get(PROGRAMME).text
    for person in (waiting.user, UserFactory()):
        done = browser(person).post(page_of(visit), {"step": "up"}, follow=True)
        assert "Only those with a confirmed place" in done.text


def test_a_coordinator_signs_up_the_people_they_send_and_nobody_else(edition, mona, visit):
    foreign = ParticipantFactory(edition=edition, full_name="Foreign")
    anna = browser(MembershipFactory(coordinator=True, authority=mona.authority).user)
    assert "Sign up people of my delegation" in anna.get(PROGRAMME).text
    text = anna.get(page_of(visit)).text
    assert "Mona" in text
    assert "Foreign" not in text

    done = anna.post(page_of(visit), {"step": "up", "participant": mona.public_id}, follow=True)
    assert "Mona has a place in “Site visit”." in done.text
    for named in (foreign.public_id, "nonsense"):
        assert anna.post(page_of(visit), {"step": "up", "participant": named}).status_code == 404
    assert [row.participant for row in SessionSignup.objects.all()] == [mona]


def test_a_session_that_nobody_knows_yet_has_no_page(edition, mona, visit):
    draft = SessionFactory(edition=edition, needs_signup=True)

    assert browser(mona.user).get(page_of(draft)).status_code == 404
    assert browser(mona.user).post(page_of(draft), {"step": "up"}).status_code == 404


def test_after_the_last_day_the_page_says_so_and_still_lets_people_off(mona, visit):
    enter(visit, mona)
    Session.objects.update(signup_until=date(2026, 9, 1))
    hers = browser(mona.user)

    text = hers.get(page_of(visit)).text
    assert "Sign-up is closed. You can still sign off" in " ".join(text.split())
    assert "Sign off" in hers.get(PROGRAMME).text
    hers.post(page_of(visit), {"step": "off"})
    assert "sign-up closed" in hers.get(PROGRAMME).text


@pytest.mark.parametrize("count", [1, 8])
def test_few_queries_for_any_number_of_sessions_that_need_sign_up(edition, mona, visit, count):
    for number in range(count):
        starts_at = visit.starts_at + timedelta(hours=number + 1)
        SessionFactory(edition=edition, needs_signup=True, room=visit.room, starts_at=starts_at)
    publish_now(edition)
    enter(visit, mona)
    hers = browser(mona.user)
    hers.get(PROGRAMME)

    for page in (PROGRAMME, f"{PROGRAMME}{visit.code}/"):
        with CaptureQueriesContext(connection) as few:
            hers.get(page)
        assert len([each for each in few if "sessionsignup" in each["sql"]]) == 2
        assert len(few) == 12


def test_the_office_reads_who_signed_up_and_signs_people_up_and_off(edition, mona, visit):
    enter(visit, mona)
    late = ParticipantFactory(edition=edition, full_name="Late")
    lena = browser(UserFactory(roles=[Role.EVENTS]))
    assert "The only place is taken" in lena.get(desk_of(visit)).text

    lena.post(page_of(visit), {"step": "up", "participant": late.public_id, "next": desk_of(visit)})
    text = lena.get(desk_of(visit)).text
    for words in ("Mona", "Late", "Who has a place (1)", "Waiting list (1)", "session-signups.csv"):
        assert words in text
    done = lena.post(
        page_of(visit), {"step": "off", "participant": mona.public_id, "next": desk_of(visit)}, follow=True
    )
    assert done.redirect_chain[-1][0] == desk_of(visit)
    assert [(row.participant, row.seat) for row in SessionSignup.objects.all()] == [(late, 1)]


def test_others_of_the_office_see_the_number_and_no_name(mona, visit):
    enter(visit, mona)
    adviser = browser(UserFactory(roles=[Role.ADVISER]))

    text = adviser.get(f"/en/workspace/meetings/conf-6-2027/programme/sessions/{visit.public_id}/").text

    assert "The only place is taken" in text
    assert "Mona" not in text
    assert adviser.get(desk_of(visit)).status_code == 403


def test_the_list_as_a_file_has_places_first_and_then_the_waiting_list(edition, mona, visit):
    other = ParticipantFactory(edition=edition, full_name="Omar", email="omar@example.org")
    for person in (mona, other):
        enter(visit, person)

    def table(query):
        rows = exports._signups(None, QueryDict(query))
        return [[str(column.value(row)) for column in exports.SIGNUP_COLUMNS] for row in rows]

    expected = [
        ["Site visit", "Mona", "", mona.authority.name, "English", "", "2026-08-01"],
        [
            "Site visit",
            "Omar",
            "omar@example.org",
            other.authority.name,
            "English",
            "number 1 on the waiting list",
            "2026-08-01",
        ],
    ]
    assert table(f"edition=conf-6-2027&session={visit.code}") == table("edition=conf-6-2027") == expected
    assert table("edition=conf-6-2027&session=NOTONE") == table("") == []


def test_the_form_of_a_session_says_that_sign_up_is_needed(edition, visit):
    lena = browser(UserFactory(roles=[Role.EVENTS]))
    address = f"/en/workspace/meetings/conf-6-2027/programme/sessions/{visit.public_id}/edit/"
    form = lena.get(address).context["form"]
    typed = {name: value for name, value in form.initial.items() if value is not None}

    lena.post(address, {**typed, "places": "5", "signup_until": "2027-09-10"})
    visit.refresh_from_db()
    assert (visit.needs_signup, visit.places, str(visit.signup_until)) == (True, 5, "2027-09-10")
    assert 'value="2027-09-10"' in lena.get(address).text

    form = lena.get(address).context["form"]
    typed = {name: value for name, value in form.initial.items() if value not in (None, True)}
    Session.objects.filter(pk=visit.pk).update(signup_until=date(2027, 9, 11))
    clash = lena.post(address, {**typed, "signup_until": "2027-09-12"})
    assert clash.status_code == 409
    assert "11 September 2027" in clash.text
