"""Handing over waits for answers to the office; the language of a draft may change; matching hears of each step."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from jisr.audit.models import Entry
from jisr.kernel.policy import Refused
from jisr.kernel.workflow import IllegalMove
from jisr.matching.models import MatchingProfile
from jisr.matching.requests.models import PartnershipRequest, RequestDraft, RequestQuestion, RequestText
from jisr.matching.requests.services import (
    Incomplete,
    answer_question,
    change_language,
    go_stale,
    move,
    submit_request,
)
from jisr.matching.requests.states import State, TextState
from tests.factories.accounts import UserFactory
from tests.factories.memberships import MembershipFactory
from tests.factories.municipalities import AuthorityFactory, ThemeFactory
from tests.factories.requests import CONSENTED_AT, RequestFactory, RequestTextFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


@pytest.fixture
def leader():
    return MembershipFactory(coordinator=True, authority=AuthorityFactory(palestinian=True))


@pytest.fixture
def adviser():
    return UserFactory(adviser=True)


@pytest.fixture
def browser(leader):
    client = Client()
    client.force_login(leader.user)
    return client


@pytest.fixture
def case(leader):
    case = RequestFactory(authority=leader.authority, original_language="ar")
    wishes = [{"slug": ThemeFactory(slug="waste").slug, "text": "فرز النفايات"}]
    answers = {"profile": "صوريف", "languages": ["ar"], "themes": wishes, "consent": True}
    RequestDraft.objects.create(request=case, answers=answers)
    return case


def asked(case, *fields):
    return [
        RequestQuestion.objects.create(request=case, field=name, question="Which?", asked_at=NOW) for name in fields
    ]


def profile_of(leader):
    return MatchingProfile.objects.get(authority=leader.authority)


def test_what_is_asked_must_be_answered_before_it_is_handed_over(case, leader):
    question, _answered = asked(case, "economy", "wishes")
    answer_question(_answered.pk, "A school", actor=leader.user, at=NOW)

    with pytest.raises(Incomplete, match="Economy") as refusal:
        submit_request(case.pk, actor=leader.user, at=NOW)

    assert refusal.value.facts == {"unanswered": ["economy"]}
    assert PartnershipRequest.objects.get(pk=case.pk).state == State.DRAFT
    answer_question(question.pk, "Stone", actor=leader.user, at=NOW)
    assert submit_request(case.pk, actor=leader.user, at=NOW).state == State.SUBMITTED


def test_the_pages_name_what_is_not_answered_and_offer_no_button(case, browser):
    asked(case, "economy")
    check = f"/en/workspace/requests/{case.public_id}/check/"

    shown = browser.get(check).content.decode()
    sent = browser.post(check, follow=True)

    assert "The programme office waits for your answers" in shown
    assert "Submit to the programme office" not in shown
    assert "Please answer the questions of the programme office first: Economy." in sent.content.decode()
    assert sent.redirect_chain[-1][0] == f"/en/workspace/requests/{case.public_id}/"


def test_the_language_of_a_draft_can_change(case, browser):
    address = f"/en/workspace/requests/{case.public_id}/language/"

    response = browser.post(address, {"language": "en"})
    browser.post(address, {"language": "en"})
    refused = browser.post(address, {"language": "xx"}, follow=True)

    case.refresh_from_db()
    assert (response.status_code, case.original_language) == (302, "en")
    assert "Please choose a language." in refused.content.decode()
    assert Entry.objects.filter(action="matching.request_language_changed").count() == 1


def test_texts_that_were_handed_over_before_follow_the_language(case, leader):
    RequestTextFactory(request=case, key="profile", language="ar", text="صوريف")
    checked = {"is_original": False, "state": TextState.CHECKED, "checked_at": NOW}
    RequestTextFactory(request=case, key="profile", language="en", text="Surif", **checked)
    RequestTextFactory(request=case, key="profile", language="de", text="Surif", **checked)

    change_language(case.pk, "en", actor=leader.user)

    texts = (
        RequestText.objects.filter(request=case)
        .order_by("language")
        .values_list("language", "text", "is_original", "state")
    )
    assert list(texts) == [("de", "Surif", False, "draft"), ("en", "صوريف", True, "checked")]


@pytest.mark.parametrize("state", [State.SUBMITTED, State.PUBLISHED, State.WITHDRAWN])
def test_beyond_a_draft_the_language_stays(leader, state):
    found = RequestFactory(authority=leader.authority, state=state, slug="one", consented_at=CONSENTED_AT)

    with pytest.raises(IllegalMove):
        change_language(found.pk, "de", actor=leader.user)


def test_others_cannot_change_the_language(case):
    stranger = MembershipFactory(coordinator=True)

    with pytest.raises(Refused):
        change_language(case.pk, "de", actor=stranger.user)


def test_submitting_makes_a_profile_that_is_not_suggested_yet(case, leader):
    submit_request(case.pk, actor=leader.user, at=NOW)

    profile = profile_of(leader)
    assert (profile.is_willing, profile.languages) == (False, ["ar"])
    assert [row.theme.slug for row in profile.themes.all()] == ["waste"]
    assert "صوريف" in profile.need_text


def test_submitting_leaves_a_profile_that_is_in_use(case, leader):
    MatchingProfile.objects.create(authority=leader.authority, is_willing=True, need_text="old")

    submit_request(case.pk, actor=leader.user, at=NOW)

    assert (profile_of(leader).is_willing, profile_of(leader).need_text) == (True, "old")


def test_publishing_keeps_the_limit_and_a_confirmation_keeps_the_will(case, leader, adviser):
    submit_request(case.pk, actor=leader.user, at=NOW)
    MatchingProfile.objects.update(introductions_limit=7)
    for name in ("check", "translate", "publish"):
        move(case.pk, name, actor=adviser, at=NOW)
    assert (profile_of(leader).is_willing, profile_of(leader).introductions_limit) == (True, 7)
    MatchingProfile.objects.update(is_willing=False)

    move(case.pk, "confirm", actor=leader.user, at=NOW)

    assert (profile_of(leader).is_willing, profile_of(leader).introductions_limit) == (False, 7)


def test_what_ran_out_and_still_holds_is_suggested_again(leader):
    found = RequestFactory(authority=leader.authority, published=True, expires_on=date(2026, 11, 21))
    MatchingProfile.objects.create(authority=leader.authority, is_willing=True)
    assert go_stale(found.pk, actor=leader.user, at=NOW)
    assert not profile_of(leader).is_willing

    move(found.pk, "confirm", actor=leader.user, at=NOW)

    assert profile_of(leader).is_willing
