"""The pages in the hands of the office and of speakers: nothing typed is lost, nothing foreign is touched."""

import csv
import json
import re
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jisr.accounts.states import Role
from jisr.events.agenda import services
from jisr.events.agenda.contribution_models import Contribution
from jisr.events.agenda.models import Interpretation, ProgrammeVersion, Session, SessionSpeaker, Venue
from jisr.events.agenda.services import marks_of, values_of
from jisr.events.agenda.venues import close_room
from jisr.municipalities.models import Theme
from tests.events.agenda.conftest import NINE, browser
from tests.factories.accounts import UserFactory
from tests.factories.agenda import CallFactory, ContributionFactory, InterpretationFactory, SpeakerFactory
from tests.factories.events import EditionFactory, ParticipantFactory, ParticipantKindFactory, SessionFactory
from tests.factories.memberships import MembershipFactory

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>"


def text_of(response):
    return unescape(response.content.decode())


def hidden(response):
    """What a page sends back without being asked."""
    return dict(re.findall(r'<input type="hidden" name="((?:seen_\w+|key))" value="([^"]*)">', text_of(response)))


def page(meeting, rest=""):
    return f"{meeting.address}programme/{rest}"


def of(meeting, session, rest=""):
    return page(meeting, f"sessions/{session.public_id}/{rest}")


def in_each(name, text):
    return {f"{name}_{code}": text for code in ("de", "en", "ar")}


def typed(**columns):
    return {"kind": "talk", "languages": ["de"], "title_de": "Abfall", **columns}


def place(room, /, **columns):
    return {
        "room": str(room.public_id),
        "day": "2027-09-14",
        "start": "10:15",
        "minutes": "30",
        "version": "1",
        **columns,
    }


def test_a_session_is_made_and_then_moved_by_two_forms_without_a_script(meeting, desk):
    answer = desk.post(page(meeting, "sessions/add/"), typed(places="12"))
    session = Session.objects.get()
    assert answer.headers["Location"] == of(meeting, session, "move/")

    desk.post(of(meeting, session, "move/"), place(meeting.small))

    session.refresh_from_db()
    assert (session.title_de, session.places, session.room, session.minutes) == ("Abfall", 12, meeting.small, 30)
    assert session.starts_at.isoformat() == "2027-09-14T08:15:00+00:00"


def test_a_session_without_title_or_language_says_so_at_the_field(meeting, desk):
    answer = desk.post(page(meeting, "sessions/add/"), {"kind": "talk", "abstract_de": "Kept"})

    assert answer.status_code == 422
    assert "Write a title in at least one language." in text_of(answer)
    assert "Choose at least one language." in text_of(answer)
    assert "Kept" in text_of(answer)
    assert Session.objects.count() == 0


def test_from_the_grid_it_goes_back_to_the_day_and_says_where_it_is(meeting, desk):
    session = meeting.session(title_en="Waste")

    answer = desk.post(of(meeting, session, "move/"), place(meeting.hall, **{"from": "day"}), follow=True)

    assert answer.redirect_chain[-1][0] == page(meeting, "days/2027-09-14/")
    assert "“Waste” is moved: 14 September 2027, 10:15 (Berlin) / 11:15 (Hebron)" in text_of(answer)


def test_a_stale_move_tells_where_it_is_now_and_keeps_what_was_typed(meeting, desk):
    session = meeting.session()
    services.move_session(session, room=meeting.school, starts_at=NINE, minutes=45, actor=meeting.planner)

    answer = desk.post(of(meeting, session, "move/"), place(meeting.small))
    text = text_of(answer)

    assert answer.status_code == 409
    assert "Somebody else changed this session meanwhile" in text
    assert "Class room" in text
    assert 'value="10:15"' in text
    assert 'name="version" value="2"' in text


@pytest.mark.parametrize(
    "change", [{"start": ""}, {"day": ""}, {"minutes": "0"}, {"room": "nowhere"}, {"start": "25:00"}]
)
def test_a_place_that_makes_no_sense_is_refused_with_all_that_was_typed(meeting, desk, change):
    session = meeting.session()

    answer = desk.post(of(meeting, session, "move/"), place(meeting.small, **change))

    assert answer.status_code == 422
    session.refresh_from_db()
    assert session.version == 1


