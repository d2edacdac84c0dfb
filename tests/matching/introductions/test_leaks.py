"""Contacts are open to both at once, exactly while it is open: in no state, channel or role otherwise."""

import zipfile
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.test import Client

from jisr.accounts.services.own_data import take_own_data
from jisr.audit.services import SYSTEM
from jisr.documents.services import store
from jisr.matching.introductions.contacts import contacts_of
from jisr.matching.introductions.models import (
    Introduction,
    IntroductionCall,
    IntroductionNote,
    IntroductionPaper,
    IntroductionStep,
    IntroductionVisit,
)
from jisr.matching.introductions.papers import subject_of
from jisr.matching.introductions.policies import READ_INTRODUCTION, READ_ROOM_ROW
from jisr.matching.introductions.room import add_note
from jisr.matching.introductions.services import answer, show_interest, suggest_pair, withdraw
from jisr.matching.introductions.states import BOTH, OTHER, Side, State
from jisr.municipalities.services.merging import unregistered
from jisr.municipalities.states import MembershipRole
from jisr.notifications.models import Message
from tests import policy_twins
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
from tests.factories.municipalities import AuthorityFactory
from tests.factories.requests import RequestFactory
from tests.matching.introductions.conftest import SECRETS

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
SHARED = {State.OPEN, State.CONCLUDED}
ROOM = (IntroductionNote, IntroductionCall, IntroductionVisit, IntroductionStep, IntroductionPaper)
PAGES = (
    "/{lang}/workspace/",
    "/{lang}/workspace/introductions/",
    "/{lang}/workspace/introductions/{id}/",
    "/{lang}/workspace/introductions/interest/{other}/",
    "/{lang}/workspace/messages/",
    "/{lang}/workspace/ties/",
    "/{lang}/municipalities/{other}/",
    "/{lang}/requests/",
    "/{lang}/search/?q=town",
    "/{lang}/partnerships/",
)
MACHINES = ("/feeds/en/requests.atom", "/feeds/en/partnerships.atom", "/sitemap.xml", "/sitemap-municipalities.xml")


def browser(person):
    client = Client(raise_request_exception=False)
    client.force_login(person)
    return client


def leaks(text, side):
    """Which secrets of a side stand in a text."""
    return [secret for secret in SECRETS[side] if secret in text or secret.replace("@", "&#64;") in text]


def made(towns, state):
    return IntroductionFactory(german=towns.german, palestinian=towns.palestinian, **state_columns(state))


def readers_of(towns, side):
    """The coordinator of a side and somebody of it in every other role."""
    others = [role for role in MembershipRole if role != MembershipRole.COORDINATOR]
    authority = towns.authority(side)
    people = [MembershipFactory(confirmed=True, role=role, authority=authority).user for role in others]
    return [towns.leader(side), *people]


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("side", BOTH)
def test_the_page_shows_the_other_side_s_contacts_exactly_while_it_is_open(towns, state, side):
    found = made(towns, state)
    for person in readers_of(towns, side):
        page = browser(person).get(f"/en/workspace/introductions/{found.public_id}/")
        text = page.content.decode()
        assert page.status_code == 200
        assert len(leaks(text, OTHER[side])) == (3 if state == State.OPEN else 0), person
        shown = contacts_of(found, person)
        assert (len(shown[side]), len(shown[OTHER[side]])) == (1, int(state == State.OPEN))


@pytest.mark.parametrize("state", [state for state in State if state != State.OPEN])
def test_no_page_shows_them_in_any_language(towns, state):
    RequestFactory(published=True, authority=towns.palestinian)
    found = made(towns, state)
    for side in BOTH:
        client, other = browser(towns.leader(side)), towns.authority(OTHER[side])
        for lang in ("de", "en", "ar"):
            for page in PAGES:
                path = page.format(lang=lang, id=found.public_id, other=other.slug)
                response = client.get(path, follow=True)
                assert response.status_code in {200, 404}, path
                assert leaks(response.content.decode(), OTHER[side]) == [], path


@pytest.mark.parametrize("state", State)
def test_pages_for_all_and_for_machines_show_them_never(towns, state, client):
    request = RequestFactory(published=True, authority=towns.palestinian)
    made(towns, state)
    paths = [
        *MACHINES,
        f"/en/municipalities/{towns.german.slug}/",
        f"/en/municipalities/{towns.palestinian.slug}/",
        f"/en/requests/{request.slug}/",
        "/en/search/?q=Germantown",
    ]
    for path in paths:
        text = client.get(path).content.decode()
        assert leaks(text, Side.GERMAN) + leaks(text, Side.PALESTINIAN) == [], path


