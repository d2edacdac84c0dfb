"""A meeting with two towns, people who write, and the events team."""

from dataclasses import dataclass

import pytest

from jisr.accounts.models import User
from jisr.accounts.states import Role
from jisr.events.agenda.models import Session
from jisr.events.agenda.states import SessionKind
from jisr.events.editions.models import Edition
from jisr.events.registration.models import Participant
from jisr.municipalities.models import Authority
from tests.factories.accounts import UserFactory
from tests.factories.events import EditionFactory, ParticipantFactory, SessionFactory
from tests.factories.memberships import MembershipFactory
from tests.factories.municipalities import AuthorityFactory


@dataclass
class Meeting:
    """``anna`` and ``basim`` coordinate their towns; ``wanda`` and ``yusuf`` take part; ``eva`` runs meetings."""

    edition: Edition
    group: Session
    german: Authority
    palestinian: Authority
    anna: User
    basim: User
    wanda: Participant
    yusuf: Participant
    eva: User
    adviser: User
    outsider: User


def make_meeting():
    edition = EditionFactory(
        ahead=True, title_en="Fifth conference", title_de="Fünfte Konferenz", title_ar="المؤتمر الخامس"
    )
    german = AuthorityFactory(name_en="Germantown", name_de="Deutschstadt", name_ar="بلدة ألمانية")
    palestinian = AuthorityFactory(palestinian=True, name_en="Palestinetown", name_de="Palästinastadt", name_ar="بلدة")
    return Meeting(
        edition,
        SessionFactory(
            edition=edition,
            kind=SessionKind.WORKING_GROUP,
            title_en="Water group",
            title_de="AG Wasser",
            title_ar="المياه",
        ),
        german,
        palestinian,
        anna=MembershipFactory(coordinator=True, authority=german).user,
        basim=MembershipFactory(coordinator=True, authority=palestinian).user,
        wanda=ParticipantFactory(edition=edition, authority=german, full_name="Wanda Wassermann"),
        yusuf=ParticipantFactory(edition=edition, authority=palestinian, full_name="يوسف المائي"),
        eva=UserFactory(roles=[Role.EVENTS]),
        adviser=UserFactory(adviser=True),
        outsider=UserFactory(),
    )


@pytest.fixture
def meeting(db):
    return make_meeting()