def test_an_hour_that_the_clocks_skip_is_refused_in_words(meeting, desk):
    meeting.edition.zone = "Asia/Hebron"
    meeting.edition.save()
    session = meeting.session()

    answer = desk.post(of(meeting, session, "move/"), place(meeting.small, day="2027-03-27", start="02:30"))

    assert answer.status_code == 422
    assert "the clocks go forward" in text_of(answer)


def test_the_grid_of_the_day_on_which_clocks_change_leaves_out_the_hour_that_there_is_not(meeting, desk):
    meeting.edition.zone = "Asia/Hebron"
    meeting.edition.save()
    meeting.session(starts_at=NINE.replace(month=3, day=26, hour=23, minute=30), minutes=60)  # 1:30 until 3:30 there

    text = text_of(desk.get(page(meeting, "days/2027-03-27/")))

    assert 'data-start="01:45"' in text
    assert 'data-start="02:00"' not in text
    assert '<tr data-start="01:30"' in text
    assert 'data-start="03:00"' in text
    assert '<time>01:30</time> <bdi class="agenda-grid__size">00:30</bdi>' in text


def test_the_history_of_a_session_tells_times_as_people_read_them(meeting, desk):
    session = meeting.session()
    services.move_session(
        session, room=meeting.hall, starts_at=NINE + timedelta(hours=1), minutes=45, actor=meeting.planner
    )

    text = text_of(desk.get(of(meeting, session)))

    assert "14 September 2027, 09:00 CEST" in text
    assert "14 September 2027, 10:00 CEST" in text
    assert "T07:00" not in text


def form_of(session, **columns):
    values = values_of(session)
    shown = {name: value for name, value in values.items() if value is not None}
    return {**shown, "seen": json.dumps(marks_of(values)), **columns}


def test_two_editors_meet_field_by_field_and_lose_nothing(meeting, desk):
    session = meeting.session(title_de="Alt", abstract_de="Text")
    mine = form_of(session, title_de="Mine", places="7")
    shown = values_of(session)
    theirs = {**shown, "title_de": "Theirs", "abstract_de": "Their text"}
    services.change_session(session, theirs, seen=marks_of(shown), actor=meeting.planner)

    answer = desk.post(of(meeting, session, "edit/"), mine)
    text = text_of(answer)

    assert answer.status_code == 409
    assert "both of you changed it; the other text:" in text
    assert "taken over from the other person:" in text
    assert answer.context["form"]["title_de"].value() == "Mine"
    assert answer.context["form"]["abstract_de"].value() == "Their text"
    assert answer.context["form"]["places"].value() == "7"

    again = {name: answer.context["form"][name].value() for name in answer.context["form"].fields}
    desk.post(of(meeting, session, "edit/"), {name: value for name, value in again.items() if value is not None})
    session.refresh_from_db()
    assert (session.title_de, session.abstract_de, session.places) == ("Mine", "Their text", 7)


@pytest.mark.parametrize("seen", ["", "[]", "{", '{"title_de": 5}', "null"])
def test_marks_that_we_did_not_write_do_no_harm(meeting, desk, seen):
    session = meeting.session(title_de="Alt")

    answer = desk.post(of(meeting, session, "edit/"), form_of(session, title_de="Neu", seen=seen))

    assert answer.status_code in {302, 409}


def test_hostile_markup_is_shown_as_text_on_every_page(meeting, desk):
    session = meeting.session(title_en=HOSTILE, title_de=HOSTILE, abstract_en=HOSTILE, languages=["xx"])
    session.room.name_en = HOSTILE
    session.room.save()
    SpeakerFactory(session=session, full_name=HOSTILE)
    meeting.publish(note=HOSTILE)

    for rest in ("", "days/2027-09-14/", "conflicts/", "publish/", "versions/", "versions/1/", "interpreters/"):
        answer = desk.get(page(meeting, rest))
        assert answer.status_code == 200, rest
        assert "<script>alert" not in answer.content.decode(), rest
        assert "<img src=x" not in answer.content.decode(), rest
    for rest in ("", "edit/", "move/", "rows/speakers/"):
        assert "<script>alert" not in desk.get(of(meeting, session, rest)).content.decode()


