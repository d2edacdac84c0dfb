"""The way of a joint project from the idea to its end, as data."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from jisr.kernel.workflow import target_of
from jisr.partnerships.projects.states import State


@dataclass(frozen=True)
class Move:
    """From where a step may begin, where it ends, what must be filled in before, and whether it needs a reason.

    ``title`` and ``summary`` in ``needs`` mean those in the language of the original.
    """

    sources: Sequence[State]
    target: State
    needs: Sequence[str] = ()
    needs_reason: bool = False


_CONCEPT: Final = ("title", "summary", "themes", "need")
_RUNNING: Final = (*_CONCEPT, "planned", "lead_side", "results", "start_on", "end_on")
_READY: Final = (*_RUNNING, "steps", "german_role", "palestinian_role", "estimated_cost_cents", "own_means_cents")
MOVES: Final = {
    "develop": Move((State.IDEA,), State.CONCEPT, needs=_CONCEPT),
    "get_ready": Move((State.CONCEPT,), State.READY, needs=_READY),
    "go_back": Move((State.READY,), State.CONCEPT, needs_reason=True),
    "run": Move((State.CONCEPT, State.READY), State.RUNNING, needs=_RUNNING),
    "finish": Move((State.RUNNING,), State.DONE),
    "drop": Move((State.IDEA, State.CONCEPT, State.READY, State.RUNNING), State.DROPPED, needs_reason=True),
    "take_up": Move((State.DROPPED,), State.IDEA),
}


def target(name: str, *, current: str) -> State:
    """Where a step leads. Raises ``IllegalMove`` for one that does not begin here."""
    found: State = target_of(MOVES, name, current=current)
    return found
