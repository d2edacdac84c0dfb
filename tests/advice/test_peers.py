"""Peers: consent, asking, and contacts that open after a yes and never before."""

from datetime import UTC, datetime

import pytest

from jisr.advice.models import PeerConsent, PeerQuestion
from jisr.advice.services import peers
from jisr.advice.services.refusals import NotOpen
from jisr.kernel.policy import Refused
from jisr.notifications.models import Message
from tests.factories.accounts import UserFactory
from tests.factories.advice import PeerConsentFactory, PeerQuestionFactory
from tests.factories.memberships import MembershipFactory
from tests.factories.municipalities import ThemeFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.fixture
def asked():
    return MembershipFactory(confirmed=True, user__email="asked@example.org")


@pytest.fixture
def asking():
    return MembershipFactory(confirmed=True, user__email="asking@example.org", user__display_name="Asking Person")


@pytest.fixture
def consent(asked):
    return PeerConsentFactory(authority=asked.authority, given_by=asked.user)


@pytest.fixture
def question(consent, asking):
    return peers.ask_peer(
        str(consent.public_id), text="How?", asked_for=asking.authority, actor=asking.user, at=NOW, form_key="one"
    )


def page(client, person, question):
    client.force_login(person)
    return client.get(question.get_absolute_url()).content.decode()


def test_consent_is_given_once_and_can_be_taken_back(asked):
    theme = ThemeFactory()
    first = peers.give_consent(asked.authority, theme, experience="", actor=asked.user, at=NOW)
    assert peers.give_consent(asked.authority, theme, experience="", actor=asked.user, at=NOW) == first

    peers.withdraw_consent(str(first.public_id), actor=asked.user, at=NOW)

    assert PeerConsent.objects.live().count() == 0
    with pytest.raises(Refused):
        peers.give_consent(asked.authority, theme, experience="", actor=UserFactory(adviser=True), at=NOW)


def test_before_a_yes_no_page_and_no_mail_names_a_person(client, question, asked, asking):
    seen = page(client, asked.user, question)
    mail = Message.objects.get(recipient=asked.user)

    for told in (seen, mail.text, mail.html):
        assert asking.user.email not in told
        assert asking.user.display_name not in told
    assert asking.authority.name in seen
    assert asked.user.email not in page(client, asking.user, question)


def test_a_yes_opens_both_contacts_at_once(client, question, asked, asking):
    peers.decide(str(question.public_id), is_yes=True, actor=asked.user, at=NOW)
    peers.decide(str(question.public_id), is_yes=True, actor=asked.user, at=NOW)

    for reader in (asked.user, asking.user):
        seen = page(client, reader, question)
        assert asked.user.email in seen
        assert asking.user.email in seen
    assert Message.objects.filter(recipient=asking.user).count() == 1


def test_a_no_is_private_and_final(client, question, asked, asking):
    peers.decide(str(question.public_id), is_yes=False, actor=asked.user, at=NOW)

    seen = page(client, asking.user, question)
    assert asked.user.display_name not in seen
    with pytest.raises(NotOpen):
        peers.decide(str(question.public_id), is_yes=True, actor=asked.user, at=NOW)


def test_withdrawn_consent_ends_waiting_questions_and_closes_the_door(client, question, asked, asking, consent):
    peers.withdraw_consent(str(consent.public_id), actor=asked.user, at=NOW)

    question.refresh_from_db()
    assert question.state == "declined"
    client.force_login(asking.user)
    assert client.get(f"/en/workspace/advice/peers/{consent.public_id}/ask/").status_code == 404
    with pytest.raises(Refused):
        peers.ask_peer(str(consent.public_id), text="?", asked_for=None, actor=asking.user, at=NOW, form_key="two")


def test_a_double_click_asks_once(question, consent, asking):
    again = peers.ask_peer(
        str(consent.public_id), text="How?", asked_for=asking.authority, actor=asking.user, at=NOW, form_key="one"
    )

    assert (again, PeerQuestion.objects.count()) == (question, 1)


def test_people_without_an_authority_neither_see_the_list_nor_ask(client, consent):
    outsider = UserFactory()
    client.force_login(outsider)

    assert client.get("/en/workspace/advice/peers/").status_code == 403
    with pytest.raises(Refused):
        peers.ask_peer(str(consent.public_id), text="?", asked_for=None, actor=outsider, at=NOW, form_key="two")
    with pytest.raises(Refused):
        peers.decide(str(PeerQuestionFactory().public_id), is_yes=True, actor=outsider, at=NOW)
