"""The smallest valid speakers, interpretations, calls and contributions."""

from datetime import UTC, datetime

from factory import SelfAttribute, Sequence, SubFactory, Trait
from factory.django import DjangoModelFactory

from jisr.events.agenda.contribution_models import Contribution, ContributionCall, Review
from jisr.events.agenda.models import Interpretation, SessionSpeaker
from jisr.events.agenda.states import ContributionState
from tests.factories.accounts import UserFactory
from tests.factories.events import EditionFactory, ParticipantFactory, SessionFactory

OPENS, CLOSES = datetime(2026, 1, 1, tzinfo=UTC), datetime(2099, 1, 1, tzinfo=UTC)
HANDED_IN = datetime(2026, 11, 2, 9, tzinfo=UTC)


class SpeakerFactory(DjangoModelFactory):
    """A participant who speaks; ``agreed`` may be shown."""

    class Meta:
        model = SessionSpeaker

    class Params:
        agreed = Trait(consented_at=HANDED_IN)
        external = Trait(participant=None)

    session = SubFactory(SessionFactory)
    participant = SubFactory(ParticipantFactory, edition=SelfAttribute("..session.edition"))
    full_name = Sequence(lambda number: f"Speaker {number}")


class InterpretationFactory(DjangoModelFactory):
    class Meta:
        model = Interpretation

    session = SubFactory(SessionFactory)
    from_language = "de"
    to_language = "ar"
    interpreter = SubFactory(ParticipantFactory, edition=SelfAttribute("..session.edition"), languages=["de", "ar"])


class CallFactory(DjangoModelFactory):
    """A call for contributions that is open."""

    class Meta:
        model = ContributionCall

    edition = SubFactory(EditionFactory, ahead=True)
    text_en = "Tell us what you do."
    criterion_en = "5 is best."
    opens_at = OPENS
    closes_at = CLOSES


class ContributionFactory(DjangoModelFactory):
    """Handed in, unless told otherwise."""

    class Meta:
        model = Contribution

    class Params:
        draft = Trait(state=ContributionState.DRAFT, submitted_at=None)

    call = SubFactory(CallFactory)
    author = SubFactory(UserFactory)
    state = ContributionState.SUBMITTED
    submitted_at = HANDED_IN
    title = Sequence(lambda number: f"Contribution {number}")
    abstract = "What we learned."
    language = "en"


class ReviewFactory(DjangoModelFactory):
    class Meta:
        model = Review

    contribution = SubFactory(ContributionFactory)
    reviewer = SubFactory(UserFactory)
    score = 4
