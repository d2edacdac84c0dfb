"""Where a matter stands, told by its meetings alone. Knows no database and no person."""

from collections.abc import Sequence
from typing import Protocol

from jisr.partnerships.council.states import FINAL, BodyKind, Outcome, Result


class Meeting(Protocol):
    """One meeting of one body."""

    kind: str
    outcome: str


def result_of(steps: Sequence[Meeting]) -> Result:
    """The result of the last meeting of the council, if it decided; else how far the way is.

    ``steps`` stand in the order of the bodies. Whoever sees only some of them gets the result of those.
    """
    held = [step for step in steps if step.outcome != Outcome.PLANNED]
    if not held:
        return Result.PREPARING
    of_council = [step for step in steps if step.kind == BodyKind.COUNCIL]
    if of_council and of_council[-1].outcome in FINAL:
        return FINAL[Outcome(of_council[-1].outcome)]
    return Result.ADJOURNED if held[-1].outcome == Outcome.ADJOURNED else Result.UNDER_WAY