@pytest.mark.parametrize("state", State)
def test_the_contact_page_of_the_other_authority_stays_closed(towns, state):
    made(towns, state)

    for side in BOTH:
        path = f"/en/workspace/authorities/{towns.authority(OTHER[side]).slug}/contacts/"
        assert browser(towns.leader(side)).get(path).status_code == 404


@pytest.mark.parametrize("state", State)
def test_no_table_of_search_holds_them(towns, state):
    made(towns, state)

    for model in apps.get_app_config("search").get_models():
        for row in model._default_manager.all():
            text = " ".join(str(getattr(row, column.attname)) for column in model._meta.concrete_fields)
            assert leaks(text, Side.GERMAN) + leaks(text, Side.PALESTINIAN) == []


@pytest.mark.parametrize("state", State)
def test_one_s_own_data_holds_nothing_of_the_other_side(towns, state):
    found = made(towns, state)
    NoteFactory(introduction=found, side=Side.PALESTINIAN, written_by=towns.basim, text="Basim's note")
    NoteFactory(introduction=found, side=Side.GERMAN, written_by=towns.anna, text="Anna's note")

    with zipfile.ZipFile(take_own_data(towns.anna, at=NOW)) as archive:
        text = "".join(archive.read(name).decode() for name in archive.namelist())

    assert leaks(text, Side.PALESTINIAN) == []
    assert "Basim&#x27;s note" not in text
    assert "Basim's note" not in text
    assert "Anna's note" in text
    assert towns.basim.email not in text


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_list_as_a_file_is_the_office_s_and_holds_no_contact(towns, ending):
    made(towns, State.OPEN)

    assert browser(towns.anna).get(f"/en/workspace/exports/introductions.{ending}?state=all").status_code == 404
    response = browser(towns.adviser).get(f"/en/workspace/exports/introductions.{ending}?state=all")
    content = b"".join(response.streaming_content) if response.streaming else response.content
    assert response.status_code == 200
    if ending == "csv":
        assert "Germantown" in content.decode()
        assert leaks(content.decode(), Side.GERMAN) + leaks(content.decode(), Side.PALESTINIAN) == []


def test_no_mail_holds_a_contact_or_a_name_of_the_other_side(towns):
    """Every step of two ways: one to an open room and out of it, one to a no."""
    RequestFactory(published=True, authority=towns.palestinian)
    found = show_interest(towns.german, towns.palestinian, words="Hello", actor=towns.anna, at=NOW)
    answer(found.public_id, Side.PALESTINIAN, is_yes=True, actor=towns.basim, at=NOW)
    add_note(found.public_id, "A shared note", actor=towns.anna, at=NOW, form_key=uuid4().hex)
    withdraw(found.public_id, reason="secret reason", actor=towns.anna, at=NOW)
    again = suggest_pair(towns.german, towns.palestinian, note="A note", actor=towns.adviser, at=NOW)
    answer(again.public_id, Side.GERMAN, is_yes=False, note="secret reason", actor=towns.anna, at=NOW)

    for side in BOTH:
        other = towns.leader(OTHER[side])
        mails = Message.objects.filter(recipient=towns.leader(side))
        assert mails.count() >= 2
        for mail in mails:
            for part in (mail.subject_line, mail.text, mail.html, mail.body):
                assert leaks(part, OTHER[side]) == []
                assert not [word for word in (str(other), other.email, "secret reason") if word in part]


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("model", ROOM)
def test_rule_and_query_agree_on_every_row_of_a_room(towns, state, model):
    factory = {
        IntroductionNote: NoteFactory,
        IntroductionCall: CallFactory,
        IntroductionVisit: VisitFactory,
        IntroductionStep: IntroductionStepFactory,
        IntroductionPaper: PaperFactory,
    }[model]
    for side in Side:
        found = IntroductionFactory(german=towns.german, **state_columns(state))
        factory(introduction=found, side=side)
        factory(introduction=IntroductionFactory(palestinian=towns.palestinian, **state_columns(state)), side=side)
    policy_twins.register(READ_ROOM_ROW, model)

    assert list(policy_twins.disagreements(READ_ROOM_ROW.name, policy_twins.readers(towns.german))) == []


def test_rule_and_query_agree_on_introductions(towns):
    policy_twins.register(READ_INTRODUCTION, Introduction)
    for state in State:
        IntroductionFactory(german=towns.german, **state_columns(state))
    IntroductionFactory(palestinian=towns.palestinian)

    for authority in (towns.german, towns.palestinian):
        assert list(policy_twins.disagreements(READ_INTRODUCTION.name, policy_twins.readers(authority))) == []


