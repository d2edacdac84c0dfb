"""The way of an introduction, as data."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _

from jisr.kernel.errors import DomainError
from jisr.matching.introductions.states import LIVE, State


class IllegalMove(DomainError):
    """The introduction stands where this step does not begin: somebody was faster, or the page was open for long."""


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
    move = MOVES[name]
    if current not in move.sources:
        raise IllegalMove(_("This is settled already. The page shows how it stands now."), move=name, current=current)
    return move.target
