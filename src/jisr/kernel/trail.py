"""The door to the trail for rooms below it: what was done is recorded in the transaction that does it.

The room ``audit`` registers the recorder. Without one, recording fails: nothing is done untold.
"""

from collections.abc import Mapping
from typing import Any, Protocol


class Recorder(Protocol):
    """Adds one step to the trail."""

    def __call__(self, action: str, subject: Any, *, actor: Any, changes: Mapping[str, Any] | None = None) -> Any: ...  # noqa: ANN401


_recorders: list[Recorder] = []


def register(recorder: Recorder) -> None:
    """Name the one recorder. Naming it again replaces it."""
    _recorders[:] = [recorder]


def record(action: str, subject: Any, *, actor: Any, changes: Mapping[str, Any] | None = None) -> None:  # noqa: ANN401
    """Tell what was done to ``subject`` and by whom; call it last in a service, inside its transaction.

    ``action`` reads ``room.verb_past`` such as ``accounts.role_granted``. ``actor`` is a person, or an
    ``audit.services.Actor`` for the system or an import. ``changes`` maps a field to ``[before, after]``, with ``None``
    for values of personal fields.
    """
    (recorder,) = _recorders
    recorder(action, subject, actor=actor, changes=changes)
