"""A programme of one's own: what is in it, what moved, what overlaps, its calendar, and who may not."""

import re
from datetime import timedelta

import icalendar
import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jisr.accounts.models import User
from jisr.events.editions.states import State
from jisr.events.models import CalendarFeed, Edition, Participant, ProgrammePick
from jisr.events.timetable import services
from jisr.events.timetable.concerned import concerns, people_of
from jisr.events.timetable.limiting import MOST_MISSES, MOST_READS
from jisr.events.timetable.own import programme_of
from jisr.events.timetable.reading import latest
from jisr.events.timetable.sheets import own_sheet
from jisr.kernel import personal
from jisr.kernel.policy import Refused
from tests.at_once import at_once, by
from tests.events.timetable.building import MORNING, PUBLISHED_AT, make_room, make_session, publish, replace
from tests.factories.accounts import UserFactory
from tests.factories.agenda import InterpretationFactory, SpeakerFactory
from tests.factories.events import EditionFactory, ParticipantFactory, SessionFactory

pytestmark = pytest.mark.django_db
HERE = "/en/workspace/meetings/conf-6-2027/my-programme/"
PROGRAMME = "/en/events/conf-6-2027/programme/"


@pytest.fixture
def mona(db):
    return UserFactory()


def browser(person):
    client = Client()
    client.force_login(person)
    return client


def keep(edition, session, person):
    return services.pick(edition, session.code, actor=person, at=PUBLISHED_AT)


def test_a_session_is_chosen_and_taken_out_from_the_programme(mona, edition, talk):
    hers = browser(mona)
    assert "Add to my programme" in hers.get(PROGRAMME).text

    added = hers.post(f"{HERE}{talk.code}/pick/", {"next": PROGRAMME}, follow=True)
    hers.post(f"{HERE}{talk.code}/pick/", {"next": PROGRAMME})
    assert added.redirect_chain[-1][0] == PROGRAMME
    assert "The session is in your programme." in added.text
    assert "In my programme: take it out" in added.text
    assert ProgrammePick.objects.get().user == mona
    assert talk.title["en"] in hers.get(HERE).text

    hers.post(f"{HERE}{talk.code}/drop/")
    gone = hers.post(f"{HERE}{talk.code}/drop/", follow=True)
    assert "not in your programme any more" in gone.text
    assert "You have not chosen a session yet" in gone.text


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"])
def test_the_way_back_never_leads_elsewhere(mona, edition, talk, back):
    response = browser(mona).post(f"{HERE}{talk.code}/pick/", {"next": back})

    assert response.headers["Location"] == HERE


def test_strangers_are_asked_to_sign_in_and_the_public_pages_know_nobody(client, edition, talk):
    assert "/accounts/login/" in client.get(HERE).headers["Location"]
    assert "/accounts/login/" in client.post(f"{HERE}{talk.code}/pick/").headers["Location"]
    assert "Add to my programme" not in client.get(PROGRAMME).text
    assert set(client.cookies) == {"messages"}  # what to do next, and nobody's name
    with pytest.raises(Refused):
        services.pick(edition, talk.code, actor=AnonymousUser(), at=PUBLISHED_AT)


def test_what_is_not_published_or_cancelled_is_not_chosen(mona, edition, hall):
    off = make_session(is_cancelled=True)
    publish(edition, off)

    for code in (off.code, "ABC123"):
        response = browser(mona).post(f"{HERE}{code}/pick/", follow=True)
        assert "not in the published programme any more" in response.text
    assert not ProgrammePick.objects.exists()


def test_a_planned_meeting_has_no_programme_to_keep(mona, edition, talk):
    Edition.objects.update(state=State.PLANNED)

    assert browser(mona).get(HERE).status_code == 404
    assert browser(mona).post(f"{HERE}{talk.code}/pick/").status_code == 404
    with pytest.raises(Refused):
        keep(Edition.objects.get(), talk, mona)


