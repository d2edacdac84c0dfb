"""The way of a request from draft to archive, as data."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from jisr.kernel.workflow import target_of
from jisr.matching.requests.states import IN_OFFICE, LIVE, OPEN, State


@dataclass(frozen=True)
class Move:
    """From where a step may begin, where it ends, and whether it needs a reason."""

    sources: Sequence[State]
    target: State
    needs_reason: bool = False


MOVES: Final = {
    "submit": Move((State.DRAFT,), State.SUBMITTED),
    "ask_back": Move(IN_OFFICE, State.DRAFT),
    "check": Move((State.SUBMITTED,), State.CHECKED),
    "translate": Move((State.CHECKED,), State.TRANSLATED),
    "publish": Move((State.TRANSLATED,), State.PUBLISHED),
    "match": Move(OPEN, State.MATCHED, needs_reason=True),
    "go_stale": Move((State.PUBLISHED,), State.STALE),
    "confirm": Move(OPEN, State.PUBLISHED),
    "withdraw": Move(LIVE, State.WITHDRAWN, needs_reason=True),
    "archive": Move((State.STALE, State.MATCHED, State.WITHDRAWN), State.ARCHIVED, needs_reason=True),
}


def target(name: str, *, current: str) -> State:
    """Where a step leads. Raises ``IllegalMove`` for one that does not begin here."""
    found: State = target_of(MOVES, name, current=current)
    return found
