"""A meeting with two groups and four people, two of each side, and somebody of the events team."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest

from jisr.accounts.models import User
from jisr.accounts.states import Role
from jisr.events.groups.models import WorkingGroup
from jisr.events.groups.planning import compute, start_plan
from jisr.events.models import Edition
from jisr.events.registration.models import Participant
from jisr.municipalities.models import Authority
from tests.factories.accounts import UserFactory
from tests.factories.events import EditionFactory, ParticipantFactory, ParticipantKindFactory
from tests.factories.groups import GroupFactory, RulesFactory
from tests.factories.memberships import MembershipFactory
from tests.factories.municipalities import AuthorityFactory

IN_TIME = datetime(2027, 7, 1, 9, tzinfo=UTC)
TOO_LATE = datetime(2027, 8, 2, 9, tzinfo=UTC)


@dataclass
class House:
    """``people``: anna and ben of Jena, chadi and dina of Jericho."""

    edition: Edition
    water: WorkingGroup
    youth: WorkingGroup
    jena: Authority
    jericho: Authority
    people: dict[str, Participant]
    planner: User
    leader: User

    def __getattr__(self, name: str) -> Any:
        try:
            return self.__dict__["people"][name]
        except KeyError:
            raise AttributeError(name) from None

    def plan(self, **columns: Any) -> Any:
        """A plan that the worker has computed."""
        made = start_plan(self.edition, actor=self.planner, at=TOO_LATE, **columns)
        compute(made.pk, now=lambda: TOO_LATE)
        made.refresh_from_db()
        return made


def make_house() -> House:
    edition = EditionFactory(ahead=True, title_en="Conference in Jena")
    RulesFactory(edition=edition)
    jena, jericho = AuthorityFactory(name_en="Jena"), AuthorityFactory(palestinian=True, name_en="Jericho")
    kind = ParticipantKindFactory(edition=edition)
    people = {
        name: ParticipantFactory(edition=edition, kind=kind, authority=town, full_name=name.capitalize())
        for name, town in (("anna", jena), ("ben", jena), ("chadi", jericho), ("dina", jericho))
    }
    return House(
        edition=edition,
        water=GroupFactory(edition=edition, title_en="Water", capacity=2, position=0),
        youth=GroupFactory(edition=edition, title_en="Youth", capacity=4, position=1),
        jena=jena,
        jericho=jericho,
        people=people,
        planner=UserFactory(roles=[Role.EVENTS]),
        leader=MembershipFactory(coordinator=True, authority=jericho).user,
    )


@pytest.fixture
def house(db):
    return make_house()
