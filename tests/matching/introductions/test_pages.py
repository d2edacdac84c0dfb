"""The pages, in the hands of people: forms that lose nothing, buttons that fit, lists that stay quick."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jisr.audit.services import SYSTEM
from jisr.documents.services import store
from jisr.matching.introductions.models import Introduction, IntroductionCall, IntroductionNote, IntroductionPaper
from jisr.matching.introductions.papers import subject_of
from jisr.matching.introductions.states import Side, State
from jisr.matching.models import BlockedPair
from jisr.partnerships.models import Partnership
from tests.factories.accounts import UserFactory
from tests.factories.documents import pdf
from tests.factories.introductions import (
    CallFactory,
    IntroductionFactory,
    IntroductionStepFactory,
    NoteFactory,
    PaperFactory,
    VisitFactory,
    state_columns,
)
from tests.factories.memberships import MembershipFactory
from tests.factories.municipalities import AuthorityFactory, ThemeFactory

pytestmark = pytest.mark.django_db
HERE = "/en/workspace/introductions/"
SOON = timezone.localdate() + timedelta(days=10)


def browser(person):
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def asked(towns):
    return IntroductionFactory(
        german=towns.german,
        palestinian=towns.palestinian,
        expires_on=SOON,
        adviser_note="Both work on waste.",
        reasons=[
            {"kind": "needs", "points": 3000, "themes": [ThemeFactory(name_en="Waste & water").slug]},
            {"kind": "languages", "points": 1550},
        ],
    )


@pytest.fixture
def opened(towns):
    return IntroductionFactory(german=towns.german, palestinian=towns.palestinian, open=True)


def address(introduction, rest=""):
    return f"{HERE}{introduction.public_id}/{rest}"


def text_of(response):
    return response.content.decode()


def test_the_question_is_shown_with_reasons_consequences_and_one_s_contacts(towns, asked):
    text = text_of(browser(towns.anna).get(address(asked)))

    assert "Germantown offers what Palestinetown looks for: Waste &amp; water." in text
    assert "Both administrations can work in the same language." in text
    assert "30.00 %" in text
    assert "45.50 %" in text
    assert "Both work on waste." in text
    assert "They open to both at once" in text
    assert "What does <bdi>Germantown</bdi> say?" in text


def test_saying_yes_and_no_from_the_page(towns, asked):
    yes = browser(towns.anna).post(address(asked, "answer/"), {"answer": "yes", "seen": asked.version}, follow=True)
    assert "We tell you as soon as the other side has answered" in text_of(yes)
    again = browser(towns.anna).post(address(asked, "answer/"), {"answer": "yes", "seen": asked.version}, follow=True)
    assert again.status_code == 200
    done = browser(towns.basim).post(address(asked, "answer/"), {"answer": "yes", "seen": asked.version}, follow=True)
    assert "Contacts are open to both now" in text_of(done)
    stale = browser(towns.basim).post(address(asked, "answer/"), {"answer": "no", "seen": asked.version}, follow=True)
    assert "This is settled already" in text_of(stale)
    asked.refresh_from_db()
    assert (asked.state, BlockedPair.objects.count()) == (State.OPEN, 0)


def test_an_answer_without_a_choice_says_so_at_the_field_and_loses_nothing(towns, asked):
    response = browser(towns.anna).post(address(asked, "answer/"), {"note": "What I typed", "seen": asked.version})

    assert response.status_code == 422
    assert "Please say yes or no." in text_of(response)
    assert "What I typed" in text_of(response)


def test_an_outsider_and_another_member_send_nothing(towns, asked):
    member = MembershipFactory(confirmed=True, authority=towns.german).user
    for person in (UserFactory(), member, towns.adviser):
        assert browser(person).post(address(asked, "answer/"), {"answer": "yes"}).status_code == 404
    asked.refresh_from_db()
    assert asked.german_answer == "pending"


def test_interest_from_the_page_of_a_request(towns, published, client):
    page = text_of(client.get(f"/en/requests/{published.slug}/"))
    assert f"{HERE}interest/{towns.palestinian.slug}/" in page
    assert client.cookies == {}

    anna = browser(towns.anna)
    form = f"{HERE}interest/{towns.palestinian.slug}/"
    assert "international office" in text_of(anna.get(form))
    wrong = anna.post(form, {"words": "Call +49 228 5550111"})
    assert (wrong.status_code, "Call +49 228 5550111" in text_of(wrong)) == (422, True)
    right = anna.post(form, {"words": "We would like to learn."}, follow=True)
    found = Introduction.objects.get()
    assert right.redirect_chain[-1][0] == address(found)
    assert anna.get(form).headers["Location"] == address(found)


def test_interest_without_an_authority_leads_to_finding_one(towns, published):
    text = text_of(browser(UserFactory()).get(f"{HERE}interest/{towns.palestinian.slug}/"))

    assert "Coordinators of German authorities" in text
    assert "<textarea" not in text


def test_interest_in_one_that_does_not_look_is_refused(towns):
    anna = browser(towns.anna)

    assert "does not look for a partner" in text_of(anna.get(f"{HERE}interest/{towns.palestinian.slug}/"))
    anna.post(f"{HERE}interest/{towns.palestinian.slug}/", {"words": ""})
    assert not Introduction.objects.exists()


def test_who_coordinates_two_authorities_chooses_one(towns, published):
    second = AuthorityFactory(name_en="Secondtown")
    MembershipFactory(coordinator=True, authority=second, user=towns.anna)
    form = f"{HERE}interest/{towns.palestinian.slug}/"

    assert browser(towns.anna).post(form, {"words": ""}).status_code == 422
    browser(towns.anna).post(form, {"words": "", "own": second.slug})
    assert Introduction.objects.get().german == second


def test_a_note_with_markup_stays_text_and_can_be_put_right(towns, opened):
    evil = "<script>alert(1)</script> بلدة Surif 35 000"
    browser(towns.basim).post(address(opened, "notes/"), {"text": evil, "form_key": "a" * 32})
    browser(towns.basim).post(address(opened, "notes/"), {"text": evil, "form_key": "a" * 32})
    note = IntroductionNote.objects.get()

    text = text_of(browser(towns.anna).get(address(opened)))
    assert "<script>alert(1)" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; بلدة Surif 35 000" in text
    assert "Put it right" not in text
    mine = text_of(browser(towns.basim).get(address(opened) + f"?corrects={note.public_id}"))
    assert "puts your note of" in mine
    browser(towns.basim).post(address(opened, "notes/"), {"text": "Right", "corrects": str(note.public_id)})
    assert IntroductionNote.objects.get(text="Right").corrects == note


def test_a_note_typed_before_the_room_closed_comes_back_with_the_reason(towns, opened):
    Introduction.objects.filter(pk=opened.pk).update(state=State.CLOSED, ended_at=timezone.now())

    response = browser(towns.anna).post(address(opened, "notes/"), {"text": "Long and dear"})

    assert response.status_code == 422
    assert IntroductionNote.objects.count() == 0


def test_the_call_is_typed_in_one_zone_and_shown_in_both(towns, opened):
    typed = {"day": "2027-01-15", "hour": "10:00", "clock": "german", "minutes": "60", "where": "https://v.example/1"}
    done = browser(towns.anna).post(address(opened, "call/"), typed, follow=True)
    assert "set for 10:00 in Berlin, which is 11:00 in Hebron" in text_of(done)
    assert "15 January 2027, 10:00 (Berlin) / 11:00 (Hebron), 60 minutes" in text_of(done)
    calendar = browser(towns.basim).get(address(opened, "call.ics"))
    assert calendar.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert "DTSTART:20270115T090000Z" in text_of(calendar)

    form = text_of(browser(towns.basim).get(address(opened, "call/")))
    assert 'value="11:00"' in form
    stale = browser(towns.basim).post(address(opened, "call/"), {**typed, "hour": "12:00"})
    assert (stale.status_code, "set another time meanwhile" in text_of(stale)) == (422, True)
    assert 'value="12:00"' in text_of(stale)
    browser(towns.basim).post(address(opened, "call/cancel/"))
    assert IntroductionCall.objects.get().is_cancelled


def test_an_hour_that_does_not_exist_is_an_error_at_the_field(towns, opened):
    typed = {"day": "2027-03-28", "hour": "02:30", "clock": "german", "minutes": "60", "where": ""}
    response = browser(towns.anna).post(address(opened, "call/"), typed)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["hour"]


def test_visits_steps_and_papers_from_the_page(towns, opened):
    anna, basim = browser(towns.anna), browser(towns.basim)
    bad = anna.post(
        address(opened, "visits/add/"), {"host": "german", "begins_on": "2027-01-02", "ends_on": "2027-01-01"}
    )
    assert sorted(bad.context["form"].errors) == ["ends_on", "who_goes"]
    days = {"begins_on": "2026-11-02", "ends_on": "2026-11-03"}
    anna.post(address(opened, "visits/add/"), {"host": "palestinian", "who_goes": "mayor", **days})
    visit = opened.visits.get()
    basim.post(address(opened, f"visits/{visit.public_id}/done/"))
    anna.post(
        address(opened, "steps/add/"), {"text": "Send the map", "owner": "palestinian", "due_on": SOON.isoformat()}
    )
    step = opened.steps.get()
    assert "Send the map" in text_of(basim.get("/en/workspace/"))
    basim.post(address(opened, f"steps/{step.public_id}/done/"))
    anna.post(address(opened, "papers/add/"), {"title": "Fact sheet"})
    assert IntroductionPaper.objects.get().side == Side.GERMAN

    text = text_of(anna.get(address(opened)))
    for expected in ("Palestinetown</bdi> receives the visit", "done on", "Fact sheet", "Add a file"):
        assert expected in text
    visit.refresh_from_db()
    assert visit.state == "done"


@pytest.mark.parametrize("rest", ["call/", "visits/add/", "steps/add/", "papers/add/"])
@pytest.mark.parametrize("state", [state for state in State if state != State.OPEN])
def test_forms_of_a_closed_room_are_not_there(towns, rest, state):
    found = IntroductionFactory(german=towns.german, palestinian=towns.palestinian, **state_columns(state))

    assert browser(towns.anna).get(address(found, rest)).status_code == 404


def test_rows_of_another_room_are_not_there(towns, opened):
    other = IntroductionStepFactory()

    assert browser(towns.anna).post(address(opened, f"steps/{other.public_id}/done/")).status_code == 404
    other_visit = VisitFactory()
    assert browser(towns.anna).post(address(opened, f"visits/{other_visit.public_id}/done/")).status_code == 404


@pytest.mark.parametrize(
    ("name", "typed", "state"),
    [
        ("withdraw", {"reason": ""}, State.WITHDRAWN),
        ("close", {"reason": "Other plans"}, State.CLOSED),
        ("conclude", {"form": "projektpartnerschaft"}, State.CONCLUDED),
    ],
)
def test_each_way_to_end_asks_first(towns, opened, name, typed, state):
    anna = browser(towns.anna)
    assert anna.get(address(opened, f"end/{name}/")).status_code == 200
    opened.refresh_from_db()
    assert opened.state == State.OPEN

    done = anna.post(address(opened, f"end/{name}/"), typed, follow=True)

    opened.refresh_from_db()
    assert (opened.state, done.status_code) == (state, 200)
    if state == State.CONCLUDED:
        assert f"/en/workspace/ties/{Partnership.objects.get().slug}/" in text_of(done)


def test_closing_without_a_reason_is_an_error_at_the_field(towns, opened):
    response = browser(towns.anna).post(address(opened, "end/close/"), {"reason": " "})

    assert (response.status_code, list(response.context["form"].errors)) == (422, ["reason"])


def test_the_list_of_one_s_authority_puts_first_what_waits(towns, asked):
    IntroductionFactory(german=towns.german, **state_columns(State.CLOSED))
    IntroductionFactory()

    groups = browser(towns.anna).get(HERE).context["groups"]

    assert [(title, len(rows)) for title, rows in groups] == [("Your answer is awaited", 1), ("Ended", 1)]
    assert browser(UserFactory()).get(HERE).context["groups"] == []


def test_the_office_filters_by_state_name_and_silence(towns, asked):
    IntroductionFactory(**state_columns(State.CLOSED))
    fresh = IntroductionFactory(asked_at=timezone.now())
    office = browser(towns.adviser)

    def rows(query):
        return set(office.get(f"{HERE}office/{query}").context["listing"].page.object_list)

    assert rows("") == {asked, fresh}
    assert rows("?q=Germantown") == {asked}
    assert rows("?state=closed").isdisjoint({asked, fresh})
    assert len(rows("?state=all")) == 3
    Introduction.objects.filter(pk=asked.pk).update(asked_at=timezone.now() - timedelta(days=20))
    assert rows("?waiting=14") == {asked}
    assert rows("?waiting=28") == set()
    assert rows(f"?region={towns.palestinian.region.slug}") == {asked}


def test_the_office_s_list_asks_as_often_for_50_rows_as_for_3(towns, django_assert_max_num_queries):
    office = browser(towns.adviser)
    for number in (3, 47):
        IntroductionFactory.create_batch(number)
        office.get(f"{HERE}office/")
        with django_assert_max_num_queries(12):
            office.get(f"{HERE}office/")


def test_a_full_room_asks_as_often_as_one_with_one_of_each(towns, opened):
    CallFactory(introduction=opened)
    anna, counted = browser(towns.anna), []
    for number in (1, 5):
        for row in range(number):
            NoteFactory(introduction=opened, text=f"Note {row}", written_by=towns.basim)
            IntroductionStepFactory(introduction=opened)
            VisitFactory(introduction=opened)
            paper = PaperFactory(introduction=opened)
            owner = subject_of(paper, Side.PALESTINIAN)
            store(ContentFile(pdf(), name="x.pdf"), owner_subject=owner, actor=SYSTEM, language="ar")
        anna.get(address(opened))
        with CaptureQueriesContext(connection) as queries:
            text = text_of(anna.get(address(opened)))
        counted.append(len(queries))

    assert "Note 4" in text
    assert counted[0] == counted[1]


@pytest.mark.parametrize("language", ["de", "en", "ar"])
@pytest.mark.parametrize("state", State)
def test_every_state_has_its_page_in_every_language(towns, state, language):
    found = IntroductionFactory(german=towns.german, palestinian=towns.palestinian, **state_columns(state))
    for person in (towns.anna, towns.basim, towns.adviser):
        path = f"/{language}/workspace/introductions/{found.public_id}/"
        assert browser(person).get(path).status_code == 200


def test_the_daily_command_reminds_and_ends(towns, capsys):
    long_ago = datetime(2026, 1, 5, 9, tzinfo=UTC)
    IntroductionFactory(asked_at=long_ago, expires_on=date(2026, 2, 16))

    call_command("remind_introductions")

    assert capsys.readouterr().out == "reminded: 0, expired: 1\n"
