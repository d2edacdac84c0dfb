"""The smallest valid meetings, participants, venues and sessions."""

from datetime import UTC, date, datetime

from factory import LazyAttribute, SelfAttribute, Sequence, SubFactory, Trait
from factory.django import DjangoModelFactory

from jisr.events.agenda.models import EditionVenue, Room, Session, Venue
from jisr.events.agenda.states import SessionKind
from jisr.events.editions.states import State
from jisr.events.models import Edition, Kind, Mode, Series
from jisr.events.registration.models import Delegation, Participant, ParticipantKind
from jisr.events.registration.states import ParticipantState
from jisr.kernel.dates import Precision
from tests.factories.accounts import UserFactory
from tests.factories.municipalities import AuthorityFactory

REGISTERED_AT = datetime(2026, 11, 2, 9, tzinfo=UTC)


class SeriesFactory(DjangoModelFactory):
    class Meta:
        model = Series

    slug = Sequence(lambda number: f"series-{number}")
    kind = Kind.CONFERENCE
    name_en = Sequence(lambda number: f"Series {number}")


class EditionFactory(DjangoModelFactory):
    """A past meeting; ``ahead`` is the next one, whose registration is open."""

    class Meta:
        model = Edition

    class Params:
        ahead = Trait(state=State.OPEN, start_on=date(2027, 9, 13), end_on=date(2027, 9, 16))

    series = SubFactory(SeriesFactory)
    slug = Sequence(lambda number: f"edition-{number}")
    title_en = Sequence(lambda number: f"Edition {number}")
    state = State.HELD
    start_on = date(2019, 9, 24)
    start_precision = Precision.DAY
    end_on = date(2019, 9, 27)
    end_precision = Precision.DAY
    place_en = "Brühl"
    mode = Mode.ONSITE


class ParticipantKindFactory(DjangoModelFactory):
    class Meta:
        model = ParticipantKind

    edition = SubFactory(EditionFactory, ahead=True)
    key = Sequence(lambda number: f"kind-{number}")
    name_en = "Expert"


class DelegationFactory(DjangoModelFactory):
    class Meta:
        model = Delegation

    edition = SubFactory(EditionFactory, ahead=True)
    authority = SubFactory(AuthorityFactory)


class ParticipantFactory(DjangoModelFactory):
    """Has a confirmed place, unless told otherwise; ``waiting`` stands on the waiting list."""

    class Meta:
        model = Participant

    class Params:
        waiting = Trait(
            state=ParticipantState.WAITING, confirmed_at=None, queue_number=Sequence(lambda number: number + 1)
        )
        applied = Trait(state=ParticipantState.APPLIED, confirmed_at=None)

    edition = SubFactory(EditionFactory, ahead=True)
    kind = SubFactory(ParticipantKindFactory, edition=SelfAttribute("..edition"))
    user = SubFactory(UserFactory)
    full_name = LazyAttribute(lambda participant: participant.user.display_name if participant.user else "Person")
    authority = SubFactory(AuthorityFactory)
    languages = ("en",)
    state = ParticipantState.CONFIRMED
    registered_at = REGISTERED_AT
    confirmed_at = REGISTERED_AT


class VenueFactory(DjangoModelFactory):
    class Meta:
        model = Venue

    name_en = Sequence(lambda number: f"Town hall {number}")


class RoomFactory(DjangoModelFactory):
    class Meta:
        model = Room

    venue = SubFactory(VenueFactory)
    name_en = Sequence(lambda number: f"Room {number}")
    capacity = 40


class EditionVenueFactory(DjangoModelFactory):
    class Meta:
        model = EditionVenue

    edition = SubFactory(EditionFactory, ahead=True)
    venue = SubFactory(VenueFactory)


class SessionFactory(DjangoModelFactory):
    """On the second morning of the meeting, in a room."""

    class Meta:
        model = Session

    edition = SubFactory(EditionFactory, ahead=True)
    kind = SessionKind.TALK
    title_en = Sequence(lambda number: f"Session {number}")
    room = SubFactory(RoomFactory)
    starts_at = datetime(2027, 9, 14, 8, tzinfo=UTC)
    minutes = 45
    languages = ("en",)
