"""The smallest valid 1:1 meetings."""

from datetime import UTC, datetime

from factory import LazyAttribute, SelfAttribute, SubFactory, Trait
from factory.django import DjangoModelFactory

from jisr.events.talks.models import TalkBlock, TalkInterpreter, TalkProfile, TalkRequest, TalkSetting
from jisr.events.talks.states import RequestState
from tests.factories.events import EditionFactory, ParticipantFactory

ASKED_AT = datetime(2027, 8, 2, 9, tzinfo=UTC)


class TalkSettingFactory(DjangoModelFactory):
    class Meta:
        model = TalkSetting

    edition = SubFactory(EditionFactory, ahead=True)
    closes_at = datetime(2027, 9, 10, 16, tzinfo=UTC)


class TalkBlockFactory(DjangoModelFactory):
    class Meta:
        model = TalkBlock

    setting = SubFactory(TalkSettingFactory)
    starts_at = datetime(2027, 9, 14, 8, tzinfo=UTC)
    count = 3
    pause_minutes = 5
    tables = 2


class TalkInterpreterFactory(DjangoModelFactory):
    class Meta:
        model = TalkInterpreter

    setting = SubFactory(TalkSettingFactory)
    label = "Interpreter 1"
    pairs = ("ar-de",)


class TalkProfileFactory(DjangoModelFactory):
    """Takes part; ``hidden`` does not."""

    class Meta:
        model = TalkProfile

    class Params:
        hidden = Trait(is_open=False)

    participant = SubFactory(ParticipantFactory)
    is_open = True
    text = "Waste and water"
    language = "en"


class TalkRequestFactory(DjangoModelFactory):
    """Waits for an answer; ``agreed`` is wanted by both."""

    class Meta:
        model = TalkRequest

    class Params:
        agreed = Trait(state=RequestState.ACCEPTED, answered_at=ASKED_AT)

    asking = SubFactory(TalkProfileFactory)
    asked = SubFactory(
        TalkProfileFactory,
        participant=SubFactory(ParticipantFactory, edition=SelfAttribute("...asking.participant.edition")),
    )
    lower = LazyAttribute(lambda row: min(row.asking.pk, row.asked.pk))
    higher = LazyAttribute(lambda row: max(row.asking.pk, row.asked.pk))
    asked_at = ASKED_AT
