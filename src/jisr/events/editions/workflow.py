"""The way of an edition, as data."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from jisr.events.editions.states import AHEAD, State
from jisr.kernel.workflow import target_of


@dataclass(frozen=True)
class Move:
    """From where a step may begin, and where it ends."""

    sources: Sequence[State]
    target: State


MOVES: Final = {
    "announce": Move((State.PLANNED, State.POSTPONED), State.ANNOUNCED),
    "open": Move((State.ANNOUNCED, State.CLOSED), State.OPEN),
    "close": Move((State.OPEN,), State.CLOSED),
    "start": Move((State.OPEN, State.CLOSED), State.RUNNING),
    "finish": Move((State.RUNNING,), State.HELD),
    "document": Move((State.HELD,), State.DOCUMENTED),
    "postpone": Move((State.ANNOUNCED, State.OPEN, State.CLOSED), State.POSTPONED),
    "cancel": Move((*AHEAD, State.RUNNING), State.CANCELLED),
}

NEEDS_REASON: Final = ("postpone", "cancel")


def target(name: str, *, current: str) -> State:
    """Where a step leads. Raises ``IllegalMove`` for one that does not begin here."""
    found: State = target_of(MOVES, name, current=current)
    return found
