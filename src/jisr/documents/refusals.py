"""Why a file is not taken, in words that tell what to do."""

from jisr.kernel.errors import DomainError


class FileRefused(DomainError):
    """The file was not taken and nothing of it was kept. ``facts["why"]`` is a short name for tests and logs."""


class NoRoom(DomainError):
    """The disk is full: nothing was kept."""
