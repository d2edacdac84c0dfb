"""What the parts above do when people are registered, or a registration gets its account: in the same transaction.

A step gets the participants, all of one meeting, and the moment.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from jisr.events.registration.models import Participant


class Step(Protocol):
    """What a part does about people who arrived."""

    def __call__(self, people: Sequence[Participant], *, at: datetime) -> None: ...


_steps: dict[str, Step] = {}


def register(name: str, step: Step) -> None:
    """Add a step. Registering a name again replaces it."""
    _steps[name] = step


def arrived(people: Sequence[Participant], *, at: datetime) -> None:
    for _name, step in sorted(_steps.items()):
        step(people, at=at)
