"""The smallest valid sign-ups for sessions."""

from datetime import UTC, datetime

from factory import SelfAttribute, Sequence, SubFactory, Trait
from factory.django import DjangoModelFactory

from jisr.events.agenda.signup_models import SessionSignup
from tests.factories.events import ParticipantFactory, SessionFactory


class SignupFactory(DjangoModelFactory):
    """Has a place; ``waiting`` stands on the waiting list."""

    class Meta:
        model = SessionSignup

    class Params:
        waiting = Trait(seat=None)

    session = SubFactory(SessionFactory, needs_signup=True)
    participant = SubFactory(ParticipantFactory, edition=SelfAttribute("..session.edition"))
    seat = Sequence(lambda number: number + 1)
    signed_up_at = datetime(2027, 7, 1, 9, tzinfo=UTC)
