"""The way of a registration, as data."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from jisr.events.registration.states import HOLDS_PLACE, LIVE, ParticipantState
from jisr.kernel.workflow import target_of


@dataclass(frozen=True)
class Move:
    """From where a step may begin, and where it ends."""

    sources: Sequence[ParticipantState]
    target: ParticipantState


MOVES: Final = {
    "queue": Move((ParticipantState.APPLIED,), ParticipantState.WAITING),  # approved; the list gives places
    "place": Move((ParticipantState.WAITING,), ParticipantState.CONFIRMED),
    "offer": Move((ParticipantState.WAITING,), ParticipantState.OFFERED),
    "accept": Move((ParticipantState.OFFERED,), ParticipantState.CONFIRMED),
    "expire": Move((ParticipantState.OFFERED,), ParticipantState.WITHDRAWN),
    "decline": Move(LIVE, ParticipantState.DECLINED),
    "withdraw": Move(LIVE, ParticipantState.WITHDRAWN),
    "replace": Move((ParticipantState.APPLIED, ParticipantState.WAITING, *HOLDS_PLACE), ParticipantState.REPLACED),
}


def target(name: str, *, current: str) -> ParticipantState:
    """Where a step leads. Raises ``IllegalMove`` for one that does not begin here."""
    found: ParticipantState = target_of(MOVES, name, current=current)
    return found