def test_speakers_are_written_as_a_list_and_empty_rows_are_left_out(meeting, desk):
    session = meeting.session()
    person = ParticipantFactory(edition=meeting.edition, full_name="Ada")
    rows = {"row-TOTAL_FORMS": "3", "row-INITIAL_FORMS": "0", "version": "1"}
    rows |= {"row-0-participant": str(person.pk), "row-0-role": "speaker"}
    rows |= {"row-1-full_name": "Basim", "row-1-role": "moderator", "row-1-has_agreed": "on"}
    rows |= {"row-2-role": "speaker"}

    refused = desk.post(of(meeting, session, "rows/speakers/"), rows)
    assert refused.status_code == 422
    assert "Note how they agreed." in text_of(refused)
    desk.post(of(meeting, session, "rows/speakers/"), {**rows, "row-1-consent_note": "by phone"})

    told = session.speakers.values_list("full_name", "role", "consent_note")
    assert list(told) == [("Ada", "speaker", ""), ("Basim", "moderator", "by phone")]


def test_a_list_from_an_old_page_comes_back_with_what_stands_there_now(meeting, desk):
    session = meeting.session()
    SpeakerFactory(session=session, full_name="Basim")
    services.set_cancelled(session, is_cancelled=True, actor=meeting.planner)
    rows = {"row-TOTAL_FORMS": "1", "row-INITIAL_FORMS": "0", "version": "1"}

    answer = desk.post(
        of(meeting, session, "rows/speakers/"), {**rows, "row-0-full_name": "Ada", "row-0-role": "speaker"}
    )

    assert answer.status_code == 409
    assert "Now there stands:" in text_of(answer)
    assert 'value="Ada"' in text_of(answer)
    assert list(session.speakers.values_list("full_name", flat=True)) == ["Basim"]


def test_interpretation_and_material_are_written_by_the_same_page(meeting, desk):
    session = meeting.session()
    rows = {"row-TOTAL_FORMS": "1", "row-INITIAL_FORMS": "0"}
    pair = {"row-0-from_language": "de", "row-0-to_language": "ar", "row-0-channel": "whispered"}
    desk.post(of(meeting, session, "rows/interpretation/"), {**rows, **pair, "version": "1"})
    link = {"row-0-url": "https://example.org/a", "row-0-title_de": "Folien"}
    desk.post(of(meeting, session, "rows/materials/"), {**rows, **link, "version": "2"})

    text = text_of(desk.get(of(meeting, session)))
    assert "from German into Arabic" in text
    assert "Folien" in text
    bad = desk.post(
        of(meeting, session, "rows/materials/"),
        {**rows, "version": "3", "row-0-url": "javascript:alert(1)", "row-0-title_de": "x"},
    )
    assert bad.status_code == 422


@pytest.mark.parametrize("name", ["", "edit/", "move/", "rows/speakers/"])
def test_a_session_of_another_meeting_is_not_here(meeting, desk, name):
    foreign = SessionFactory()

    assert desk.get(of(meeting, foreign, name)).status_code == 404


def test_what_is_not_there_is_not_there(meeting, desk):
    session = meeting.session()

    for address in (page(meeting, "days/2027-99-01/"), page(meeting, "days/tomorrow/"), page(meeting, "versions/9/")):
        assert desk.get(address).status_code == 404
    assert desk.post(of(meeting, session, "explode/")).status_code == 404
    assert desk.get(of(meeting, session, "rows/secrets/")).status_code == 404


def test_looking_at_the_changes_then_publishing_and_a_second_click(meeting, desk):
    meeting.session(title_en="Waste")
    SpeakerFactory(session=Session.objects.get(), full_name="Basim")
    shown = desk.get(page(meeting, "publish/"))
    assert "Waste" in text_of(shown)
    assert "Basim" in text_of(shown)
    sent = {"seen": shown.context["form"].initial["seen"], **in_each("note", "First")}

    assert desk.post(page(meeting, "publish/"), sent).status_code == 302
    again = desk.post(page(meeting, "publish/"), sent)

    assert again.status_code == 409
    assert "There is nothing new." in text_of(again)
    assert ProgrammeVersion.objects.count() == 1
    assert "First" in text_of(desk.get(page(meeting, "versions/")))


