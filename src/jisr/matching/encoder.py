"""The sentence encoder behind one door: loaded at first use, never in a web process, and dispensable.

This module itself needs neither numpy nor the encoder.
"""

import logging
import zipfile
import zlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from numpy import ndarray

log = logging.getLogger(__name__)
# What a package, a file or a download that is missing or broken raises.
BROKEN = (ImportError, OSError, ValueError, KeyError, IndexError, EOFError, zipfile.BadZipFile, zlib.error)


class Encoder(Protocol):
    """Turns texts into vectors in which likeness of meaning is nearness, across languages."""

    name: str

    def encode(self, texts: Sequence[str]) -> "ndarray":
        """One row per text, float32, of length 1."""
        ...


class _Door:
    is_shut = False
    is_tried = False
    encoder: Encoder | None = None


def shut() -> None:
    """Do without the encoder from now on: it takes 160 MB and its place is the worker. Called by the web process."""
    _Door.is_shut, _Door.is_tried, _Door.encoder = True, False, None


def reopen() -> None:
    """Try again at the next use."""
    _Door.is_shut, _Door.is_tried, _Door.encoder = False, False, None


def load() -> Encoder | None:
    """The encoder, or None where it is missing, broken or not wanted."""
    if not _Door.is_tried and not _Door.is_shut:
        _Door.encoder = _opened()
        _Door.is_tried = True
    return _Door.encoder


def _opened() -> Encoder | None:
    try:
        from jisr.matching.usem import UniversalEncoder  # noqa: PLC0415 - it needs numpy

        return UniversalEncoder()
    except BROKEN as failure:
        log.warning("There is no sentence encoder (%s); words alone tell the themes.", failure)
        return None
