"""The pages, in the hands of people: forms that lose nothing, lists that stay quick, doors that are shut."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jisr.events.registration.states import ParticipantState
from jisr.events.results.models import Decision, FollowUp, FollowUpCarry, Minutes, MinuteTaker, ResultSheet
from jisr.events.results.states import State
from jisr.kernel.stamps import stamp_of
from jisr.municipalities.models import Membership
from tests.factories.events import EditionFactory, SessionFactory
from tests.factories.results import (
    BlockFactory,
    DecisionFactory,
    FollowUpFactory,
    MinutesFactory,
    MinuteTakerFactory,
    ResultSheetFactory,
    SheetTextFactory,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 9, 14, 10, tzinfo=UTC)
DESK = "/en/workspace/meetings/"
EMPTY = stamp_of(0, "")


def browser(person):
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def here(meeting):
    return f"{DESK}{meeting.edition.slug}/results/"


@pytest.fixture
def taker(meeting):
    MinuteTakerFactory(edition=meeting.edition, participant=meeting.yusuf, session=meeting.group)
    return browser(meeting.yusuf.user)


@pytest.fixture
def minutes(meeting):
    return MinutesFactory(edition=meeting.edition, session=meeting.group, original_language="ar")


def block_fields(*blocks, **changed):
    sent = {}
    for block in blocks:
        sent[f"text_{block.public_id}"] = changed.get(block.text, block.text)
        sent[f"seen_{block.public_id}"] = stamp_of(block.version, block.text)
    return sent


def test_a_minute_taker_begins_and_writes_their_own_session_and_sees_no_other(meeting, here, taker):
    other = SessionFactory(edition=meeting.edition, title_en="Other session")
    page = taker.get(f"{here}writing/").text
    assert "Water group" in page
    assert "Other session" not in page

    answer = taker.post(f"{here}minutes/begin/", {"place": str(meeting.group.public_id), "language": "ar"})
    minutes = Minutes.objects.get()
    assert answer.headers["Location"].endswith(f"{minutes.public_id}/write/")
    assert minutes.original_language == "ar"
    assert taker.post(f"{here}minutes/begin/", {"place": str(other.public_id)}).status_code == 404
    assert taker.post(f"{here}minutes/begin/", {"place": "nonsense"}).status_code == 404
    assert taker.get(here).status_code == 404  # the office's overview


def test_saving_without_a_script_keeps_all_blocks_and_a_new_one(meeting, here, taker, minutes):
    block, key = BlockFactory(minutes=minutes, text="A"), uuid4()
    sent = block_fields(block, A="A1") | {f"text_{key}": "New", f"seen_{key}": EMPTY, f"kind_{key}": "heading"}

    answer = taker.post(f"{here}minutes/{minutes.public_id}/write/", sent)

    assert answer.status_code == 302
    assert list(minutes.blocks.values_list("text", "kind")) == [("A1", "text"), ("New", "heading")]
    page = taker.get(f"{here}minutes/{minutes.public_id}/write/").text
    assert 'lang="ar" dir="rtl">A1</textarea>' in page


def test_the_script_saves_and_gets_new_stamps(meeting, here, taker, minutes):
    block = BlockFactory(minutes=minutes, text="A")
    address = f"{here}minutes/{minutes.public_id}/write/"

    answer = taker.post(address, block_fields(block, A="A1"), headers={"X-Autosave": "1"})

    assert answer.json() == {"message": "Saved.", "stamps": {str(block.public_id): stamp_of(2, "A1")}}


def test_a_conflict_shows_both_texts_and_each_can_be_kept(meeting, here, taker, minutes):
    block, other = BlockFactory(minutes=minutes, text="A"), BlockFactory(minutes=minutes, text="B", position=2)
    sent = block_fields(block, other, A="Mine <b>", B="B1")
    block.text, block.version, block.edited_by = "Theirs", 2, meeting.wanda.user
    block.save()
    address = f"{here}minutes/{minutes.public_id}/write/"

    quiet = taker.post(address, sent, headers={"X-Autosave": "1"})
    page = taker.post(address, sent)

    assert (quiet.status_code, set(quiet.json()["stamps"])) == (200, {str(other.public_id)})
    assert "Press “Save” to see both texts" in quiet.json()["message"]
    assert page.status_code == 409
    assert "Mine &lt;b&gt;</textarea>" in page.text
    assert "Theirs" in page.text
    assert list(minutes.blocks.values_list("text", flat=True)) == ["Theirs", "B1"]
    again = {**sent, f"seen_{block.public_id}": stamp_of(2, "Theirs"), "theirs": str(block.public_id)}
    taker.post(address, again)
    assert list(minutes.blocks.values_list("text", flat=True)) == ["Theirs", "B1"]
    del again["theirs"]
    taker.post(address, again)
    assert list(minutes.blocks.values_list("text", flat=True)) == ["Mine <b>", "B1"]


def test_what_was_typed_stays_on_the_page_when_the_minutes_were_checked_meanwhile(meeting, here, taker, minutes):
    block, key = BlockFactory(minutes=minutes, text="A"), uuid4()
    Minutes.objects.filter(pk=minutes.pk).update(state=State.CHECKED, checked_at=NOW)
    sent = block_fields(block, A="Late") | {f"text_{key}": "New and late", f"seen_{key}": EMPTY}
    address = f"{here}minutes/{minutes.public_id}/write/"

    page = taker.post(address, sent)
    quiet = taker.post(address, sent, headers={"X-Autosave": "1"})

    assert (page.status_code, quiet.status_code) == (409, 409)
    assert "Late</textarea>" in page.text
    assert "New and late</textarea>" in page.text
    assert "not saved" in quiet.json()["message"]
    assert taker.get(address).status_code == 302


def test_buttons_move_a_paragraph_past_its_neighbour_and_keep_what_was_typed(meeting, here, taker, minutes):
    rows = [BlockFactory(minutes=minutes, text=text, position=place) for place, text in enumerate("ABC", start=1)]
    first, _second, third = (str(row.public_id) for row in rows)
    rows[1].is_removed = True
    rows[1].save()
    address = f"{here}minutes/{minutes.public_id}/write/"
    sent = block_fields(rows[0], rows[2], A="A1")

    page = taker.get(address).text
    assert (f'name="up" value="{first}"' in page, f'name="down" value="{first}"' in page) == (False, True)
    assert (f'name="up" value="{third}"' in page, f'name="down" value="{third}"' in page) == (True, False)

    answer = taker.post(address, {**sent, "up": third})
    again = taker.post(address, {**sent, "up": third})  # a second click on the page as it was

    assert [each.headers["Location"] for each in (answer, again)] == [f"{address}#block-{third}"] * 2
    assert list(minutes.blocks.values_list("text", flat=True)) == ["C", "A1", "B"]
    taker.post(address, {"down": third} | block_fields(*minutes.blocks.filter(is_removed=False)))
    assert list(minutes.blocks.values_list("text", flat=True)) == ["A1", "C", "B"]


@pytest.mark.parametrize("value", ["nonsense", "5e4c80dd-ff9c-4c1f-a9ba-d5715aa1e67c"])
def test_a_move_of_what_is_not_there_moves_nothing(meeting, here, taker, minutes, value):
    foreign = BlockFactory(minutes=MinutesFactory(edition=meeting.edition), text="Foreign")
    rows = [BlockFactory(minutes=minutes, text=text, position=place) for place, text in enumerate("AB")]
    address = f"{here}minutes/{minutes.public_id}/write/"

    for key in (value, str(foreign.public_id)):
        assert taker.post(address, {**block_fields(*rows), "up": key}).status_code == 302

    assert list(minutes.blocks.values_list("text", flat=True)) == ["A", "B"]


def test_buttons_add_below_take_out_and_put_back(meeting, here, taker, minutes):
    first, second = BlockFactory(minutes=minutes, text="A"), BlockFactory(minutes=minutes, text="B", position=2)
    address = f"{here}minutes/{minutes.public_id}/write/"

    below = taker.post(address, block_fields(first, second, A="A1") | {"insert": str(first.public_id)})
    rows = taker.get(below.headers["Location"]).context["rows"]
    assert [row.text for row in rows] == ["A1", "", "B"]
    assert rows[1].after == first.public_id

    first.refresh_from_db()
    taker.post(address, block_fields(first, second, A1="A2") | {"remove": str(first.public_id)})
    assert list(minutes.blocks.values_list("text", "is_removed")) == [("A2", True), ("B", False)]
    taker.post(address, {"restore": str(first.public_id)})
    assert list(minutes.blocks.values_list("text", "is_removed")) == [("A2", False), ("B", False)]


@pytest.mark.parametrize("number", [1, 3, 40])
def test_writing_needs_the_same_queries_for_any_number_of_paragraphs(meeting, here, taker, minutes, number):
    for place in range(number):
        BlockFactory(minutes=minutes, position=place, edited_by=meeting.wanda.user)

    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert taker.get(f"{here}minutes/{minutes.public_id}/write/").status_code == 200
    assert len(asked) <= 22


def test_what_one_may_not_see_is_as_if_it_were_not_there(meeting, here, minutes):
    stranger, drafts = browser(meeting.outsider), [minutes]
    drafts += [ResultSheetFactory(edition=meeting.edition), DecisionFactory(edition=meeting.edition)]
    for kind, row in zip(("minutes", "sheets", "decisions"), drafts, strict=True):
        for person in (stranger, browser(meeting.anna), browser(meeting.adviser)):
            hidden, absent = (person.get(f"{here}{kind}/{key}/") for key in (row.public_id, uuid4()))
            assert (hidden.status_code, absent.status_code) == (404, 404)
        elsewhere = f"{DESK}{EditionFactory().slug}/results/{kind}/{row.public_id}/"
        assert browser(meeting.eva).get(elsewhere).status_code == 404
        assert browser(meeting.eva).get(f"{here}{kind}/{row.public_id}/").status_code == 200


def test_a_participant_reads_what_is_shared(meeting, here, minutes):
    BlockFactory(minutes=minutes, text="ماء")
    Minutes.objects.filter(pk=minutes.pk).update(state=State.SHARED, checked_at=NOW)
    reader = browser(meeting.wanda.user)

    page = reader.get(f"{here}minutes/{minutes.public_id}/")

    assert "ماء" in page.text
    assert "Check and release" not in page.text
    assert reader.get(f"{here}minutes/{minutes.public_id}/write/").status_code == 404
    meeting.wanda.state = ParticipantState.WITHDRAWN
    meeting.wanda.save()
    assert reader.get(f"{here}minutes/{minutes.public_id}/").status_code == 404


def test_the_office_takes_steps_by_buttons_and_a_second_click_is_told(meeting, here, minutes):
    BlockFactory(minutes=minutes)
    office, move = browser(meeting.eva), f"{here}minutes/{minutes.public_id}/move/"

    office.post(f"{move}check/")
    again = office.post(f"{move}check/", follow=True)

    assert "settled already" in again.text
    assert office.post(f"{move}nonsense/").status_code == 404
    assert office.post(f"{here}nonsense/{minutes.public_id}/move/check/").status_code == 404
    assert browser(meeting.wanda.user).post(f"{move}share/").status_code == 404
    minutes.refresh_from_db()
    assert minutes.state == State.CHECKED


def test_a_sheet_is_written_in_one_language_and_translated_beside_it(meeting, here, taker):
    taker.post(f"{here}sheets/begin/", {"place": str(meeting.group.public_id), "language": "de"})
    sheet = ResultSheet.objects.get()
    address = f"{here}sheets/{sheet.public_id}/"
    fields = {f"text_{part}": "" for part in ("discussed", "open", "next_steps", "contact_role")}
    fields |= {"text_topic": "Wasser", "text_agreed": "Ein Besuch", "authorities": [meeting.german.slug]}
    fields |= {f"seen_{name.removeprefix('text_')}": EMPTY for name in fields if name.startswith("text_")}
    taker.post(f"{address}write/", fields | {"seen_authorities": stamp_of(0, "")})

    page = taker.get(f"{address}translate/ar/")
    assert 'lang="de" dir="ltr"><p>Wasser</p>' in page.text
    taker.post(f"{address}translate/ar/", {"text_topic": "المياه", "seen_topic": EMPTY, "state_topic": "checked"})

    shown = taker.get(address.replace("/en/", "/ar/")).text
    assert "المياه" in shown
    assert "Ein Besuch" in shown
    assert "بلدة ألمانية" in shown
    assert taker.get(f"{address}translate/de/").status_code == 404
    assert taker.get(f"{address}translate/xx/").status_code == 404


def test_a_sheet_s_conflict_shows_both_texts(meeting, here, taker):
    sheet = ResultSheetFactory(edition=meeting.edition, session=meeting.group)
    SheetTextFactory(sheet=sheet, text="Theirs", version=2, edited_by=meeting.wanda.user)
    sent = {"text_topic": "Mine", "seen_topic": stamp_of(1, "Before"), "seen_authorities": stamp_of(0, "")}

    page = taker.post(f"{here}sheets/{sheet.public_id}/write/", sent)

    assert page.status_code == 409
    assert "Theirs" in page.text
    assert "Mine</textarea>" in page.text
    assert f'name="seen_topic" value="{stamp_of(2, "Theirs")}"' in page.text


def test_whoever_does_not_write_sees_of_a_public_sheet_what_was_released(meeting, here, taker):
    sheet = ResultSheetFactory(edition=meeting.edition, session=meeting.group, public=True)
    SheetTextFactory(sheet=sheet, text="Water")
    SheetTextFactory(sheet=sheet, language="ar", is_original=False, text="not released yet")
    address = f"{here}sheets/{sheet.public_id}/".replace("/en/", "/ar/")

    assert "not released yet" not in browser(meeting.outsider).get(address).text
    assert "not released yet" in taker.get(address).text


def test_a_sheet_comes_as_pdf_in_the_language_of_its_address(meeting, here):
    sheet = ResultSheetFactory(edition=meeting.edition, session=meeting.group, original_language="de")
    SheetTextFactory(sheet=sheet, text="Wasser")

    answer = browser(meeting.eva).get(f"{here}sheets/{sheet.public_id}/sheet.pdf")

    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert b"UA" in answer.content or b"/Lang" in answer.content


def test_a_decision_is_noted_in_a_session_and_becomes_a_step_in_one_click(meeting, here, taker):
    sent = {"language": "ar", "text_ar": "لقاء سنوي", "decided_on": "2027-09-14", "place": str(meeting.group.public_id)}
    answer = taker.post(f"{here}decisions/add/", sent | {"form_key": "a" * 32})
    taker.post(f"{here}decisions/add/", sent | {"form_key": "a" * 32})
    decision = Decision.objects.get()
    assert answer.headers["Location"].endswith(f"{decision.public_id}/")

    office = browser(meeting.eva)
    assert f"?decision={decision.public_id}" in office.get(f"{here}decisions/{decision.public_id}/").text
    form = office.get(f"{here}follow-ups/add/?decision={decision.public_id}").context["form"]

    assert (form.initial["language"], form.initial["text_ar"]) == ("ar", "لقاء سنوي")
    assert browser(meeting.yusuf.user).get(f"{here}follow-ups/add/").status_code == 404


def test_a_stale_change_of_a_decision_keeps_what_was_typed(meeting, here):
    decision = DecisionFactory(edition=meeting.edition, version=2)
    sent = {"language": "en", "text_en": "Typed", "decided_on": "2027-09-14", "seen": "1"}

    page = browser(meeting.eva).post(f"{here}decisions/{decision.public_id}/edit/", sent)

    assert page.status_code == 422
    assert "Typed</textarea>" in page.text
    assert "Meet every year" in page.text


def test_the_office_reads_when_nobody_of_the_owner_can_be_told(meeting, here):
    sent = {"language": "de", "text_de": "Plan schicken", "due_on": "2099-01-05", "form_key": "c" * 32}
    Membership.objects.filter(user=meeting.basim).delete()

    page = browser(meeting.eva).post(
        f"{here}follow-ups/add/", sent | {"owner": f"authority:{meeting.palestinian.slug}"}, follow=True
    )

    assert "Palestinetown has no coordinator yet, so nobody there was told." in page.text


def test_a_step_is_made_by_a_form_and_settled_in_the_owner_s_workspace(meeting, here):
    sent = {"language": "de", "text_de": "Plan schicken", "text_ar": "إرسال المخطط", "due_on": "2099-01-05"}
    sent |= {"owner": f"authority:{meeting.palestinian.slug}", "counterpart": f"authority:{meeting.german.slug}"}
    for _click in range(2):
        browser(meeting.eva).post(f"{here}follow-ups/add/", sent | {"form_key": "b" * 32})
    row = FollowUp.objects.get()
    owner = browser(meeting.basim)

    page = owner.get(f"/ar/workspace/meetings/follow-ups/{row.public_id}/").text
    assert "إرسال المخطط" in page
    assert "إرسال المخطط" in owner.get("/ar/workspace/meetings/follow-ups/").text
    owner.post(
        f"/ar/workspace/meetings/follow-ups/{row.public_id}/",
        {"step": "finish", "note": "تم", "seen": str(row.version)},
    )

    row.refresh_from_db()
    assert (row.state, row.outcome_ar) == ("done", "تم")
    assert browser(meeting.anna).post(row.get_absolute_url(), {"step": "reopen"}).status_code == 404


def test_a_form_of_a_step_names_what_is_missing_and_offers_only_known_bodies(meeting, here):
    office = browser(meeting.eva)
    sent = {"language": "ar", "text_de": "x", "due_on": "2099-01-05", "owner": "authority:nobody"}

    form = office.post(f"{here}follow-ups/add/", sent).context["form"]

    assert set(form.errors) == {"text_ar", "owner"}
    offered = {key for key, _name in form.fields["owner"].choices}
    assert offered == {"", "office", f"authority:{meeting.german.slug}", f"authority:{meeting.palestinian.slug}"}


def test_dropping_without_a_reason_comes_back_with_the_form(meeting):
    row = FollowUpFactory(authority=meeting.german)

    page = browser(meeting.anna).post(row.get_absolute_url(), {"step": "drop", "note": " "})

    assert page.status_code == 422
    assert "Please say why this is dropped." in page.text


def test_a_stale_page_of_a_step_is_told_how_it_stands(meeting):
    row = FollowUpFactory(authority=meeting.german)
    tab = browser(meeting.anna)
    tab.post(row.get_absolute_url(), {"step": "finish", "note": "Done", "seen": "1"})

    page = tab.post(row.get_absolute_url(), {"step": "finish", "note": "Again", "seen": "1"})

    assert page.status_code == 422
    assert "settled already" in page.text
    assert "Again</textarea>" in page.text


def test_a_coordinator_names_a_colleague_and_links_a_partnership(meeting):
    row = FollowUpFactory(authority=meeting.german)
    anna = browser(meeting.anna)
    anna.post(f"{row.get_absolute_url()}person/", {"person": str(meeting.anna.pk)})
    anna.post(f"{row.get_absolute_url()}person/", {"person": str(meeting.basim.pk)})
    row.refresh_from_db()

    assert row.person == meeting.anna
    assert anna.get(f"{row.get_absolute_url()}edit/").status_code == 404
    assert anna.post(f"{row.get_absolute_url()}release/").status_code == 404
    refused = anna.post(f"{row.get_absolute_url()}link/", {"link": "tie:none"}, follow=True)
    assert "You cannot link the step to this." in refused.text


def test_a_planned_meeting_is_not_named_to_those_who_do_not_know_of_it(meeting):
    secret = EditionFactory(state="planned", title_en="Secret meeting")
    row = FollowUpFactory(authority=meeting.german)
    FollowUpCarry.objects.create(
        follow_up=row, edition=secret, source=row.edition, state="open", carried_at=NOW, carried_by=None
    )

    assert "Secret meeting" not in browser(meeting.anna).get(row.get_absolute_url()).text
    assert "Secret meeting" in browser(meeting.eva).get(row.get_absolute_url()).text
    assert browser(meeting.anna).get(f"{DESK}{secret.slug}/results/writing/").status_code == 404


@pytest.mark.parametrize("number", [1, 3, 500])
def test_lists_need_the_same_queries_for_any_number_of_steps(meeting, here, number):
    one = FollowUpFactory(edition=meeting.edition, authority=meeting.german, counterpart=meeting.palestinian)
    more = [
        FollowUp(
            **{
                name: getattr(one, name)
                for name in ("edition", "authority", "counterpart", "due_on", "owner_kind", "original_language")
            }
        )
        for _each in range(number - 1)
    ]
    FollowUp.objects.bulk_create(more)

    for person, address in ((meeting.eva, f"{here}follow-ups/"), (meeting.anna, f"{DESK}follow-ups/")):
        client = browser(person)
        with CaptureQueriesContext(connection) as asked:
            page = client.get(address)
        assert page.status_code == 200
        assert len(page.context["listing"].page.object_list) == min(number, 25)
        assert len(asked) <= 12


def test_filters_narrow_the_list_of_steps(meeting, here):
    late = FollowUpFactory(edition=meeting.edition, due_on="2026-01-01", authority=meeting.german)
    done = FollowUpFactory(edition=meeting.edition, done=True, of_office=True)
    brought = FollowUpFactory(text_en="Exchange of engineers")
    FollowUpCarry.objects.create(
        follow_up=brought,
        edition=meeting.edition,
        source=brought.edition,
        state="open",
        carried_at=NOW,
        carried_by=None,
    )
    office = browser(meeting.eva)

    def found(**query):
        listing = office.get(f"{here}follow-ups/", query).context["listing"]
        return [row.pk for row in listing.page], listing.unknown

    assert found() == ([late.pk, done.pk, brought.pk], [])
    assert found(state="overdue") == ([late.pk], [])
    assert found(state="done") == ([done.pk], [])
    assert found(owner="office") == ([done.pk], [])
    assert found(q="engineers") == ([brought.pk], [])
    assert found(**{"from": "earlier"}) == ([brought.pk], [])
    assert found(state="x'; DROP") == ([late.pk, done.pk, brought.pk], ["x'; DROP"])


@pytest.mark.parametrize("number", [1, 3, 30])
def test_the_overview_shows_all_and_needs_the_same_queries(meeting, here, number):
    for place in range(number):
        session = SessionFactory(edition=meeting.edition, title_en=f"Session {place}")
        MinutesFactory(edition=meeting.edition, session=session)
        ResultSheetFactory(edition=meeting.edition)
        DecisionFactory(edition=meeting.edition)
        MinuteTakerFactory(edition=meeting.edition)
    FollowUpFactory(edition=meeting.edition, due_on="2026-01-01")
    MinuteTakerFactory(edition=meeting.edition, participant=meeting.wanda)
    client = browser(meeting.eva)

    with CaptureQueriesContext(connection) as asked:
        page = client.get(here).text

    assert len(asked) <= 18
    assert "Wanda Wassermann" in page
    assert "1 step is overdue" in page
    assert browser(meeting.anna).get(here).status_code == 404


def test_minute_takers_are_named_and_removed_by_the_office(meeting, here):
    office = browser(meeting.eva)
    office.post(f"{here}takers/add/", {"person": str(meeting.wanda.public_id), "place": str(meeting.group.public_id)})
    office.post(f"{here}takers/add/", {"person": f"staff-{meeting.adviser.pk}", "place": ""})
    office.post(f"{here}takers/add/", {"person": f"staff-{meeting.outsider.pk}", "place": ""})
    rows = MinuteTaker.objects.values_list("participant", "staff", "session")
    assert list(rows) == [(meeting.wanda.pk, None, meeting.group.pk), (None, meeting.adviser.pk, None)]

    for taker in MinuteTaker.objects.all():
        office.post(f"{here}takers/{taker.public_id}/remove/")
    assert MinuteTaker.objects.count() == 0
    assert browser(meeting.adviser).get(f"{here}takers/add/").status_code == 404


def test_without_a_next_meeting_the_office_is_told_to_plan_one(meeting, here):
    page = browser(meeting.eva).get(f"{here}carry/")

    assert "There is no next meeting yet" in page.text
    assert f'href="/en/workspace/meetings/{meeting.edition.slug}/next/"' in page.text
    assert 'name="target"' not in page.text


def test_open_steps_are_brought_along_by_a_form(meeting, here):
    FollowUpFactory(edition=meeting.edition)
    following = EditionFactory(state="planned", follows=meeting.edition)
    office = browser(meeting.eva)
    assert office.get(f"{here}carry/").context["form"].initial["target"] == following.slug
    assert "There is no next meeting yet" not in office.get(f"{here}carry/").text

    page = office.post(f"{here}carry/", {"target": following.slug}, follow=True)

    assert "1 step was brought along." in page.text
    assert FollowUpCarry.objects.get().edition == following
    assert office.post(f"{here}carry/", {"target": "nonsense"}).status_code == 422