def test_a_stale_page_publishes_nothing_and_shows_the_changes_anew(meeting, desk):
    session = meeting.session()
    seen = desk.get(page(meeting, "publish/")).context["form"].initial["seen"]
    sent = {"seen": seen, **in_each("note", "Mine")}
    services.move_session(session, room=meeting.small, starts_at=NINE, minutes=45, actor=meeting.planner)

    answer = desk.post(page(meeting, "publish/"), sent)

    assert answer.status_code == 409
    assert 'value="Mine"' in text_of(answer)
    assert desk.post(page(meeting, "publish/"), answer.context["form"].initial).status_code == 302


def test_a_lost_room_is_emptied_in_one_step(meeting, desk):
    sessions = [meeting.session(number, places=30 + number) for number in range(3)]
    lost = {"day": "2027-09-14", "start": "09:30", "until_day": "", "until": "", "reason": "Water"}
    address = page(meeting, f"rooms/{meeting.hall.public_id}/")
    answer = desk.post(f"{address}lost/", lost, follow=True)
    assert "Water" in text_of(answer)
    rows = answer.context["rows"]
    assert [row["session"].pk for row in rows] == [each.pk for each in sessions]

    choice = {f"room-{row['session'].public_id}": str(row["rooms"][0].public_id) for row in rows}
    choice |= {f"version-{row['session'].public_id}": str(row["session"].version) for row in rows}
    answer = desk.post(f"{address}move/", choice, follow=True)

    assert "All are moved." in text_of(answer)
    assert set(Session.objects.values_list("room", flat=True)) == {meeting.school.pk}
    assert "No session is left in this room" in text_of(answer)
    assert "Choose a room for at least one session." in text_of(desk.post(f"{address}move/", {}, follow=True))
    assert "can be used at any time" in text_of(desk.post(f"{address}found/", follow=True))


def test_a_room_of_another_meeting_cannot_be_marked(meeting, desk):
    foreign = SessionFactory().room

    assert desk.get(page(meeting, f"rooms/{foreign.public_id}/lost/")).status_code == 404


def test_who_is_ill_is_replaced_by_those_who_are_free_and_know_both_languages(meeting, desk):
    kind = ParticipantKindFactory(edition=meeting.edition, key="interpreter")

    def interpreter(name, languages=("de", "ar")):
        return ParticipantFactory(edition=meeting.edition, kind=kind, full_name=name, languages=list(languages))

    ill, free, busy, german = interpreter("Ill"), interpreter("Free"), interpreter("Busy"), interpreter("Ger", ["de"])
    row = InterpretationFactory(session=meeting.session(), interpreter=ill)
    InterpretationFactory(session=meeting.session(0.5, meeting.small), interpreter=busy)
    address = page(meeting, f"interpreters/{ill.public_id}/")

    shown = desk.get(address)
    assert [one.full_name for one in shown.context["rows"][0]["people"]] == ["Free"]
    desk.post(address, {f"row-{row.pk}": str(german.public_id)})
    assert Interpretation.objects.get(pk=row.pk).interpreter == ill
    desk.post(address, {f"row-{row.pk}": str(free.public_id)})
    assert Interpretation.objects.get(pk=row.pk).interpreter == free


def test_a_speaker_answers_for_themself_alone(meeting):
    speaker, other = SpeakerFactory(session=meeting.session()), SpeakerFactory(session=meeting.session(1))
    address = f"{meeting.address}my-appearances/"
    person = browser(speaker.participant.user)

    assert person.post(f"{address}answer/", {"appearance": other.pk, "answer": "yes"}).status_code == 404
    assert person.post(f"{address}answer/", {"appearance": speaker.pk, "answer": "maybe"}).status_code == 404
    person.post(f"{address}answer/", {"appearance": speaker.pk, "answer": "yes"})

    answered = SessionSpeaker.objects.filter(consented_at__isnull=False)
    assert list(answered) == [speaker]
    assert browser(UserFactory()).get(address).status_code == 404


