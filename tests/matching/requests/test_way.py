"""The way of a request from the office to the public, and down again."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from jisr.audit.models import Entry
from jisr.audit.services import SYSTEM
from jisr.kernel.policy import Refused
from jisr.kernel.workflow import IllegalMove
from jisr.matching.models import MatchingProfile
from jisr.matching.requests.models import PartnershipRequest, RequestDraft, RequestQuestion, RequestTheme
from jisr.matching.requests.policies import READ_REQUEST
from jisr.matching.requests.publishing import NotReady
from jisr.matching.requests.services import (
    Incomplete,
    ReasonMissing,
    answer_question,
    ask_back,
    go_stale,
    move,
    submit_request,
    withdraw_consent,
)
from jisr.matching.requests.states import State, TextState
from jisr.matching.requests.translating import Typed, save_translations, shown_texts
from jisr.matching.requests.waiting import requests_waiting
from jisr.matching.requests.workflow import MOVES, target
from jisr.notifications.models import Message
from tests import policy_twins
from tests.factories.accounts import UserFactory
from tests.factories.memberships import MembershipFactory
from tests.factories.municipalities import AuthorityFactory, ThemeFactory
from tests.factories.requests import CONSENTED_AT, RequestFactory, RequestTextFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
policy_twins.register(READ_REQUEST, PartnershipRequest)


@pytest.fixture
def adviser():
    return UserFactory(adviser=True)


@pytest.fixture
def leader():
    return MembershipFactory(
        coordinator=True, authority=AuthorityFactory(palestinian=True), user__preferred_language="ar"
    )


def waiting_request(leader, state, **more):
    found = RequestFactory(authority=leader.authority, state=state, consented_at=CONSENTED_AT, **more)
    RequestTheme.objects.create(request=found, theme=ThemeFactory(), rank=1)
    RequestTextFactory(request=found, text="Olives and hills")
    return found


def test_the_rule_of_reading_and_its_query_agree():
    authority = AuthorityFactory(palestinian=True)
    for state in State:
        RequestFactory(authority=authority, state=state, slug=f"one-{state}", consented_at=CONSENTED_AT, source_url="")
        PartnershipRequest.objects.update(source_url="https://example.org/")
    RequestFactory(published=True, expires_on=timezone.localdate() - timedelta(days=1))
    RequestFactory(published=True, expires_on=timezone.localdate())
    RequestFactory(published=True, is_public=False)
    RequestFactory(published=True, consented_at=None, source_url="https://example.org/")

    assert list(policy_twins.disagreements(READ_REQUEST.name, policy_twins.readers(authority))) == []


@pytest.mark.parametrize("name", MOVES)
def test_a_step_begins_only_where_the_diagram_says(name):
    for state in State:
        if state in MOVES[name].sources:
            assert target(name, current=state) == MOVES[name].target
        else:
            with pytest.raises(IllegalMove):
                target(name, current=state)


def test_from_submitted_to_published_and_matched(adviser, leader):
    found = waiting_request(leader, State.SUBMITTED)

    for name in ("check", "translate", "publish"):
        found = move(found.pk, name, actor=adviser, at=NOW)

    assert (found.state, str(found.published), found.slug) == (
        "published",
        "2026-11-22",
        f"{leader.authority.slug}-2026",
    )
    assert MatchingProfile.objects.get(authority=leader.authority).is_willing is True
    assert [message.language for message in Message.objects.filter(recipient=leader.user)] == ["ar"] * 3
    with pytest.raises(ReasonMissing):
        move(found.pk, "match", actor=adviser, at=NOW)
    found = move(found.pk, "match", reason="Neuwied", actor=adviser, at=NOW)
    assert (found.state, found.state_reason) == ("matched", "Neuwied")
    assert MatchingProfile.objects.get(authority=leader.authority).is_willing is False
    steps = list(
        Entry.objects.filter(action__startswith="matching.request_").order_by("number").values_list("action", flat=True)
    )
    assert steps == [f"matching.request_{verb}" for verb in ("checked", "translated", "published", "matched")]


def test_two_advisers_publish_once(adviser, leader):
    found = waiting_request(leader, State.TRANSLATED)
    move(found.pk, "publish", actor=adviser, at=NOW)

    with pytest.raises(IllegalMove):
        move(found.pk, "publish", actor=UserFactory(adviser=True), at=NOW)

    assert Message.objects.filter(recipient=leader.user, kind="matching.request_moved").count() == 1


@pytest.mark.parametrize("name", ["check", "translate", "publish", "match", "archive"])
def test_drafters_cannot_take_the_steps_of_the_office(leader, name):
    found = waiting_request(leader, State.SUBMITTED)

    with pytest.raises(Refused):
        move(found.pk, name, reason="x", actor=leader.user, at=NOW)


@pytest.mark.parametrize("more", [{"consented_at": None}, {"expires_on": date(2026, 11, 21)}])
def test_nothing_is_published_without_consent_or_past_its_day(adviser, leader, more):
    found = waiting_request(leader, State.TRANSLATED)
    PartnershipRequest.objects.filter(pk=found.pk).update(**more)

    with pytest.raises(NotReady):
        move(found.pk, "publish", actor=adviser, at=NOW)


def test_questions_go_back_to_the_answer_they_are_about(adviser, leader):
    found = waiting_request(leader, State.SUBMITTED)
    with pytest.raises(ReasonMissing):
        ask_back(found.pk, {"profile": "  "}, actor=adviser, at=NOW)

    ask_back(found.pk, {"profile": "How many live there?", "nonsense": "x"}, actor=adviser, at=NOW)

    question = RequestQuestion.objects.get()
    assert (question.field, question.asked_by) == ("profile", adviser)
    assert "Answer the questions" in requests_waiting(leader.user)[0].title
    answer_question(question.pk, "18500", actor=leader.user, at=NOW)
    assert "Finish the text" in requests_waiting(leader.user)[0].title


def test_submitting_again_lets_changed_translations_be_checked_anew(adviser, leader):
    found = waiting_request(leader, State.DRAFT, original_language="en")
    old = RequestTextFactory(request=found, language="de", text="Oliven", is_original=False, checked_at=NOW)
    theme = ThemeFactory()
    filled = {"profile": "Figs", "languages": ["ar"], "themes": [{"slug": theme.slug, "text": "x"}], "consent": True}
    RequestDraft.objects.create(request=found, answers=filled)

    submit_request(found.pk, actor=leader.user, at=NOW)

    old.refresh_from_db()
    assert (old.state, old.checked_at, old.text) == (TextState.DRAFT, None, "Oliven")
    assert found.texts.get(key="profile", language="en").text == "Figs"


def test_readers_see_which_a_text_is(adviser, leader):
    found = waiting_request(leader, State.CHECKED)
    assert shown_texts(found, "de")["profile"].is_foreign

    save_translations(found.pk, "de", [Typed("profile", "Oliven", is_checked=False, seen=0)], actor=adviser, at=NOW)
    shown = shown_texts(found, "de")["profile"]
    assert (shown.text, shown.is_foreign, shown.is_checked) == ("Oliven", False, False)

    save_translations(found.pk, "de", [Typed("profile", "Oliven", is_checked=True, seen=1)], actor=adviser, at=NOW)
    row = shown_texts(found, "de")["profile"].row
    assert (row.state, row.checked_at, row.checked_by) == (TextState.CHECKED, NOW, adviser)


def test_two_translators_are_told_and_the_first_text_stays(adviser, leader):
    found = waiting_request(leader, State.CHECKED)
    save_translations(found.pk, "de", [Typed("profile", "Oliven", is_checked=True, seen=0)], actor=adviser, at=NOW)

    other = UserFactory(adviser=True)
    told = save_translations(found.pk, "de", [Typed("profile", "Feigen", is_checked=True, seen=0)], actor=other, at=NOW)

    assert told["profile"].text == "Oliven"
    assert found.texts.get(language="de").text == "Oliven"


@pytest.mark.django_db(transaction=True)  # PostgreSQL renews the generation at commit
def test_consent_taken_back_brings_the_page_down_at_once_even_a_stored_one(client, page_cache, leader):
    found = RequestFactory(published=True, authority=leader.authority, slug="surif-2026")
    assert client.get("/en/requests/surif-2026/").status_code == 200
    assert client.get("/en/requests/surif-2026/").status_code == 200

    withdraw_consent(found.pk, actor=leader.user, at=NOW)

    assert client.get("/en/requests/surif-2026/").status_code == 404
    assert client.get("/en/requests/surif-2026/sheet.pdf").status_code == 404
    assert "surif-2026" not in client.get("/en/requests/").text
    assert "surif-2026" not in client.get("/feeds/en/requests.atom").text


def test_after_a_year_the_drafters_are_asked_once(leader):
    found = RequestFactory(published=True, authority=leader.authority, published_on=date(2025, 11, 1))
    fresh = RequestFactory(published=True, published_on=timezone.localdate())

    for _run in range(2):
        call_command("ask_stale_requests")

    found.refresh_from_db()
    fresh.refresh_from_db()
    assert (found.state, fresh.state) == (State.STALE, State.PUBLISHED)
    assert Message.objects.filter(recipient=leader.user, kind="matching.request_questions").count() == 1
    found = move(found.pk, "confirm", actor=leader.user, at=NOW)
    assert (found.state, found.confirmed_on) == (State.PUBLISHED, date(2026, 11, 22))
    assert go_stale(found.pk, actor=SYSTEM, at=NOW) is False


def test_nothing_missing_is_submitted(leader):
    found = waiting_request(leader, State.DRAFT)
    RequestDraft.objects.create(request=found, answers={})

    with pytest.raises(Incomplete):
        submit_request(found.pk, actor=leader.user, at=NOW)


def test_what_is_past_its_day_is_asked_about_and_confirming_opens_it_again(client, leader):
    found = RequestFactory(published=True, authority=leader.authority, expires_on=timezone.localdate())
    PartnershipRequest.objects.update(expires_on=timezone.localdate() - timedelta(days=1))

    call_command("ask_stale_requests")
    assert client.get(f"/en/requests/{found.slug}/").status_code == 404
    found = move(found.pk, "confirm", actor=leader.user, at=timezone.now())

    assert (found.state, found.expires_on) == (State.PUBLISHED, None)
    assert client.get(f"/en/requests/{found.slug}/").status_code == 200


def test_an_offer_for_the_office_alone_takes_part_in_matching_and_is_on_no_public_page(client, adviser):
    leader = MembershipFactory(coordinator=True, authority=AuthorityFactory())
    found = RequestFactory(authority=leader.authority, kind="offer", state=State.TRANSLATED, is_public=False)
    RequestTheme.objects.create(request=found, theme=ThemeFactory(slug="waste-management"), rank=1)

    found = move(found.pk, "publish", actor=adviser, at=NOW)

    profile = MatchingProfile.objects.get(authority=leader.authority)
    assert (profile.is_willing, [(row.side, row.theme.slug) for row in profile.themes.all()]) == (
        True,
        [("offer", "waste-management")],
    )
    for address in (f"/en/requests/{found.slug}/", f"/en/requests/{found.slug}/sheet.pdf"):
        assert client.get(address).status_code == 404
    assert found.slug not in client.get("/en/requests/map/").text


def test_search_finds_what_is_published_and_forgets_what_comes_down(
    client, adviser, leader, django_capture_on_commit_callbacks
):
    found = waiting_request(leader, State.TRANSLATED)
    address = f"/en/requests/{leader.authority.slug}-2026/"

    with django_capture_on_commit_callbacks(execute=True):
        move(found.pk, "publish", actor=adviser, at=NOW)
    assert address in client.get("/en/search/?q=olives").text

    with django_capture_on_commit_callbacks(execute=True):
        withdraw_consent(found.pk, actor=leader.user, at=NOW)
    assert address not in client.get("/en/search/?q=olives").text
