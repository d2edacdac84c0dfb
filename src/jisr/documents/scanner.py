"""Asks a virus scanner (clamd) about a file, if one is configured."""

import socket
import struct
from typing import BinaryIO
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from jisr.documents.refusals import FileRefused

SECONDS = 30
_CHUNK = 65_536
_LONGEST_ANSWER = 4_096


def refuse_virus(file: BinaryIO) -> None:
    """Raise ``FileRefused`` when the scanner knows the file, or cannot be asked: unchecked is not clean.

    Does nothing without ``CLAMD_URL``.
    """
    if not settings.CLAMD_URL:
        return
    try:
        answer = _ask(settings.CLAMD_URL, file)
    except OSError as error:
        raise FileRefused(
            _("Files cannot be checked for viruses at the moment, so we cannot take them. Please try again later."),
            why="scanner away",
        ) from error
    if answer.endswith("FOUND"):
        raise FileRefused(_("Our virus scanner refuses this file."), why="virus", answer=answer)
    if not answer.endswith("OK"):
        raise FileRefused(
            _("Files cannot be checked for viruses at the moment, so we cannot take them. Please try again later."),
            why="scanner away",
            answer=answer,
        )


def _ask(address: str, file: BinaryIO) -> str:
    """Send the file with clamd's INSTREAM command: chunks with their length before them, an empty one ends it."""
    file.seek(0)
    with _connection(address) as connection:
        connection.sendall(b"zINSTREAM\0")
        while chunk := file.read(_CHUNK):
            connection.sendall(struct.pack("!L", len(chunk)) + chunk)
        connection.sendall(struct.pack("!L", 0))
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < _LONGEST_ANSWER:
            more = connection.recv(_LONGEST_ANSWER)
            if not more:
                break
            answer += more
    return answer.rstrip(b"\0\n").decode(errors="replace")


def _connection(address: str) -> socket.socket:
    parts = urlsplit(address)
    if parts.scheme == "unix":
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(SECONDS)
        connection.connect(parts.path)
        return connection
    return socket.create_connection((parts.hostname or "127.0.0.1", parts.port or 3310), timeout=SECONDS)
