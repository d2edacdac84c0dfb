"""What each kind of reader gets at the addresses of ``events.registration``."""

from typing import Any

from jisr.accounts.models import User
from jisr.accounts.states import Role
from tests.architecture.policy_world import Route, World, members, signed_in
from tests.factories.events import ParticipantFactory


def _participant(world: World, _reader: User | None, place: str) -> list[Any]:
    return [ParticipantFactory(authority=world.authorities[place]).public_id]


ROUTES: dict[str, Route] = {
    "registration:mine": Route(signed_in()),
    "registration:participation": Route(members(Role.EVENTS), _participant),
}
