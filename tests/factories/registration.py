"""The smallest valid things around registration: places, parties, questions and answers."""

from datetime import UTC, datetime

from factory import LazyAttribute, SelfAttribute, Sequence, SubFactory
from factory.django import DjangoModelFactory

from jisr.events.models import EditionPlaces, FormAnswer, FormQuestion, FormQuestionVersion, Party
from jisr.events.registration.states import FieldKind
from tests.factories.accounts import UserFactory
from tests.factories.events import REGISTERED_AT, EditionFactory, ParticipantFactory

ANSWERED_AT = datetime(2026, 11, 3, 9, tzinfo=UTC)


class PlacesFactory(DjangoModelFactory):
    class Meta:
        model = EditionPlaces

    edition = SubFactory(EditionFactory, ahead=True)


class PartyFactory(DjangoModelFactory):
    class Meta:
        model = Party

    edition = SubFactory(EditionFactory, ahead=True)
    registered_by = SubFactory(UserFactory)
    registered_at = REGISTERED_AT


class QuestionFactory(DjangoModelFactory):
    """One line of text that may stay empty."""

    class Meta:
        model = FormQuestion

    edition = SubFactory(EditionFactory, ahead=True)
    kind = FieldKind.TEXT
    label_en = Sequence(lambda number: f"Question {number}")
    position = Sequence(lambda number: number)


class VersionFactory(DjangoModelFactory):
    class Meta:
        model = FormQuestionVersion

    question = SubFactory(QuestionFactory)
    number = 1
    content = LazyAttribute(
        lambda version: {
            "kind": version.question.kind,
            "label": {"en": version.question.label_en},
            "options": version.question.options,
        }
    )
    made_at = REGISTERED_AT


class AnswerFactory(DjangoModelFactory):
    class Meta:
        model = FormAnswer

    participant = SubFactory(ParticipantFactory)
    question = SubFactory(QuestionFactory, edition=SelfAttribute("..participant.edition"))
    version = LazyAttribute(lambda answer: VersionFactory(question=answer.question))
    value = "An answer"
    answered_at = ANSWERED_AT
