"""What everybody reads: only what was released, few queries, nothing personal; panels, search and files."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from django.template.loader import render_to_string
from django.test import RequestFactory

from jisr.events.editions.states import State as EditionState
from jisr.events.results import panels
from jisr.events.results.carrying import carry
from jisr.events.results.models import Decision, FollowUp, Minutes, ResultSheet
from jisr.events.results.search import results
from jisr.events.results.states import State
from jisr.exports import tables
from jisr.search.services import rebuild
from jisr.web.panels import panels_for
from jisr.web.public_data import forget
from tests.factories.events import EditionFactory
from tests.factories.partnerships import PartnershipFactory
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


@pytest.fixture
def held(meeting):
    """The meeting with one public thing of each kind, and a secret one beside each."""
    edition = meeting.edition
    edition.state = EditionState.HELD
    edition.save()
    ResultSheetFactory(edition=edition, public=True).authorities.add(meeting.german)
    MinutesFactory(edition=edition, public=True)
    DecisionFactory(edition=edition, public=True)
    FollowUpFactory(edition=edition, public=True, done=True, authority=meeting.german, counterpart=meeting.palestinian)
    secret = ResultSheetFactory(edition=edition, shared=True)
    SheetTextFactory(sheet=secret, text="SECRET sheet")
    BlockFactory(minutes=MinutesFactory(edition=edition, shared=True), text="SECRET minutes")
    DecisionFactory(edition=edition, text_en="SECRET decision", checked=True)
    FollowUpFactory(edition=edition, text_en="SECRET step", drop_reason="SECRET reason", outcome_en="SECRET outcome")
    return edition


def address(edition, rest="", language="en"):
    return f"/{language}/events/{edition.slug}/results/{rest}"


def test_the_page_of_results_shows_what_was_released_and_counts_the_rest(client, held, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        page = client.get(address(held)).text

    assert "SECRET" not in page
    for words in ("Meet every year", "The mayors", "Send the plan of the water works", "It was done", "Water group"):
        assert words in page
    assert "<dt>Agreed</dt><dd>2</dd>" in page
    assert "<dt>Done</dt><dd>1</dd>" in page
    assert "<bdi>Germantown</bdi> – <bdi>Palestinetown</bdi>" in page


@pytest.mark.parametrize("number", [1, 3, 30])
def test_public_pages_need_six_queries_for_any_number(client, meeting, django_assert_max_num_queries, number):
    FollowUpFactory.create_batch(number, edition=meeting.edition, public=True, counterpart=meeting.palestinian)
    ResultSheetFactory.create_batch(number, edition=meeting.edition, public=True)
    following = EditionFactory(ahead=True, follows=meeting.edition)

    for path in (address(meeting.edition), address(following, "opening/")):
        with django_assert_max_num_queries(6):
            assert client.get(path).status_code == 200


@pytest.mark.parametrize("language", ["de", "en", "ar"])
def test_a_public_sheet_is_read_in_each_language_with_a_word_on_what_is_not_translated(
    client, held, language, django_assert_max_num_queries
):
    sheet = ResultSheet.objects.released().get()

    with django_assert_max_num_queries(6):
        page = client.get(address(held, f"sheets/{sheet.public_id}/", language)).text

    assert 'lang="en" dir="ltr"><p>A visit</p>' in page
    pdf = client.get(address(held, f"sheets/{sheet.public_id}/sheet.pdf", language))
    assert pdf.content.startswith(b"%PDF")


def test_public_minutes_are_the_released_copy(client, held):
    minutes = Minutes.objects.released().get()
    BlockFactory(minutes=minutes, text="SECRET")

    page = client.get(address(held, f"minutes/{minutes.public_id}/")).text

    assert "<p>Hi</p>" in page
    assert "SECRET" not in page


def test_hidden_and_absent_are_the_same(client, held):
    for model, kind in ((ResultSheet, "sheets"), (Minutes, "minutes")):
        for row in model.objects.exclude(state=State.PUBLIC):
            assert client.get(address(held, f"{kind}/{row.public_id}/")).status_code == 404
        public = model.objects.released().get()
        assert client.get(address(EditionFactory(), f"{kind}/{public.public_id}/")).status_code == 404
        held.state = EditionState.PLANNED
        held.save()
        assert client.get(address(held, f"{kind}/{public.public_id}/")).status_code == 404
        held.state = EditionState.HELD
        held.save()
    assert client.get("/en/events/nonsense/results/").status_code == 404
    planned = EditionFactory(state="planned")
    assert client.get(address(planned)).status_code == 404
    assert client.get(address(planned, "opening/")).status_code == 404


def test_an_empty_page_says_what_comes(client, meeting):
    assert "Nothing is published yet" in client.get(address(meeting.edition)).text
    assert "No steps were brought along" in client.get(address(meeting.edition, "opening/")).text


def test_the_next_meeting_opens_with_what_became_of_the_one_before(client, held, meeting):
    following = EditionFactory(ahead=True)
    carry(held, following, actor=meeting.eva, at=NOW)
    FollowUp.objects.filter(text_en="SECRET step").update(state="done", settled_at=NOW)

    page = client.get(address(following, "opening/")).text

    assert "<dt>Agreed</dt><dd>1</dd>" in page
    assert "<dt>Done</dt><dd>1</dd>" in page
    assert "SECRET" not in page


def test_hostile_words_are_escaped(client, held):
    row = ResultSheet.objects.released().get()
    row.released["parts"]["topic"]["en"][0] = "<script>alert(1)</script>"
    row.save()

    page = client.get(address(held, f"sheets/{row.public_id}/")).text

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


OURS = {
    "edition": panels.of_edition,
    "edition_documentation": panels.of_documentation,
    "edition_desk": panels.of_desk,
    "participation": panels.of_participation,
    "tie": panels.of_tie,
}


def panel(subject, thing, actor=None, language="en"):
    """Our panel on a page about something, without those of other parts."""
    request = RequestFactory().get("/")
    request.user = actor or AnonymousUser()
    found = OURS[subject](request, thing)
    return render_to_string(found.template, {"panel": found.context, "LANGUAGE_CODE": language}) if found else None


@pytest.mark.parametrize("subject", ["edition", "edition_documentation"])
def test_our_panels_stand_on_the_pages_of_meetings(held, subject):
    request = RequestFactory().get("/")
    request.user = AnonymousUser()

    templates = [found.template for found in panels_for(subject, request, held)]
    assert sum(template.startswith("events/results/") for template in templates) == 1


def test_the_public_page_of_a_meeting_gets_sheets_figures_and_the_way_to_the_opening(
    held, django_assert_max_num_queries
):
    with django_assert_max_num_queries(4):
        shown = panel("edition", held)
    assert "Water group" in shown
    assert "2 steps were agreed, 1 of them are done." in shown
    assert "SECRET" not in shown
    assert "opening/" not in shown

    following = EditionFactory(ahead=True, follows=held)
    assert f"/en/events/{following.slug}/results/opening/" in panel("edition", following)
    other = EditionFactory()
    with django_assert_max_num_queries(2):
        assert panel("edition", other) is None


def test_the_panel_follows_what_is_published(held):
    panel("edition", held)
    ResultSheet.objects.released().update(state=State.CHECKED, released=None, published_at=None)
    forget()  # a trigger does this in service, at the end of the transaction

    assert "Water group" not in panel("edition", held)


def test_the_documentation_gets_sheets_decisions_minutes_and_figures(held, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        shown = panel("edition_documentation", held)

    assert "SECRET" not in shown
    for words in ("Water group", "Meet every year", "<dt>Done</dt><dd>1</dd>"):
        assert words in shown
    assert panel("edition_documentation", EditionFactory()) is None


def test_the_office_s_page_gets_figures_and_others_nothing(meeting, held):
    assert "1 of 2 done, 0 overdue" in panel("edition_desk", held, meeting.eva)
    assert panel("edition_desk", held, meeting.anna) is None


def test_a_participant_s_page_shows_what_the_reader_may_write_read_and_owes(meeting, held):
    assert "SECRET minutes" not in panel("participation", meeting.yusuf, meeting.yusuf.user)
    MinuteTakerFactory(edition=held, participant=meeting.wanda)
    FollowUpFactory(edition=held, text_en="Anna's step", authority=meeting.german)

    shown = panel("participation", meeting.wanda, meeting.wanda.user)
    assert "Minutes that you take" in shown
    assert "SECRET decision" in shown  # who takes all minutes sees drafts
    assert "Anna&#x27;s step" not in shown
    own = panel("participation", meeting.wanda, meeting.anna)
    assert "Anna&#x27;s step" in own
    assert "SECRET decision" not in own
    assert panel("participation", meeting.wanda, meeting.outsider) is not None  # what is public
    held_elsewhere = EditionFactory(ahead=True)
    meeting.yusuf.edition = held_elsewhere
    assert panel("participation", meeting.yusuf, meeting.outsider) is None


@pytest.mark.parametrize("number", [1, 3, 20])
def test_a_participant_s_panel_needs_the_same_queries(meeting, number, django_assert_max_num_queries):
    for factory in (MinutesFactory, ResultSheetFactory, DecisionFactory):
        factory.create_batch(number, edition=meeting.edition, shared=True)
    FollowUpFactory.create_batch(number, edition=meeting.edition, authority=meeting.german)

    with django_assert_max_num_queries(6):
        assert panel("participation", meeting.wanda, meeting.anna) is not None


def test_a_partnership_s_page_shows_the_steps_of_its_two_sides(meeting):
    tie = PartnershipFactory(german=meeting.german, palestinian=meeting.palestinian)
    FollowUpFactory(authority=meeting.palestinian, counterpart=meeting.german, text_en="Both sides")
    FollowUpFactory(authority=meeting.german, link_kind="tie", link_key=tie.slug, text_en="Linked")
    FollowUpFactory(authority=meeting.german, text_en="Alone")

    shown = panel("tie", tie, meeting.anna)

    assert ("Both sides" in shown, "Linked" in shown, "Alone" in shown) == (True, True, False)
    assert panel("tie", tie, meeting.outsider) is None


def test_the_search_knows_what_is_public_and_nothing_else(held):
    rebuild("meeting_result")
    texts = [text for item in results(None) for text in item.texts.values()]

    assert {item.object_key.partition(":")[0] for item in results(None)} == {"resultsheet", "minutes", "decision"}
    assert not any("SECRET" in f"{text.title} {text.body}" for text in texts)
    row = Decision.objects.released().get()
    (one,) = results([f"decision:{row.public_id}"])
    assert one.texts["ar"].path == f"/ar/events/{held.slug}/results/#decision-{row.public_id}"


@pytest.mark.parametrize(("name", "number"), [("follow-ups", 2), ("decisions", 2)])
def test_lists_go_along_as_files(meeting, held, name, number):
    table = tables.find(name)
    FollowUpFactory()
    DecisionFactory()

    rows = list(table.rows(meeting.eva, QueryDict(f"edition={held.slug}")))

    assert len(rows) == number
    assert all(column.value(row) is not None for row in rows for column in table.columns)
    assert len(table.rows(meeting.eva, QueryDict("state=nonsense"))) == number + 1 if name == "decisions" else True
