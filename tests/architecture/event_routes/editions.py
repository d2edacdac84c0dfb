"""What each kind of reader gets at the addresses of ``events.editions``."""

from typing import Any

from jisr.accounts.models import User
from jisr.municipalities.policies import READING_STAFF
from tests.architecture.policy_world import Route, World, staff
from tests.factories.events import EditionFactory


def edition(_world: World, _reader: User | None, _place: str) -> list[Any]:
    return [EditionFactory(ahead=True).slug]


ROUTES: dict[str, Route] = {
    "meetings:edition": Route(staff(*READING_STAFF), edition),
}