def test_a_member_saves_a_draft_hands_it_in_and_sees_how_it_stands(meeting):
    CallFactory(edition=meeting.edition)
    person = browser(MembershipFactory(confirmed=True).user)
    address = f"{meeting.address}my-contributions/"
    draft = {"title": "Waste", "abstract": "", "language": "de", "format": "talk"}

    answer = person.post(f"{address}add/", {**draft, "draft": "1"}, follow=True)
    assert "Your draft is saved." in text_of(answer)
    edit = answer.redirect_chain[-1][0]
    draft |= hidden(answer)
    assert "Please write a title and an abstract" in text_of(person.post(edit, {**draft, "submit": "1"}, follow=True))
    answer = person.post(edit, {**draft, "abstract": "What we learned.", "submit": "1"}, follow=True)

    assert "Your contribution is handed in." in text_of(answer)
    assert "handed in" in text_of(person.get(address))


def test_a_draft_saves_itself_while_it_is_typed_and_a_stale_window_shows_both_texts(meeting):
    CallFactory(edition=meeting.edition)
    person = browser(MembershipFactory(confirmed=True).user)
    address = f"{meeting.address}my-contributions/add/"
    sent = {"title": "", "abstract": "", "language": "de", "format": "talk"} | hidden(person.get(address))
    quiet = {"X-Autosave": "1"}

    assert person.post(address, sent, headers=quiet).json() == {"message": ""}
    assert Contribution.objects.count() == 0
    first = person.post(address, {**sent, "abstract": "What we"}, headers=quiet)
    assert (first.status_code, first.json()["message"]) == (200, "Please check your entries; what is right is saved.")
    row = Contribution.objects.get()
    edit = f"{meeting.address}my-contributions/{row.public_id}/"
    assert "Without a title yet" in text_of(person.get(f"{meeting.address}my-contributions/"))
    stale = {**sent, **hidden(person.get(edit)), "title": "Water", "abstract": "Older."}

    stamps = {f"seen_{name}": stamp for name, stamp in first.json()["stamps"].items()}
    second = person.post(address, {**sent, **stamps, "title": "Waste", "abstract": "Newer."}, headers=quiet)
    assert second.json()["message"] == "Saved."
    refused = person.post(edit, stale, headers=quiet)
    assert refused.status_code == 409
    assert refused.json()["message"].startswith("You changed this in another window meanwhile.")
    both = person.post(edit, {**stale, "submit": "1"})

    assert both.status_code == 409
    assert all(words in text_of(both) for words in ("Newer.", "Older.", "Typed here", "Keep the other text"))
    row.refresh_from_db()
    assert (Contribution.objects.count(), row.title, row.abstract, row.state) == (1, "Waste", "Newer.", "draft")
    person.post(edit, {**stale, **hidden(both), "submit": "1"})
    row.refresh_from_db()
    assert (row.title, row.abstract, row.state) == ("Water", "Older.", "submitted")


def test_what_is_handed_in_does_not_save_itself(meeting):
    call = CallFactory(edition=meeting.edition)
    row = ContributionFactory(call=call, author=MembershipFactory(confirmed=True).user)

    page = browser(row.author).get(f"{meeting.address}my-contributions/{row.public_id}/")

    assert "data-autosave>" not in text_of(page)


def test_who_may_not_hand_in_reads_why(meeting):
    CallFactory(edition=meeting.edition)
    person = browser(UserFactory())

    assert "Only confirmed members" in text_of(person.get(f"{meeting.address}my-contributions/"))
    assert person.get(f"{meeting.address}my-contributions/add/").status_code == 302


