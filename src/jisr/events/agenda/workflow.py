"""From state to state: the moves of a contribution as data."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from jisr.events.agenda.states import ContributionState as State
from jisr.kernel.workflow import target_of


@dataclass(frozen=True)
class Move:
    """From where a step may begin, and where it ends."""

    sources: Sequence[State]
    target: State


MOVES: Final = {
    "submit": Move((State.DRAFT,), State.SUBMITTED),
    "accept": Move((State.SUBMITTED,), State.ACCEPTED),
    "decline": Move((State.SUBMITTED,), State.DECLINED),
    "withdraw": Move((State.DRAFT, State.SUBMITTED), State.WITHDRAWN),
}


def target(name: str, *, current: str) -> State:
    """Where a step leads. Raises ``IllegalMove`` for one that does not begin here."""
    found: State = target_of(MOVES, name, current=current)
    return found
