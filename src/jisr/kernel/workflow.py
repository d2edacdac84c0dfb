"""Ways of things from state to state, as data of the rooms."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from django.utils.translation import gettext_lazy as _

from jisr.kernel.errors import DomainError


class IllegalMove(DomainError):
    """A thing stands where a step does not begin: somebody was faster, or the page was open for a long time."""


class Move(Protocol):
    """From where a step may begin, and where it ends."""

    @property
    def sources(self) -> Sequence[Any]: ...

    @property
    def target(self) -> Any: ...  # noqa: ANN401 - a state of the room


def target_of(moves: Mapping[str, Move], name: str, *, current: str) -> Any:  # noqa: ANN401
    """Where a step leads. Raises ``IllegalMove`` for one that does not begin here."""
    move = moves[name]
    if current not in move.sources:
        raise IllegalMove(_("This is settled already. The page shows how it stands now."), move=name, current=current)
    return move.target
