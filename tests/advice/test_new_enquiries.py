"""Advisers hear of each new enquiry once, in their language, by mail or in the daily overview."""

from datetime import UTC, datetime

import pytest

from jisr.accounts.states import Role
from jisr.advice.services import enquiries
from jisr.advice.services.enquiries import Asked
from jisr.advice.services.telling import NEW
from jisr.notifications import kinds
from jisr.notifications.models import Message, Preference
from jisr.notifications.states import Delivery
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
ASKED = Asked(
    topic="funding",
    message="Which fund fits?",
    language="ar",
    contact_name="Rana",
    email="rana@example.org",
    form_key="a",
)


def told():
    return {message.recipient: message for message in Message.objects.filter(kind=NEW)}


def test_each_adviser_is_told_once_in_their_language(answer_times):
    german, english = (UserFactory(adviser=True, preferred_language=code) for code in ("de", "en"))
    UserFactory(roles=[Role.EVENTS])
    UserFactory(roles=[Role.ADMINISTRATOR])
    UserFactory(adviser=True, is_active=False)

    first = enquiries.receive_enquiry(ASKED, at=NOW)
    again = enquiries.receive_enquiry(ASKED, at=NOW)

    assert first == again
    assert {person: message.language for person, message in told().items()} == {german: "de", english: "en"}
    message = told()[english]
    assert first.reference in message.text
    assert "Money and funding" in message.text
    assert "30 November 2026" in message.text
    assert message.url == f"/en/workspace/advice/{first.reference}/" or first.reference in message.url
    assert not any(secret in message.text + message.html for secret in ("Rana", "rana@example.org", "Which fund"))


def test_who_wants_the_daily_overview_finds_it_there():
    adviser = UserFactory(adviser=True)
    Preference.objects.create(user=adviser, delivery=Delivery.DIGEST)

    enquiries.receive_enquiry(ASKED, at=NOW)

    assert told()[adviser].for_digest
    assert not kinds.get(NEW).is_mandatory


def test_administrators_hear_of_it_where_nobody_advises():
    administrator = UserFactory(roles=[Role.ADMINISTRATOR])

    enquiries.receive_enquiry(ASKED, at=NOW)

    assert set(told()) == {administrator}


def test_what_looks_like_advertising_is_told_when_somebody_has_cleared_it():
    clearing, other = UserFactory(adviser=True), UserFactory(adviser=True)
    asked = Asked(topic="other", message="Backlinks! " + "https://x.example " * 4, language="en", email="s@x.example")
    enquiry = enquiries.receive_enquiry(asked, at=NOW)
    assert told() == {}

    enquiries.clear_suspicion(enquiry.reference, actor=clearing)

    assert set(told()) == {other}


def test_what_an_adviser_notes_is_told_to_nobody():
    adviser = UserFactory(adviser=True)

    enquiries.note_enquiry(ASKED, channel="phone", actor=adviser, at=NOW)

    assert told() == {}