def test_choices_survive_new_versions_and_what_moved_is_said_until_it_is_known(mona, edition, hall):
    other = make_room(name={"en": "Small hall"})
    moved, elsewhere, off, same = (
        make_session(room=hall.guid, starts_at=MORNING + timedelta(hours=n)) for n in range(4)
    )
    publish(edition, moved, elsewhere, off, same, rooms=[hall, other])
    for session in (moved, elsewhere, off, same):
        keep(edition, session, mona)
    publish(
        edition,
        replace(moved, starts_at=MORNING + timedelta(days=1), sequence=1),
        replace(elsewhere, room=other.guid, sequence=1),
        replace(off, is_cancelled=True),
        same,
        rooms=[hall, other],
    )
    hers = browser(mona)

    page = hers.get(HERE)

    assert [row.entry.code for row in page.context["news"]] == [elsewhere.code, off.code, moved.code]
    assert "3 sessions in your programme have changed" in page.text
    assert "Moved. It was: Tuesday, 14 September 2027, 10:00–10:45 (Berlin) / 11:00–11:45 (Hebron)" in page.text
    assert "In another room. It was: Great hall · Town hall" in page.text
    assert "does not take place" in page.text

    hers.post(f"{HERE}known/", {"version": "1"})  # a tab from before the last version
    assert len(hers.get(HERE).context["news"]) == 3
    hers.post(f"{HERE}known/", {"version": "2"})
    known = hers.get(HERE)
    assert known.context["news"] == []
    assert len(known.context["rows"]) == 4
    assert "does not take place" in known.text


@pytest.mark.parametrize("version", ["", "x", "-1", "²", "9" * 40])
def test_a_nonsense_version_is_known_by_nobody(mona, edition, talk, version):
    assert browser(mona).post(f"{HERE}known/", {"version": version}).status_code == 302


def test_what_is_at_the_same_time_is_named_and_what_is_cancelled_is_in_nobodys_way(mona, edition):
    first = make_session(title={"en": "First"}, minutes=60)
    second = make_session(title={"en": "Second"}, starts_at=MORNING + timedelta(minutes=30))
    after = make_session(title={"en": "After"}, starts_at=MORNING + timedelta(minutes=75))
    off = make_session(title={"en": "Off"})
    publish(edition, first, second, after, off)
    for session in (first, second, after, off):
        keep(edition, session, mona)
    publish(edition, first, second, after, replace(off, is_cancelled=True))

    page = browser(mona).get(HERE)

    clashes = {row.entry.plain_title: [other.plain_title for other in row.clashes] for row in page.context["rows"]}
    assert clashes == {"First": ["Second"], "Second": ["First"], "After": [], "Off": []}
    assert "At the same time as Second (10:30–11:15 (Berlin) / 11:30–12:15 (Hebron))" in page.text


def test_one_sees_only_ones_own(mona, edition, talk):
    keep(edition, talk, UserFactory())

    assert browser(mona).get(HERE).context["rows"] == []


@pytest.mark.parametrize("count", [1, 3, 40])
def test_few_queries_for_any_number_of_choices(mona, edition, hall, count):
    sessions = [make_session(room=hall.guid, starts_at=MORNING + timedelta(minutes=20 * n)) for n in range(count)]
    publish(edition, *sessions, rooms=[hall])
    ProgrammePick.objects.bulk_create(
        ProgrammePick(
            user=mona,
            edition=edition,
            session_guid=session.guid,
            starts_at=session.starts_at,
            minutes=45,
            picked_at=PUBLISHED_AT,
        )
        for session in sessions
    )
    hers = browser(mona)

    with CaptureQueriesContext(connection) as asked:
        assert len(hers.get(HERE).context["rows"]) == count
    assert len(asked) <= 16


def make_feed(person):
    """Press the button and read the address from the page."""
    text = browser(person).post(f"{HERE}calendar/", follow=True).text
    return re.search(r'<code dir="ltr">\S+?(/en/events/calendars/[\w-]+\.ics)</code>', text)[1]


def entries(client, path, **asked):
    return icalendar.Calendar.from_ical(client.get(path, **asked).content).walk("VEVENT")