def test_an_invited_reviewer_scores_and_reads_no_names_and_no_other_reviews(meeting, desk):
    row = ContributionFactory(call=CallFactory(edition=meeting.edition), title="Waste")
    reviewer = UserFactory()
    desk.post(f"{meeting.address}call/reviewers/", {"email": reviewer.email.upper()})
    person = browser(reviewer)
    address = f"{meeting.address}contributions/{row.public_id}/"
    desk.post(address, {"score": "1", "note": "Staff opinion"})

    text = text_of(person.get(address))
    assert row.author.display_name not in text
    assert "Staff opinion" not in text
    assert person.post(address, {"score": "9"}).status_code == 422
    person.post(address, {"score": "4", "note": "Good"})

    text = text_of(desk.get(address))
    assert "Staff opinion" in text
    assert "Good" in text
    assert "2.5 on average of 2 reviews" in text_of(desk.get(f"{meeting.address}contributions/"))


def test_accepting_from_the_page_and_a_second_click(meeting, desk):
    row = ContributionFactory(call=CallFactory(edition=meeting.edition))
    address = f"{meeting.address}contributions/{row.public_id}/accept/"

    assert "is a session of the programme now" in text_of(desk.post(address, follow=True))
    desk.post(address)
    assert Session.objects.count() == 1
    refused = desk.post(f"{meeting.address}contributions/{row.public_id}/decline/", {"reason": ""})
    assert refused.status_code == 422


def test_venues_rules_and_the_call_are_set_by_their_forms(meeting, desk):
    house = {"name_de": "Rathaus", "zone": "Asia/Hebron", "is_step_free": "yes"}
    rooms = {"room-TOTAL_FORMS": "2", "room-INITIAL_FORMS": "0", "room-0-name_de": "Saal", "room-0-capacity": "80"}
    desk.post(f"{meeting.address}venues/add/", {**house, **rooms})
    venue = Venue.objects.get(name_de="Rathaus")
    assert ([room.name_de for room in venue.rooms.all()], venue.is_step_free) == (["Saal"], True)
    levels = {name: field.initial for name, field in desk.get(page(meeting, "rules/")).context["form"].fields.items()}
    levels = {name: value for name, value in levels.items() if name.startswith("level_")}
    desk.post(page(meeting, "rules/"), {**levels, "level_room": "warn", "walk_minutes": "5"})
    assert (meeting.edition.agenda_rules.levels, meeting.edition.agenda_rules.walk_minutes) == ({"room": "warn"}, 5)
    call = {"text_de": "Was tun Sie?", "opens_on": "2027-01-01", "opens_time": "08:00", "closes_time": "18:00"}
    assert desk.post(f"{meeting.address}call/", {**call, "closes_on": "2026-01-01"}).status_code == 422
    desk.post(f"{meeting.address}call/", {**call, "closes_on": "2027-02-01"})
    assert meeting.edition.contribution_call.text_de == "Was tun Sie?"


@pytest.mark.parametrize("count", [1, 3, 60])
def test_lists_ask_as_often_for_many_sessions(meeting, desk, alone, count):
    for number in range(count):
        session = meeting.session(number / 4, title_en=f"Session {number}")
        session.themes.add(Theme.objects.first() or Theme.objects.create(slug="x", name_en="X"))
        SpeakerFactory(session=session)
    found = {}
    for rest in ("", "days/2027-09-14/", "conflicts/", "publish/"):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert desk.get(page(meeting, rest)).status_code == 200
        found[rest] = len(queries)

    assert found == {"": 10 if count > 25 else 9, "days/2027-09-14/": 14, "conflicts/": 12, "publish/": 20}


