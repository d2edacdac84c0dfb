"""Drafting a request: page by page, saved at once, nothing lost, handed over once."""

import pytest
from django.test import Client

from jisr.matching.requests.models import PartnershipRequest, RequestDraft
from jisr.matching.requests.services import start_request
from jisr.matching.requests.states import State
from jisr.municipalities.states import MembershipState
from jisr.notifications.models import Message
from tests.factories.accounts import UserFactory
from tests.factories.memberships import MembershipFactory
from tests.factories.municipalities import AuthorityFactory, ThemeFactory

pytestmark = pytest.mark.django_db
HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(2)>'


@pytest.fixture
def membership():
    return MembershipFactory(coordinator=True, authority=AuthorityFactory(palestinian=True, slug="surif"))


@pytest.fixture
def browser(membership):
    client = Client()
    client.force_login(membership.user)
    return client


@pytest.fixture
def case(membership):
    return start_request(membership.authority, language="ar", actor=membership.user)


def page(case, slug):
    return f"/en/workspace/requests/{case.public_id}/page/{slug}/"


def answers(case):
    return RequestDraft.objects.get(request=case).answers


def fill(case):
    theme = ThemeFactory()
    wishes = [{"slug": theme.slug, "text": "نفايات"}]
    filled = {"profile": "صوريف", "languages": ["ar"], "themes": wishes, "consent": True}
    RequestDraft.objects.filter(request=case).update(answers=filled)


def test_two_clicks_on_begin_make_one_request(browser):
    for _click in range(2):
        assert browser.post("/en/workspace/requests/start/surif/").status_code == 302

    assert PartnershipRequest.objects.count() == 1


def test_a_page_is_saved_without_script_and_leads_to_the_next(browser, case):
    response = browser.post(page(case, "economy"), {"economy": "زيتون", "seen_economy": "0"})

    assert response.headers["Location"] == page(case, "facilities")
    assert answers(case)["economy"] == "زيتون"


def test_autosave_answers_with_the_new_stamps(browser, case):
    typed = {"profile": "Surif", "population_stated": "18500", "seen_profile": "0", "seen_population_stated": "0"}

    response = browser.post(page(case, "profile"), typed, headers={"X-Autosave": "1"})

    assert response.json()["stamps"] == {"profile": 1, "population_stated": 1}
    assert answers(case) == {"profile": "Surif", "population_stated": 18500}


def test_bad_input_is_told_at_the_field_and_loses_nothing_typed(browser, case):
    response = browser.post(page(case, "council"), {"council_members": "3", "council_women": "4"})

    assert response.status_code == 422
    assert response.context["form"].errors["council_women"] == ["There cannot be more women than members."]
    assert 'value="4"' in response.text


def test_two_tabs_are_told_field_by_field_and_both_texts_are_shown(browser, case, membership):
    browser.post(page(case, "profile"), {"profile": "first tab", "population_stated": "1", "seen_profile": "0"})

    response = browser.post(page(case, "profile"), {"profile": "second tab", "population_stated": "1"})

    assert response.status_code == 409
    assert [conflict[1:] for conflict in response.context["conflicts"]] == [("second tab", "first tab")]
    assert answers(case)["profile"] == "first tab"
    assert 'name="seen_profile" value="1"' in response.text


def test_the_same_text_in_two_tabs_is_no_conflict(browser, case):
    for _tab in range(2):
        assert browser.post(page(case, "economy"), {"economy": "olives", "seen_economy": "0"}).status_code == 302


def test_a_removed_coordinator_with_an_open_form_changes_nothing(browser, case, membership):
    membership.state, membership.ended_at = MembershipState.ENDED, membership.asked_at
    membership.save()

    response = browser.post(page(case, "economy"), {"economy": "mine", "seen_economy": "0"})

    assert response.status_code == 404
    assert answers(case) == {}


def test_members_in_other_roles_read_but_do_not_type(case, membership):
    reader, client = MembershipFactory(confirmed=True, authority=membership.authority).user, Client()
    client.force_login(reader)

    assert client.get(f"/en/workspace/requests/{case.public_id}/").status_code == 200
    assert client.post(page(case, "economy"), {"economy": "x"}).status_code == 404


def test_submitting_names_the_pages_that_are_missing(browser, case):
    response = browser.post(f"/en/workspace/requests/{case.public_id}/check/", follow=True)

    assert [step.slug for step in response.context["missing"]] == ["profile", "languages", "themes", "publication"]
    assert PartnershipRequest.objects.get().state == State.DRAFT


def test_a_double_click_on_submit_tells_the_office_once(browser, case):
    adviser = UserFactory(adviser=True)
    fill(case)
    for _click in range(2):
        assert browser.post(f"/en/workspace/requests/{case.public_id}/check/").status_code == 302

    assert PartnershipRequest.objects.get().state == State.SUBMITTED
    assert Message.objects.filter(recipient=adviser, kind="matching.request_waits").count() == 1


def test_a_form_that_was_open_when_another_one_submitted_keeps_its_text(browser, case):
    fill(case)
    browser.post(f"/en/workspace/requests/{case.public_id}/check/")

    response = browser.post(page(case, "economy"), {"economy": "still here", "seen_economy": "0"})

    assert response.status_code == 422
    assert "still here" in response.text
    assert "economy" not in answers(case)


def test_a_day_in_the_past_cannot_be_submitted(browser, case):
    fill(case)
    draft = RequestDraft.objects.get(request=case)
    draft.answers["expires_on"] = "2020-01-01"
    draft.save()

    response = browser.post(f"/en/workspace/requests/{case.public_id}/check/", follow=True)

    assert "has passed" in response.text
    assert PartnershipRequest.objects.get().state == State.DRAFT


def test_hostile_markup_is_shown_as_text(browser, case):
    browser.post(page(case, "profile"), {"profile": HOSTILE, "seen_profile": "0"})

    for address in (page(case, "profile"), f"/en/workspace/requests/{case.public_id}/check/"):
        assert "<script>alert" not in browser.get(address).text
        assert "<img src=x" not in browser.get(address).text


def test_themes_keep_their_order_and_each_once(browser, case):
    first, second = ThemeFactory(), ThemeFactory()
    typed = {"theme_1": second.slug, "theme_2": first.slug, "theme_2_text": "x", "theme_3": second.slug}

    browser.post(page(case, "themes"), {**typed, "theme_1_text": "most"})

    assert answers(case)["themes"] == [{"slug": second.slug, "text": "most"}, {"slug": first.slug, "text": "x"}]


def test_themes_are_proposed_from_words_without_the_encoder(browser, case, monkeypatch):
    ThemeFactory(slug="waste-management", name_en="Waste management")
    monkeypatch.setattr("jisr.matching.encoder.load", lambda: pytest.fail("the encoder is for the worker"))
    browser.post(page(case, "priorities"), {"priorities": "نحتاج إلى جمع النفايات الصلبة وفرز النفايات"})

    response = browser.get(page(case, "themes"))

    assert [name for name, _words in response.context["proposals"]] == ["Waste management"]
    assert "themes" not in answers(case)


def test_the_next_request_begins_with_the_answers_of_the_last_but_without_consent(browser, case, membership):
    fill(case)
    browser.post(f"/en/workspace/requests/{case.public_id}/check/")
    browser.post(f"/en/workspace/requests/{case.public_id}/step/withdraw/", {"reason": "new council"})

    again = start_request(membership.authority, language="ar", actor=membership.user)

    assert again.pk != case.pk
    assert answers(again)["profile"] == "صوريف"
    assert "consent" not in answers(again)
