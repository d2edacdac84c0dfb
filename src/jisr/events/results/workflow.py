"""The ways of results and of agreed steps, as data."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from jisr.events.results.states import SETTLED, UNDER_WAY, State, Step
from jisr.kernel.workflow import target_of


@dataclass(frozen=True)
class Move:
    """From where a step may begin, and where it ends."""

    sources: Sequence[State | Step]
    target: State | Step


MOVES: Final = {
    "check": Move((State.DRAFT,), State.CHECKED),
    "share": Move((State.CHECKED,), State.SHARED),
    "publish": Move((State.CHECKED, State.SHARED), State.PUBLIC),
    "renew": Move((State.PUBLIC,), State.PUBLIC),  # with the translations of now
    "take_back": Move((State.SHARED, State.PUBLIC), State.CHECKED),
    "reopen": Move((State.CHECKED,), State.DRAFT),
}
STEPS: Final = {
    "start": Move((Step.OPEN,), Step.IN_PROGRESS),
    "finish": Move(UNDER_WAY, Step.DONE),
    "drop": Move(UNDER_WAY, Step.DROPPED),
    "reopen": Move(SETTLED, Step.OPEN),
}


def target(name: str, *, current: str) -> State:
    """Where a step of minutes, a decision or a sheet leads. Raises ``IllegalMove`` for one that does not begin here."""
    found: State = target_of(MOVES, name, current=current)
    return found


def step_target(name: str, *, current: str) -> Step:
    """The same for a follow-up."""
    found: Step = target_of(STEPS, name, current=current)
    return found


def open_moves(current: str) -> list[str]:
    return [name for name, move in MOVES.items() if current in move.sources]


def open_steps(current: str) -> list[str]:
    return [name for name, move in STEPS.items() if current in move.sources]