def test_a_day_of_two_thousand_sessions_is_one_page_of_few_queries(meeting, desk, alone):
    sessions = [
        Session(
            edition=meeting.edition,
            kind="talk",
            title_en=f"Session {number}",
            room=(meeting.hall, meeting.small, meeting.school)[number % 3],
            starts_at=NINE + timedelta(days=number % 2, minutes=(number // 6) * 2),
            minutes=45,
            languages=["de", "ar"],
        )
        for number in range(2000)
    ]
    Session.objects.bulk_create(sessions)

    with CaptureQueriesContext(connection) as queries:
        start = timezone.now()
        answer = desk.get(page(meeting, "days/2027-09-14/"))
        taken = timezone.now() - start

    assert answer.status_code == 200
    assert len(queries) == 14
    assert taken < timedelta(seconds=5)


def test_a_room_closed_at_another_meeting_is_closed_here_too(meeting, desk):
    other = EditionFactory(ahead=True)
    close_room(meeting.hall, edition=other, starts_at=NINE, ends_at=None, reason="", actor=meeting.planner)
    meeting.session()

    assert "The room is not available" in text_of(desk.get(page(meeting, "conflicts/")))


def test_who_only_interprets_sees_when_where_and_how(meeting):
    talk = meeting.session(title_en="Water")
    row = InterpretationFactory(session=talk, from_language="ar", to_language="de")
    hers = browser(row.interpreter.user)

    for address in (f"{meeting.address}my-appearances/", row.interpreter.get_absolute_url()):
        text = text_of(hers.get(address))
        assert "Sessions that you interpret" in text
        assert "Arabic → German · simultaneous, by headphones" in text
        assert "14 September 2027, 09:00" in text
        assert "Great hall, Town hall" in text
    assert "May we show your name" not in text_of(hers.get(f"{meeting.address}my-appearances/"))
    assert browser(UserFactory()).get(f"{meeting.address}my-appearances/").status_code == 404


def test_the_office_takes_along_who_interprets_when_where_and_how(meeting, desk):
    omar = ParticipantFactory(edition=meeting.edition, full_name="Omar", email="omar@example.org")
    gone = ParticipantFactory(edition=meeting.edition, full_name="Gone", state="withdrawn")
    late = meeting.session(24, meeting.school, title_en="Waste")
    first = meeting.session(title_en="Water")
    InterpretationFactory(session=late, interpreter=omar, from_language="ar", to_language="de", channel="whispered")
    InterpretationFactory(session=first, interpreter=omar)
    InterpretationFactory(session=first, interpreter=gone, from_language="de", to_language="en")
    InterpretationFactory(session=meeting.session(2, is_cancelled=True), interpreter=omar)

    shown = desk.get(page(meeting, "interpreters/"))
    file = desk.get(f"/en/workspace/exports/interpreters.csv?edition={meeting.edition.slug}")

    days = [(str(day), [str(row.session) for row in rows]) for day, rows in shown.context["days"]]
    assert days == [("2027-09-14", ["Water"]), ("2027-09-15", ["Waste"])]
    assert "09:00–09:45 (Berlin) / 10:00–10:45 (Hebron)" in text_of(shown)
    assert "exports/interpreters.csv" in text_of(shown)
    lines = b"".join(file).decode("utf-8-sig").splitlines()
    hours, mail = "09:00–09:45 (Berlin) / 10:00–10:45 (Hebron)", "omar@example.org"
    heard = "simultaneous, by headphones"
    assert list(csv.reader(lines, csv.Sniffer().sniff(lines[0]))) == [
        ["Day", "Time", "Name", "Session", "Room", "Venue", "From", "Into", "Channel", "E-mail address"],
        ["2027-09-14", hours, "Omar", "Water", "Great hall", "Town hall", "German", "Arabic", heard, mail],
        ["2027-09-15", hours, "Omar", "Waste", "Class room", "School", "Arabic", "German", "whispered", mail],
    ]
    adviser = browser(UserFactory(roles=[Role.ADVISER]))
    assert adviser.get(page(meeting, "interpreters/")).context["days"] == []
    assert adviser.get(f"/en/workspace/exports/interpreters.csv?edition={meeting.edition.slug}").status_code == 404


def test_what_is_new_is_written_in_all_languages_or_in_none(meeting, desk):
    meeting.session()
    seen = desk.get(page(meeting, "publish/")).context["form"].initial["seen"]

    refused = desk.post(page(meeting, "publish/"), {"seen": seen, "note_de": "Mehr Wasser"})

    assert refused.status_code == 422
    assert text_of(refused).count("Please write it in this language, too, or in none.") == 2
    assert 'value="Mehr Wasser"' in text_of(refused)
    assert not ProgrammeVersion.objects.exists()
    assert desk.post(page(meeting, "publish/"), {"seen": seen}).status_code == 302
