"""Two advisers, or two clicks, at the same moment: real threads on real transactions."""

from datetime import UTC, datetime

import pytest

from jisr.advice.models import Enquiry, Entry, PeerConsent
from jisr.advice.services import enquiries, peers, records
from jisr.advice.services.enquiries import Asked
from jisr.notifications.models import Message
from tests.at_once import at_once, by
from tests.factories.accounts import UserFactory
from tests.factories.advice import EnquiryFactory, PeerQuestionFactory
from tests.factories.memberships import MembershipFactory
from tests.factories.municipalities import ThemeFactory

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


def test_of_two_advisers_one_takes_the_enquiry():
    one, other = UserFactory(adviser=True), UserFactory(adviser=True)
    reference = EnquiryFactory().reference

    outcome = at_once(
        lambda: enquiries.take(reference, actor=by(one), at=NOW),
        lambda: enquiries.take(reference, actor=by(other), at=NOW),
    )

    assert outcome == ["TakenMeanwhile", "done"]


def test_two_clicks_send_one_answer():
    enquiry = EnquiryFactory(in_hand=True)

    def send():
        records.answer(enquiry.reference, subject="S", text="T", actor=by(enquiry.adviser), at=NOW, form_key="one")

    assert at_once(send, send) == ["done", "done"]
    assert (Entry.objects.count(), Message.objects.count()) == (1, 1)


def test_two_clicks_on_the_public_form_make_one_enquiry():
    asked = Asked(topic="other", message="?", language="de", email="a@example.org", form_key="one")

    def send():
        enquiries.receive_enquiry(asked, at=NOW)

    assert at_once(send, send) == ["done", "done"]
    assert (Enquiry.objects.count(), Message.objects.count()) == (1, 1)


def test_a_yes_and_a_withdrawal_at_once_leave_one_outcome():
    question = PeerQuestionFactory()
    member = MembershipFactory(confirmed=True, authority=question.consent.authority)
    key = str(question.public_id)

    outcome = at_once(
        lambda: peers.decide(key, is_yes=True, actor=by(member.user), at=NOW),
        lambda: peers.withdraw_question(key, actor=by(question.asked_by), at=NOW),
    )

    assert outcome == ["NotOpen", "done"]


def test_two_members_agree_to_be_asked_once():
    member, theme = MembershipFactory(confirmed=True), ThemeFactory()

    def agree():
        peers.give_consent(member.authority, theme, experience="", actor=by(member.user), at=NOW)

    assert at_once(agree, agree) == ["done", "done"]
    assert PeerConsent.objects.live().count() == 1
