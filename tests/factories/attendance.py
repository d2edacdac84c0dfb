"""The smallest valid badges, check-ins, certificates and forms of feedback."""

from datetime import UTC, datetime, timedelta

from factory import LazyAttribute, SelfAttribute, Sequence, SubFactory, Trait
from factory.django import DjangoModelFactory

from jisr.events.attendance.models import (
    BadgeCode,
    Certificate,
    CheckIn,
    CheckInPerson,
    FeedbackForm,
    FeedbackQuestion,
    SeminarRule,
)
from jisr.events.attendance.states import CertificateState, Direction, Origin, Purpose, QuestionKind
from jisr.events.editions.states import Kind
from jisr.events.models import Edition
from tests.factories.accounts import UserFactory
from tests.factories.events import EditionFactory, ParticipantFactory

FIRST_MORNING = datetime(2027, 9, 13, 7, tzinfo=UTC)


class CheckInPersonFactory(DjangoModelFactory):
    class Meta:
        model = CheckInPerson

    edition = SubFactory(EditionFactory, ahead=True)
    user = SubFactory(UserFactory)
    named_at = FIRST_MORNING


class BadgeCodeFactory(DjangoModelFactory):
    class Meta:
        model = BadgeCode

    participant = SubFactory(ParticipantFactory)
    issued_at = FIRST_MORNING


class CheckInFactory(DjangoModelFactory):
    """Somebody came in at the door on the first morning, and that counts."""

    class Meta:
        model = CheckIn

    participant = SubFactory(ParticipantFactory)
    edition = SelfAttribute("participant.edition")
    direction = Direction.IN
    origin = Origin.LIST
    happened_at = FIRST_MORNING
    received_at = SelfAttribute("happened_at")


class CertificateFactory(DjangoModelFactory):
    class Meta:
        model = Certificate

    class Params:
        revoked = Trait(state=CertificateState.REVOKED, ended_at=FIRST_MORNING, end_reason="Issued by mistake")

    participant = SubFactory(ParticipantFactory)
    edition = SelfAttribute("participant.edition")
    user = SelfAttribute("participant.user")
    number = Sequence(lambda number: f"JISR-2027-{number:04}")
    holder_name = SelfAttribute("participant.full_name")
    issued_at = FIRST_MORNING
    facts = LazyAttribute(lambda certificate: facts_of(certificate.edition))


def facts_of(edition: Edition) -> dict:
    return {
        "title": {"de": "Konferenz", "en": "Conference", "ar": "مؤتمر"},
        "place": {"de": "Brühl", "en": "Brühl", "ar": "برول"},
        "start": edition.start_on.isoformat(),
        "end": edition.end_on.isoformat(),
        "start_precision": "day",
        "end_precision": "day",
        "days": 3,
        "sessions": 4,
        "hours": 6.5,
    }


class SeminarRuleFactory(DjangoModelFactory):
    """Any seminar of the last three years, before missions."""

    class Meta:
        model = SeminarRule

    purpose = Purpose.MISSION
    series_kind = Kind.SEMINAR
    within_months = 36
    valid_from = FIRST_MORNING.date()


class FeedbackFormFactory(DjangoModelFactory):
    class Meta:
        model = FeedbackForm

    edition = SubFactory(EditionFactory, ahead=True)
    opens_at = FIRST_MORNING
    closes_at = FIRST_MORNING + timedelta(days=14)


class FeedbackQuestionFactory(DjangoModelFactory):
    class Meta:
        model = FeedbackQuestion

    form = SubFactory(FeedbackFormFactory)
    kind = QuestionKind.SCALE
    texts = LazyAttribute(lambda _question: {"de": "Wie war es?", "en": "How was it?", "ar": "كيف كان؟"})
    position = Sequence(int)
