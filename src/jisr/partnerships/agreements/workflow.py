"""The way of a tie from initiation to its end, as data."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _

from jisr.kernel.errors import DomainError
from jisr.partnerships.agreements.states import StepKind
from jisr.partnerships.states import Status


class IllegalMove(DomainError):
    """The tie stands where this step does not begin: somebody was faster, or the form was open for a long time."""


@dataclass(frozen=True)
class Move:
    """From where a step may begin, where it ends, and what it needs besides its day and who decided."""

    kind: StepKind
    sources: Sequence[Status]
    target: Status
    needs_reason: bool = False
    needs_review: bool = False
    needs_agreement: bool = False


LIVING: Final = (Status.ACTIVE, Status.PAUSED)
MOVES: Final = {
    "activate": Move(StepKind.ACTIVATED, (Status.INITIATION,), Status.ACTIVE, needs_agreement=True),
    "pause": Move(StepKind.PAUSED, (Status.ACTIVE,), Status.PAUSED, needs_reason=True, needs_review=True),
    "prolong": Move(StepKind.PROLONGED, (Status.PAUSED,), Status.PAUSED, needs_reason=True, needs_review=True),
    "resume": Move(StepKind.RESUMED, (Status.PAUSED,), Status.ACTIVE),
    "renew": Move(StepKind.RENEWED, (*LIVING, Status.EXPIRED), Status.ACTIVE, needs_agreement=True),
    "upgrade": Move(StepKind.UPGRADED, LIVING, Status.ACTIVE, needs_agreement=True),
    "end": Move(
        StepKind.ENDED, (Status.INITIATION, *LIVING, Status.EXPIRED), Status.ENDED, needs_reason=True
    ),
}  # fmt: skip
# What nobody clicks: the beginning comes from an introduction, the rest from the agreement and the calendar.
BEGIN: Final = Move(StepKind.BEGUN, (Status.EXPIRED, Status.ENDED), Status.INITIATION)
EXPIRE: Final = Move(StepKind.EXPIRED, LIVING, Status.EXPIRED)


def open_moves(status: str) -> list[str]:
    """The names of the steps that begin where a tie stands."""
    return [name for name, move in MOVES.items() if status in move.sources]


def target(move: Move, *, current: str) -> Status:
    """Where a step leads. Raises ``IllegalMove`` for one that does not begin here."""
    if current not in move.sources:
        raise IllegalMove(
            _("This step does not begin where the partnership stands now. The page shows how it stands."),
            move=move.kind.value,
            current=current,
        )
    return move.target
