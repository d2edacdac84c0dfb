"""The smallest valid introductions and what is written in their rooms."""

from datetime import UTC, date, datetime

from factory import LazyAttribute, SubFactory, Trait
from factory.django import DjangoModelFactory

from jisr.matching.introductions.models import (
    Introduction,
    IntroductionCall,
    IntroductionNote,
    IntroductionPaper,
    IntroductionStep,
    IntroductionVisit,
)
from jisr.matching.introductions.states import Answer, Origin, Side, State
from tests.factories.municipalities import AuthorityFactory

ASKED_AT = datetime(2026, 11, 2, 9, tzinfo=UTC)
ENDED_AT = datetime(2026, 11, 20, 9, tzinfo=UTC)
YES_OF_BOTH = {
    "german_answer": Answer.YES,
    "german_answered_at": ASKED_AT,
    "palestinian_answer": Answer.YES,
    "palestinian_answered_at": ASKED_AT,
    "opened_at": ASKED_AT,
}


class IntroductionFactory(DjangoModelFactory):
    """Waits for both answers, unless ``open=True``, or ``in_state`` of ``state_columns`` is given."""

    class Meta:
        model = Introduction

    class Params:
        open = Trait(state=State.OPEN, **YES_OF_BOTH)

    german = SubFactory(AuthorityFactory)
    palestinian = SubFactory(AuthorityFactory, palestinian=True)
    origin = Origin.SUGGESTION
    begun_by_side = Side.OFFICE
    asked_at = ASKED_AT
    expires_on = date(2026, 12, 14)


def state_columns(state: str) -> dict[str, object]:
    """The columns that an introduction of a state has."""
    columns: dict[str, object] = {"state": state}
    if state not in (State.ASKED, State.OPEN):
        columns["ended_at"] = ENDED_AT
    if state in (State.OPEN, State.CONCLUDED, State.CLOSED, State.WITHDRAWN):
        columns |= YES_OF_BOTH
    if state == State.DECLINED:
        columns |= {"german_answer": Answer.NO, "german_answered_at": ASKED_AT}
    return columns


class NoteFactory(DjangoModelFactory):
    class Meta:
        model = IntroductionNote

    introduction = SubFactory(IntroductionFactory, open=True)
    side = Side.GERMAN
    written_at = ASKED_AT
    text = "A note"


class CallFactory(DjangoModelFactory):
    class Meta:
        model = IntroductionCall

    introduction = SubFactory(IntroductionFactory, open=True)
    side = Side.GERMAN
    written_at = ASKED_AT
    starts_at = datetime(2026, 12, 1, 9, tzinfo=UTC)


class VisitFactory(DjangoModelFactory):
    class Meta:
        model = IntroductionVisit

    introduction = SubFactory(IntroductionFactory, open=True)
    side = Side.GERMAN
    written_at = ASKED_AT
    host = Side.PALESTINIAN
    begins_on = date(2026, 11, 10)
    ends_on = LazyAttribute(lambda visit: visit.begins_on)
    who_goes = "mayor"


class IntroductionStepFactory(DjangoModelFactory):
    class Meta:
        model = IntroductionStep

    introduction = SubFactory(IntroductionFactory, open=True)
    side = Side.GERMAN
    written_at = ASKED_AT
    text = "Send the city map"
    owner = Side.GERMAN
    due_on = date(2026, 12, 1)


class PaperFactory(DjangoModelFactory):
    class Meta:
        model = IntroductionPaper

    introduction = SubFactory(IntroductionFactory, open=True)
    side = Side.GERMAN
    written_at = ASKED_AT
    title = "Fact sheet"
