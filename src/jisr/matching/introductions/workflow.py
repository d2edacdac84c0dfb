"""The way of an introduction, as data."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from jisr.kernel.workflow import target_of
from jisr.matching.introductions.states import LIVE, State


@dataclass(frozen=True)
class Move:
    """From where a step may begin, and where it ends."""

    sources: Sequence[State]
    target: State


MOVES: Final = {
    "open": Move((State.ASKED,), State.OPEN),  # with the second yes
    "decline": Move((State.ASKED,), State.DECLINED),
    "expire": Move((State.ASKED,), State.EXPIRED),
    "withdraw": Move(LIVE, State.WITHDRAWN),
    "close": Move((State.OPEN,), State.CLOSED),
    "conclude": Move((State.OPEN,), State.CONCLUDED),
    "ask_again": Move(LIVE, State.ASKED),  # a successor of one side has to speak for itself
}


def target(name: str, *, current: str) -> State:
    """Where a step leads. Raises ``IllegalMove`` for one that does not begin here."""
    found: State = target_of(MOVES, name, current=current)
    return found