def test_a_secret_address_gives_ones_own_programme_to_a_calendar(client, mona, edition, hall):
    mine, other = make_session(room=hall.guid), make_session(room=hall.guid)
    publish(edition, mine, other, rooms=[hall])
    keep(edition, mine, mona)
    path = make_feed(mona)

    response = client.get(path)

    (event,) = icalendar.Calendar.from_ical(response.content).walk("VEVENT")
    assert str(event["UID"]).startswith(mine.guid)
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert response.headers["Cache-Control"] == "private, no-cache"
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert client.cookies == {}
    again = client.get(path, headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304
    (arabic,) = entries(client, path + "?lang=ar")
    assert str(arabic["SUMMARY"]) == mine.title["ar"]
    assert "X-WR-CALNAME:برنامجي" in client.get(path + "?lang=ar").content.decode()


def test_the_calendar_follows_what_moves(client, mona, edition, talk):
    keep(edition, talk, mona)
    path = make_feed(mona)
    (before,) = entries(client, path)
    publish(edition, replace(talk, is_cancelled=True))

    (after,) = entries(client, path)

    assert (after["UID"], after["STATUS"]) == (before["UID"], "CANCELLED")
    assert after["SEQUENCE"] > before["SEQUENCE"]


def test_a_renewed_address_ends_the_old_one_and_a_second_click_changes_nothing(client, mona, edition, talk):
    old = make_feed(mona)
    key = str(CalendarFeed.objects.get().key)
    assert make_feed(mona) == old  # a form without the old address makes no new one

    hers = browser(mona)
    hers.post(f"{HERE}calendar/", {"seen": key})
    hers.post(f"{HERE}calendar/", {"seen": key})
    new = make_feed(mona)

    assert new != old
    assert client.get(old).status_code == 404
    assert client.get(new).status_code == 200
    hers.post(f"{HERE}calendar/stop/")
    assert client.get(new).status_code == 404


def test_the_address_holds_no_number_and_the_table_does_not_hold_the_address(mona, edition, talk):
    path = make_feed(mona)
    row = CalendarFeed.objects.values().get()

    token = path.rpartition("/")[2].removesuffix(".ics")
    assert len(token) == 43
    assert token not in str(row)
    assert mona.email not in path


def test_a_closed_account_and_a_hidden_meeting_have_no_calendar(client, mona, edition, talk):
    path = make_feed(mona)
    Edition.objects.update(state=State.PLANNED)
    assert client.get(path).status_code == 404
    Edition.objects.update(state=State.OPEN)
    assert client.get(path).status_code == 200
    User.objects.filter(pk=mona.pk).update(is_active=False)
    assert client.get(path).status_code == 404


def test_guessing_addresses_and_asking_without_end_are_stopped(client, page_cache, mona, edition, talk):
    path = make_feed(mona)
    for _each in range(MOST_READS):
        assert client.get(path).status_code == 200
    stopped = client.get(path)
    assert (stopped.status_code, stopped.headers["Retry-After"]) == (429, "3600")

    answers = [client.get(f"/en/events/calendars/guess{n}.ics").status_code for n in range(MOST_MISSES + 2)]
    assert answers == [404] * MOST_MISSES + [429, 429]


def test_an_own_calendar_is_never_kept_with_the_public_pages(client, page_cache, mona, edition, hall):
    first, second = make_session(), make_session()
    publish(edition, first, second)
    keep(edition, first, mona)
    path = make_feed(mona)
    assert len(entries(client, path)) == 1
    keep(edition, second, mona)

    assert len(entries(client, path)) == 2


def test_an_own_calendar_before_anything_is_published_is_empty_and_valid(client, mona, edition):
    path = make_feed(mona)

    assert entries(client, path) == []


def test_publishing_can_ask_who_has_a_session(edition, hall, mona):
    first, second = make_session(), make_session()
    publish(edition, first, second)
    otto, closed = UserFactory(), UserFactory(is_active=False)
    for person, session in ((mona, first), (mona, second), (otto, second)):
        keep(edition, session, person)
    ProgrammePick.objects.create(
        user=closed, edition=edition, session_guid=first.guid, starts_at=MORNING, minutes=5, picked_at=PUBLISHED_AT
    )

    assert people_of(edition, [first.guid]) == {mona}
    assert people_of(edition, [first.guid, second.guid]) == {mona, otto}
    assert people_of(EditionFactory(), [first.guid]) == set()


def test_publishing_can_ask_by_the_keys_of_planned_sessions(edition, mona):
    planned, other = SessionFactory(edition=edition), SessionFactory(edition=edition)
    session = make_session(guid=str(planned.public_id), code=planned.code)
    publish(edition, session)
    keep(edition, session, mona)

    assert concerns([planned.pk, other.pk]) == {(mona.pk, planned.pk)}
    assert concerns([other.pk]) == set()


def test_ones_own_data_and_erasure(edition, talk, mona):
    keep(edition, talk, mona)
    services.renew_feed(edition, actor=mona, at=timezone.now())

    told = personal.exporters()["programmes"](mona)
    assert [(row["meeting"], row["session"]) for row in told.rows] == [("Sixth conference", talk.title["en"])]
    assert personal.erasers()["programmes"](mona) == 2
    assert not ProgrammePick.objects.exists()
    assert not CalendarFeed.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_tabs_at_once_choose_a_session_once_and_make_one_address():
    edition, mona = EditionFactory(ahead=True), UserFactory()
    talk = make_session()
    publish(edition, talk)

    def tab():
        keep(edition, talk, by(mona))
        services.renew_feed(edition, actor=by(mona), at=PUBLISHED_AT)

    assert at_once(tab, tab) == ["done", "done"]
    assert (ProgrammePick.objects.count(), CalendarFeed.objects.count()) == (1, 1)


@pytest.fixture
def at_work(edition, hall, mona):
    """Mona moderates one session and interprets the other; neither is picked."""
    seat = ParticipantFactory(edition=edition, user=mona)
    rows = [SessionFactory(edition=edition), SessionFactory(edition=edition)]
    SpeakerFactory(session=rows[0], participant=seat, role="moderator")
    InterpretationFactory(session=rows[1], interpreter=seat, from_language="ar", to_language="de", channel="whispered")
    sessions = [make_session(guid=str(row.public_id), code=row.code, room=hall.guid) for row in rows]
    publish(edition, *sessions, make_session(), rooms=[hall])
    return sessions


INTERPRETS = "You interpret: Arabic → German (whispered)"


def test_where_one_speaks_and_interprets_is_in_the_own_programme_without_being_picked(mona, edition, at_work):
    hers = browser(mona)

    page = hers.get(HERE)

    found = {row.entry.guid: list(row.does) for row in page.context["rows"]}
    assert found == {at_work[0].guid: ["You moderate"], at_work[1].guid: [INTERPRETS]}
    assert f"<strong>{INTERPRETS}</strong>" in page.text
    assert page.context["news"] == []
    keep(edition, at_work[1], mona)
    assert "Take it out" not in hers.get(HERE).text
    public = hers.get(PROGRAMME).text
    assert f"<strong>{INTERPRETS}</strong>" in public
    assert public.count("Add to my programme") == 1
    assert "take it out" not in public
    one = hers.get(f"{PROGRAMME}{at_work[1].code}/").text
    assert INTERPRETS in one
    assert "take it out" not in one


def test_the_calendar_and_the_paper_say_what_one_does(client, mona, edition, at_work):
    path = make_feed(mona)

    told = {str(event["UID"])[:36]: str(event["DESCRIPTION"]) for event in entries(client, path)}
    assert told.keys() == {each.guid for each in at_work}
    assert INTERPRETS in told[at_work[1].guid].splitlines()
    (arabic, *_rest) = [each for each in entries(client, path + "?lang=ar") if at_work[1].guid in str(each["UID"])]
    assert "العربية ← الألمانية" in str(arabic["DESCRIPTION"])
    published = latest(edition)
    sheet = own_sheet(edition, published, programme_of(mona, edition, published))
    lines = [line for day in sheet["days"] for row in day["sessions"] for line in row["lines"]]
    assert {"You moderate", INTERPRETS} <= set(lines)


def test_who_does_not_come_any_more_has_no_part(client, mona, edition, at_work):
    Participant.objects.update(state="withdrawn")

    assert browser(mona).get(HERE).context["rows"] == []
    assert entries(client, make_feed(mona)) == []
