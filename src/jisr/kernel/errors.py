"""Refusals that a reader sees. Programming errors stay ordinary exceptions."""

from typing import Any


class DomainError(Exception):
    """A rule of the programme says no.

    ``message`` is a translated sentence for the reader; ``facts`` are values for logs and tests.
    """

    def __init__(self, message: object, **facts: Any) -> None:  # noqa: ANN401 - facts are of any kind
        super().__init__(str(message))
        self.message = message
        self.facts = facts
