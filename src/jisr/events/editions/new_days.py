"""What the new days of a postponed edition mean for the parts above, which register what is theirs.

``move(edition, days=, actor=, at=)`` brings a part's plan to the new days; ``count`` says how much it would move. What
cannot be moved, such as deadlines and what people typed themselves, is named by ``look(edition, since)``.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from django.utils.functional import Promise

from jisr.events.editions.clock import day_of
from jisr.events.editions.models import Edition, EditionStep
from jisr.events.editions.states import State

Text = str | Promise


class Move(Protocol):
    """Moves what a part has planned by so many days."""

    def __call__(self, edition: Edition, *, days: int, actor: Any, at: datetime) -> None: ...  # noqa: ANN401


@dataclass(frozen=True)
class Look:
    """One thing that somebody of the office has to look at, and where it is changed."""

    text: Text
    url: str


Count = Callable[[Edition], int]
Looker = Callable[[Edition, datetime], Iterable[Look]]
_moves: dict[str, tuple[Text, Count, Move]] = {}
_lookers: dict[str, Looker] = {}


def register_move(name: str, label: Text, *, count: Count, move: Move) -> None:
    """Let a plan move along. Registering a name again replaces it."""
    _moves[name] = (label, count, move)


def register_look(name: str, look: Looker) -> None:
    """Name what has to be looked at. Registering a name again replaces it."""
    _lookers[name] = look


def planned(edition: Edition) -> list[tuple[Text, int]]:
    """What lies on the days of an edition and can move along, with its number."""
    found = [(label, count(edition)) for _name, (label, count, _move) in sorted(_moves.items())]
    return [(label, number) for label, number in found if number]


def move_all(edition: Edition, *, days: int, actor: Any, at: datetime) -> None:  # noqa: ANN401 - a person or the system
    for _name, (_label, _count, move) in sorted(_moves.items()):
        move(edition, days=days, actor=actor, at=at)


def days_between(edition: Edition, start_on: date) -> int:
    """By how many days a meeting that was postponed is later now: its plans still lie on the days before that."""
    return (start_on - (edition.postponed_from or edition.start_on)).days


def to_look_at(edition: Edition) -> list[Look]:
    """Everything that has to be looked at, from the new days until the next step."""
    last: EditionStep | None = edition.steps.order_by("-pk").first()
    if last is None or (last.name, last.before) != ("announce", State.POSTPONED):
        return []
    return [look for _name, looker in sorted(_lookers.items()) for look in looker(edition, last.taken_at)]


def lies_outside(edition: Edition, at: datetime) -> bool:
    """Whether a moment lies on none of the edition's days."""
    return not edition.start_on <= day_of(edition, at) <= edition.end_on


def shifted(at: datetime, *, days: int, zone: str, to_zone: str = "") -> datetime:
    """The moment so many days later at which a clock in ``to_zone`` shows what one in ``zone`` showed.

    Without ``to_zone`` both are the same. Of an hour that comes twice it is the first; one that is skipped is taken an
    hour later.
    """
    wall = at.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0) + timedelta(days=days)
    return wall.replace(tzinfo=ZoneInfo(to_zone or zone)).astimezone(at.tzinfo)
