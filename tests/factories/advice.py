"""The smallest valid enquiries, records, consents and questions to peers."""

from datetime import UTC, date, datetime

from factory import Sequence, SubFactory, Trait
from factory.django import DjangoModelFactory

from jisr.advice.models import Enquiry, Entry, NextStep, PeerConsent, PeerQuestion, ReplyTemplate
from jisr.advice.states import EntryKind, State, Topic, Visibility
from tests.factories.accounts import UserFactory
from tests.factories.municipalities import AuthorityFactory, ThemeFactory

RECEIVED_AT = datetime(2026, 11, 23, 9, tzinfo=UTC)


class EnquiryFactory(DjangoModelFactory):
    class Meta:
        model = Enquiry

    class Params:
        in_hand = Trait(state=State.IN_HAND, adviser=SubFactory(UserFactory, adviser=True), taken_at=RECEIVED_AT)
        answered = Trait(state=State.ANSWERED, answered_at=RECEIVED_AT)

    topic = Topic.FUNDING
    language = "en"
    contact_name = Sequence(lambda number: f"Asker {number}")
    email = Sequence(lambda number: f"asker-{number}@example.org")
    message = "Which fund fits?"
    received_at = RECEIVED_AT
    due_on = date(2026, 11, 30)


class EntryFactory(DjangoModelFactory):
    class Meta:
        model = Entry

    enquiry = SubFactory(EnquiryFactory)
    kind = EntryKind.NOTE
    visibility = Visibility.OFFICE
    text = "A note"
    written_by = SubFactory(UserFactory, adviser=True)
    written_at = RECEIVED_AT


class StepFactory(DjangoModelFactory):
    class Meta:
        model = NextStep

    enquiry = SubFactory(EnquiryFactory)
    text = "Send the council paper"
    owner = SubFactory(UserFactory)
    due_on = date(2026, 12, 4)
    agreed_at = RECEIVED_AT


class PeerConsentFactory(DjangoModelFactory):
    class Meta:
        model = PeerConsent

    authority = SubFactory(AuthorityFactory)
    theme = SubFactory(ThemeFactory)
    given_by = SubFactory(UserFactory)
    given_at = RECEIVED_AT


class PeerQuestionFactory(DjangoModelFactory):
    class Meta:
        model = PeerQuestion

    consent = SubFactory(PeerConsentFactory)
    asked_for = SubFactory(AuthorityFactory)
    asked_by = SubFactory(UserFactory)
    text = "How did you begin?"
    asked_at = RECEIVED_AT


class ReplyTemplateFactory(DjangoModelFactory):
    class Meta:
        model = ReplyTemplate

    slug = Sequence(lambda number: f"template-{number}")
    title_en = "A reply"
    subject_en = "Your question {reference}"
    body_en = "Hello {name}, regards {adviser}"
