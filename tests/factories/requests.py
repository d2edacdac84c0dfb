"""The smallest valid requests and offers."""

from datetime import UTC, date, datetime

from factory import Sequence, SubFactory, Trait
from factory.django import DjangoModelFactory

from jisr.matching.requests.models import PartnershipRequest, RequestText
from jisr.matching.requests.states import Kind, State, TextState
from tests.factories.municipalities import AuthorityFactory

CONSENTED_AT = datetime(2026, 11, 1, 9, tzinfo=UTC)


class RequestFactory(DjangoModelFactory):
    """A draft, unless ``published=True``, or a state is named."""

    class Meta:
        model = PartnershipRequest

    class Params:
        published = Trait(
            state=State.PUBLISHED,
            slug=Sequence(lambda number: f"request-{number}"),
            consented_at=CONSENTED_AT,
            published_on=date(2026, 11, 2),
            published_precision="day",
        )

    authority = SubFactory(AuthorityFactory, palestinian=True)
    kind = Kind.REQUEST
    state = State.DRAFT
    original_language = "en"


class RequestTextFactory(DjangoModelFactory):
    class Meta:
        model = RequestText

    request = SubFactory(RequestFactory)
    key = "profile"
    language = "en"
    text = "A town in the hills"
    is_original = True
    state = TextState.CHECKED
