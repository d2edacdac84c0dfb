"""The smallest valid minutes, decisions, result sheets and agreed steps."""

from datetime import UTC, date, datetime

from factory import LazyAttribute, SelfAttribute, SubFactory, Trait
from factory.django import DjangoModelFactory

from jisr.events.agenda.states import SessionKind
from jisr.events.results.models import (
    Decision,
    FollowUp,
    Minutes,
    MinutesBlock,
    MinuteTaker,
    ResultSheet,
    SheetText,
)
from jisr.events.results.states import Owner, SheetPart, State, Step, TextState
from tests.factories.accounts import UserFactory
from tests.factories.events import EditionFactory, ParticipantFactory, SessionFactory
from tests.factories.municipalities import AuthorityFactory

WRITTEN_AT = datetime(2027, 9, 14, 9, tzinfo=UTC)
CHECKED = {"checked_at": WRITTEN_AT}


class MinuteTakerFactory(DjangoModelFactory):
    """Takes the minutes of all sessions, unless a session is named."""

    class Meta:
        model = MinuteTaker

    class Params:
        of_office = Trait(participant=None, staff=SubFactory(UserFactory, adviser=True))

    edition = SubFactory(EditionFactory, ahead=True)
    participant = SubFactory(ParticipantFactory, edition=SelfAttribute("..edition"))


class _Outcome(DjangoModelFactory):
    class Meta:
        abstract = True

    class Params:
        checked = Trait(state=State.CHECKED, **CHECKED)
        shared = Trait(state=State.SHARED, **CHECKED)

    edition = SubFactory(EditionFactory, ahead=True)
    session = SubFactory(SessionFactory, edition=SelfAttribute("..edition"))
    original_language = "en"


class MinutesFactory(_Outcome):
    class Meta:
        model = Minutes

    class Params:
        public = Trait(
            state=State.PUBLIC,
            published_at=WRITTEN_AT,
            released=LazyAttribute(
                lambda _row: {"titles": {"en": "Water"}, "language": "en", "blocks": [["text", "Hi"]]}
            ),
            **CHECKED,
        )


class BlockFactory(DjangoModelFactory):
    class Meta:
        model = MinutesBlock

    minutes = SubFactory(MinutesFactory)
    position = 1
    text = "First words"
    edited_at = WRITTEN_AT


class ResultSheetFactory(_Outcome):
    """Of a working group."""

    class Meta:
        model = ResultSheet

    class Params:
        public = Trait(
            state=State.PUBLIC,
            published_at=WRITTEN_AT,
            released=LazyAttribute(
                lambda _row: {
                    "titles": {"en": "Water group"},
                    "language": "en",
                    "parts": {"topic": {"en": ["Water", False]}, "agreed": {"en": ["A visit", False]}},
                }
            ),
            **CHECKED,
        )

    session = SubFactory(SessionFactory, edition=SelfAttribute("..edition"), kind=SessionKind.WORKING_GROUP)


class SheetTextFactory(DjangoModelFactory):
    class Meta:
        model = SheetText

    sheet = SubFactory(ResultSheetFactory)
    part = SheetPart.TOPIC
    language = SelfAttribute("sheet.original_language")
    text = "Water"
    is_original = True
    state = TextState.DRAFT


class DecisionFactory(_Outcome):
    class Meta:
        model = Decision

    class Params:
        public = Trait(
            state=State.PUBLIC,
            published_at=WRITTEN_AT,
            released=LazyAttribute(
                lambda _row: {
                    "titles": {},
                    "language": "en",
                    "text": {"en": "Meet every year"},
                    "decided_by": {"en": "The mayors"},
                }
            ),
            **CHECKED,
        )

    text_en = "Meet every year"
    decided_by_en = "The mayors"
    decided_on = date(2027, 9, 14)


class FollowUpFactory(DjangoModelFactory):
    """An open step that an authority takes on, due far ahead."""

    class Meta:
        model = FollowUp

    class Params:
        of_office = Trait(owner_kind=Owner.OFFICE, authority=None)
        done = Trait(state=Step.DONE, settled_at=WRITTEN_AT)
        dropped = Trait(state=Step.DROPPED, settled_at=WRITTEN_AT, drop_reason="No money")
        public = Trait(
            released=LazyAttribute(
                lambda row: {"language": "en", "text": {"en": row.text_en}, "outcome": {"en": "It was done"}}
            )
        )

    edition = SubFactory(EditionFactory)
    original_language = "en"
    text_en = "Send the plan of the water works"
    owner_kind = Owner.AUTHORITY
    authority = SubFactory(AuthorityFactory)
    due_on = date(2099, 5, 3)
    reminded_on = date(2026, 1, 1)
