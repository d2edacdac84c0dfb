"""Refusals of this room that a reader sees."""

from jisr.kernel.errors import DomainError


class TakenMeanwhile(DomainError):
    """Somebody else has it in hand now."""


class NotOpen(DomainError):
    """It was answered, closed or merged already."""


class NoAddress(DomainError):
    """There is nowhere to send the answer to."""


class NotADouble(DomainError):
    """The two enquiries are not of the same person."""


class NotAnAdviser(DomainError):
    """The person named does not answer enquiries."""


class ChangedMeanwhile(DomainError):
    """Somebody else saved a newer version."""
