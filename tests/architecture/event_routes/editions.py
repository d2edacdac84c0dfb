"""What each kind of reader gets at the addresses of ``events.editions``."""

from typing import Any

from jisr.accounts.models import User
from jisr.accounts.states import Role
from jisr.events.models import InvitationRound
from jisr.municipalities.policies import READING_STAFF
from tests.architecture.policy_world import Route, World, staff
from tests.factories.events import REGISTERED_AT, EditionFactory, SeriesFactory


def edition(_world: World, _reader: User | None, _place: str) -> list[Any]:
    return [EditionFactory(ahead=True).slug]


def series(_world: World, _reader: User | None, _place: str) -> list[Any]:
    return [SeriesFactory().slug]


def step(_world: World, _reader: User | None, _place: str) -> list[Any]:
    return [EditionFactory(ahead=True).slug, "cancel"]


def invitations(_world: World, _reader: User | None, _place: str) -> list[Any]:
    found = EditionFactory(ahead=True)
    made = InvitationRound.objects.create(edition=found, form_key=found.slug, begun_at=REGISTERED_AT)
    return [found.slug, made.public_id]


READS, RUNS = staff(*READING_STAFF), staff(Role.EVENTS)

ROUTES: dict[str, Route] = {
    "meetings:office": Route(READS),
    "meetings:new": Route(RUNS),
    "meetings:series": Route(READS),
    "meetings:series_new": Route(RUNS),
    "meetings:series_edit": Route(RUNS, series),
    "meetings:edition": Route(READS, edition),
    "meetings:edit": Route(RUNS, edition),
    "meetings:next": Route(RUNS, edition),
    "meetings:step": Route(RUNS, step),
    "meetings:costs": Route(RUNS, edition),
    "meetings:invite": Route(RUNS, edition),
    "meetings:invitations": Route(READS, invitations),
    "meetings:send_on": Route(staff(Role.EVENTS, answer="405"), invitations),
}
