"""The smallest valid memberships and organisations."""

from datetime import UTC, datetime, timedelta

from factory import LazyAttribute, Sequence, SubFactory, Trait
from factory.django import DjangoModelFactory

from jisr.municipalities.models import Membership, Organisation
from jisr.municipalities.states import MembershipRole, MembershipState
from tests.factories.accounts import UserFactory
from tests.factories.municipalities import AuthorityFactory, CountryFactory

ASKED_AT = datetime(2026, 11, 2, 9, tzinfo=UTC)


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation

    name_en = Sequence(lambda number: f"Organisation {number}")
    kind = Organisation.Kind.ASSOCIATION
    country = SubFactory(CountryFactory)


class MembershipFactory(DjangoModelFactory):
    """Waits for confirmation, unless ``confirmed``, ``invited`` or ``ended``."""

    class Meta:
        model = Membership

    class Params:
        confirmed = Trait(state=MembershipState.CONFIRMED, confirmed_at=ASKED_AT)
        coordinator = Trait(state=MembershipState.CONFIRMED, confirmed_at=ASKED_AT, role=MembershipRole.COORDINATOR)
        ended = Trait(state=MembershipState.ENDED, ended_at=ASKED_AT)
        invited = Trait(
            state=MembershipState.INVITED,
            user=None,
            invited_email=Sequence(lambda number: f"invited-{number}@example.org"),
            expires_at=ASKED_AT + timedelta(days=14),
        )
        of_organisation = Trait(authority=None, organisation=SubFactory(OrganisationFactory))

    user = SubFactory(UserFactory)
    authority = SubFactory(AuthorityFactory)
    role = MembershipRole.EXPERT
    state = MembershipState.ASKED
    asked_at = ASKED_AT
    asked_by = LazyAttribute(lambda membership: membership.user)
