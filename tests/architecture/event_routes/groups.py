"""What each kind of reader gets at the addresses of ``events.groups``."""

from typing import Any

from jisr.accounts.models import User
from jisr.accounts.states import Role
from tests.architecture.policy_world import Build, Route, Who, World, own, staff
from tests.factories.events import EditionFactory, ParticipantFactory
from tests.factories.groups import GroupFactory, PlaceFactory


def _edition(_world: World, _reader: User | None, _place: str) -> list[Any]:
    return [EditionFactory(ahead=True).slug]


def _group(*more: Any) -> Build:
    def build(_world: World, _reader: User | None, _place: str) -> list[Any]:
        group = GroupFactory()
        return [group.edition.slug, group.public_id, *more]

    return build


def _plan(_world: World, _reader: User | None, _place: str) -> list[Any]:
    plan = PlaceFactory(plan__published=False, plan__ready=True).plan
    return [plan.edition.slug, plan.public_id]


def _person(world: World, reader: User | None, place: str) -> list[Any]:
    found = PlaceFactory(plan__published=False, plan__ready=True, participant__user=world.owner(reader, place))
    return [found.plan.edition.slug, found.plan.public_id, found.participant.public_id]


def _mine(world: World, reader: User | None, place: str) -> list[Any]:
    return [ParticipantFactory(user=world.owner(reader, place)).edition.slug]


def _wishes(world: World, reader: User | None, place: str) -> list[Any]:
    participant = ParticipantFactory(user=world.owner(reader, place))
    return [participant.edition.slug, participant.public_id]


def _own_or_events(who: Who) -> str:
    """One's own wishes; those of others for the events team."""
    return "200" if who.is_staff(Role.EVENTS) else own()(who)


EVENTS = staff(Role.EVENTS)
SENT = staff(Role.EVENTS, answer="405")
ROUTES: dict[str, Route] = {
    "groups:desk": Route(EVENTS, _edition),
    "groups:add": Route(EVENTS, _edition),
    "groups:rules": Route(EVENTS, _edition),
    "groups:wishes": Route(EVENTS, _edition),
    "groups:start": Route(SENT, _edition),
    "groups:plan": Route(EVENTS, _plan),
    "groups:publish": Route(EVENTS, _plan),
    "groups:adopt": Route(SENT, _plan),
    "groups:place": Route(EVENTS, _person),
    "groups:edit": Route(EVENTS, _group()),
    "groups:step": Route(SENT, _group("up")),
    "groups:mine": Route(own(), _mine),
    "groups:rank": Route(_own_or_events, _wishes),
}