@pytest.mark.parametrize("state", State)
def test_what_one_side_wrote_is_the_other_s_only_while_shared(towns, state):
    found = made(towns, state)
    NoteFactory(introduction=found, side=Side.PALESTINIAN, text="Basim wrote this", written_by=towns.basim)
    NoteFactory(introduction=found, side=Side.GERMAN, text="Anna wrote this", written_by=towns.anna)
    path = f"/en/workspace/introductions/{found.public_id}/"

    text = browser(towns.anna).get(path).content.decode()

    assert "Anna wrote this" in text
    assert ("Basim wrote this" in text) == (state in SHARED)
    assert (str(towns.basim) in text) == (state in SHARED)
    office = browser(towns.adviser).get(path).content.decode()
    assert "Anna wrote this" in office
    assert "Basim wrote this" in office


@pytest.mark.parametrize("state", State)
def test_files_and_the_calendar_follow_the_room(towns, state):
    found = made(towns, state)
    paper = PaperFactory(introduction=found, side=Side.GERMAN)
    brought = {
        side: store(ContentFile(pdf(), name="paper.pdf"), owner_subject=subject_of(paper, side), actor=SYSTEM)
        for side in BOTH
    }
    CallFactory(introduction=found, side=Side.GERMAN, where="Video room")

    for side in BOTH:
        client = browser(towns.leader(side))
        for of_side, document in brought.items():
            expected = 200 if state in SHARED or of_side == side else 404
            assert client.get(document.newest.get_absolute_url()).status_code == expected
            assert client.get(document.get_absolute_url()).status_code == expected
        calendar = client.get(f"/en/workspace/introductions/{found.public_id}/call.ics")
        assert calendar.status_code == (200 if state in SHARED or side == Side.GERMAN else 404)
    outsider = browser(UserFactory())
    for document in brought.values():
        assert outsider.get(document.newest.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("state", State)
def test_a_no_tells_its_reason_and_its_speaker_to_the_office_alone(towns, state):
    columns = {"palestinian_no_note": "Our council is against it", "palestinian_answered_by": towns.basim}
    found = IntroductionFactory(
        german=towns.german, palestinian=towns.palestinian, **{**state_columns(state), **columns}
    )
    path = f"/en/workspace/introductions/{found.public_id}/"

    for person in (towns.anna, towns.basim):
        assert "council is against" not in browser(person).get(path).content.decode()
    assert str(towns.basim) not in browser(towns.anna).get(path).content.decode()
    assert "council is against" in browser(towns.adviser).get(path).content.decode()


def test_a_reason_for_taking_back_is_the_office_s(towns):
    found = IntroductionFactory(
        german=towns.german, palestinian=towns.palestinian, **state_columns(State.WITHDRAWN), end_reason="A quarrel"
    )
    path = f"/en/workspace/introductions/{found.public_id}/"

    assert "quarrel" not in browser(towns.anna).get(path).content.decode()
    assert "quarrel" in browser(towns.adviser).get(path).content.decode()


def test_the_history_is_for_the_office(towns):
    found = suggest_pair(towns.german, towns.palestinian, actor=towns.adviser, at=NOW)
    path = f"/en/workspace/trail/matching.introduction/{found.pk}/"

    assert browser(towns.anna).get(path).status_code == 404
    assert browser(towns.adviser).get(path).status_code == 200


def test_the_answer_of_the_other_side_is_not_shown_while_one_thinks(towns):
    found = made(towns, State.ASKED)
    answer(found.public_id, Side.PALESTINIAN, is_yes=True, actor=towns.basim, at=NOW)

    text = browser(towns.anna).get(f"/en/workspace/introductions/{found.public_id}/").content.decode()

    assert "Answer of <bdi>Germantown</bdi>" in text
    assert "Answer of <bdi>Palestinetown</bdi>" not in text


def test_no_key_to_authorities_was_forgotten():
    assert unregistered() == []


def test_an_outsider_gets_the_same_answer_for_hidden_and_absent(towns):
    found = made(towns, State.OPEN)
    outsider = browser(MembershipFactory(coordinator=True, authority=AuthorityFactory()).user)

    keys = str(found.public_id), str(uuid4())
    hidden, absent = (outsider.get(f"/en/workspace/introductions/{key}/") for key in keys)

    assert (hidden.status_code, absent.status_code) == (404, 404)
    assert hidden.content.decode().replace(keys[0], keys[1]) == absent.content.decode()


def test_every_table_of_the_room_is_among_the_models_tested_here():
    """A new kind of row must be hidden as the others are."""
    known = apps.get_app_config("matching").get_models()

    assert {model for model in known if any(f.name == "introduction" for f in model._meta.fields)} == set(ROOM)
