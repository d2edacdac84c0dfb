"""What each kind of reader gets at the addresses of ``events.registration``."""

from typing import Any

from jisr.accounts.models import User
from jisr.accounts.states import Role
from jisr.municipalities.states import MembershipRole
from tests.architecture.policy_world import CONFIRMED, Build, Route, Who, World, members, public, signed_in, staff
from tests.factories.events import DelegationFactory, EditionFactory, ParticipantFactory, ParticipantKindFactory
from tests.factories.registration import QuestionFactory


def _participant(world: World, _reader: User | None, place: str) -> list[Any]:
    return [ParticipantFactory(authority=world.authorities[place]).public_id]


def _edition(*parts: Any) -> Build:
    def build(_world: World, _reader: User | None, _place: str) -> list[Any]:
        kind = ParticipantKindFactory(entry="open")
        return [kind.edition.slug, *parts]

    return build


def _kind(_world: World, _reader: User | None, _place: str) -> list[Any]:
    kind = ParticipantKindFactory()
    return [kind.edition.slug, kind.pk]


def _question(*parts: Any) -> Build:
    def build(_world: World, _reader: User | None, _place: str) -> list[Any]:
        question = QuestionFactory()
        return [question.edition.slug, question.public_id, *parts]

    return build


def _waiting(_world: World, _reader: User | None, _place: str) -> list[Any]:
    row = ParticipantFactory(waiting=True)
    return [row.edition.slug, row.public_id]


def _own_delegation(world: World, _reader: User | None, _place: str) -> list[Any]:
    return [DelegationFactory(authority=world.authorities["own"]).edition.slug]


def _planned(_world: World, _reader: User | None, _place: str) -> list[Any]:
    return [EditionFactory(ahead=True).slug]


def _leads(who: Who) -> str:
    """For those who coordinate any authority."""
    if who.is_stranger:
        return "login"
    return "200" if who.label == MembershipRole.COORDINATOR else "404"


def _person_and_office(who: Who) -> str:
    """The answers of somebody else: for nobody but the events team, not even for their coordinator."""
    if who.is_stranger:
        return "login"
    return "200" if who.is_staff(Role.EVENTS) else "404"


def _employer(who: Who) -> str:
    """Coordinators and mayors of the authority that sends somebody, and the events team."""
    if who.is_stranger:
        return "login"
    speaks = who.place == "own" and who.label in {MembershipRole.COORDINATOR, MembershipRole.MAYOR} & CONFIRMED
    return "200" if speaks or who.is_staff(Role.EVENTS) else "404"


EVENTS = staff(Role.EVENTS)
EVENTS_POST = staff(Role.EVENTS, answer="405")
ROUTES: dict[str, Route] = {
    "registration:door": Route(public(), _planned),
    "registration:step": Route(signed_in(), _edition("you")),
    "registration:mine": Route(signed_in()),
    "registration:participation": Route(members(Role.EVENTS), _participant),
    "registration:accept": Route(signed_in("405"), _participant),
    "registration:answers": Route(_person_and_office, _participant),
    "registration:correct": Route(members(Role.EVENTS), _participant),
    "registration:withdraw": Route(members(Role.EVENTS), _participant),
    "registration:replace": Route(members(Role.EVENTS), _participant),
    "registration:release": Route(_employer, _participant),
    "registration:claim": Route(signed_in(), _participant),
    "registration:delegation": Route(_leads, _planned),
    "registration:delegation_withdraw": Route(_leads, _own_delegation),
    "registration:list": Route(EVENTS, _edition()),
    "registration:answer_figures": Route(EVENTS, _edition()),
    "registration:decide": Route(EVENTS_POST, _edition()),
    "registration:add": Route(EVENTS, _edition()),
    "registration:first": Route(EVENTS, _waiting),
    "registration:places": Route(EVENTS, _edition()),
    "registration:body_places": Route(EVENTS, _edition()),
    "registration:kind_add": Route(EVENTS, _edition()),
    "registration:kind": Route(EVENTS, _kind),
    "registration:kind_remove": Route(EVENTS_POST, _kind),
    "registration:invite": Route(EVENTS, _kind),
    "registration:mails": Route(EVENTS, _edition()),
    "registration:mail": Route(EVENTS, _edition("confirmed")),
    "registration:form": Route(EVENTS, _edition()),
    "registration:question_add": Route(EVENTS, _edition()),
    "registration:question": Route(EVENTS, _question()),
    "registration:question_do": Route(EVENTS_POST, _question("up")),
}
