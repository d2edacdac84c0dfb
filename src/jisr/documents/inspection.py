"""What a file really is, and whether it may be kept."""

import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO

import filetype
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from jisr.documents.archives import office_format
from jisr.documents.images import redrawn
from jisr.documents.portable import harmless_pdf, is_accessible
from jisr.documents.refusals import FileRefused
from jisr.documents.scanner import refuse_virus
from jisr.documents.states import Format

LONGEST_NAME = 120
_HEAD = 262
_BINARY = {"application/pdf": Format.PDF, "image/png": Format.PNG, "image/jpeg": Format.JPEG, "image/webp": Format.WEBP}
_IMAGES = {Format.PNG, Format.JPEG, Format.WEBP}
_MARKUP = re.compile(rb"\s*(?:<[!?a-z]|#!|%!)", re.IGNORECASE)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
# Signs that end a name on some system, or turn the reading direction of what follows.
_UNFIT = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u200e\u200f\u202a-\u202e\u2066-\u2069]+')


@dataclass(frozen=True)
class Checked:
    """A file that may be kept: its content as it will be stored."""

    content: bytes
    format: Format
    file_name: str
    charset: str = ""
    is_accessible: bool = False


def check(file: BinaryIO, name: str, size: int) -> Checked:
    """Judge a file by its content. Raises ``FileRefused`` with what to do about it.

    Limits come first, then the virus scanner; nothing is unpacked before its size is known.
    """
    refuse_size(size)
    file.seek(0)
    head = file.read(_HEAD)
    refuse_virus(file)
    file.seek(0)
    found = _BINARY.get(filetype.guess_mime(head) or "")
    charset, accessible = "", False
    if head.startswith(b"PK\x03\x04"):
        found = office_format(file, size)
        file.seek(0)
    elif found is None:
        found, charset = _text_format(file, name)
        file.seek(0)
    if found is None:
        raise _unknown()
    content = redrawn(file, found) if found in _IMAGES else file.read()
    if found == Format.PDF:
        content = harmless_pdf(content)
        accessible = is_accessible(content)
    return Checked(content, found, proper_name(name, found), charset, accessible)


def refuse_size(size: int) -> None:
    if size == 0:
        raise FileRefused(_("This file is empty."), why="empty")
    if size > settings.MAX_UPLOAD_BYTES:
        raise too_large()


def too_large() -> FileRefused:
    most = filesizeformat(settings.MAX_UPLOAD_BYTES)
    return FileRefused(_("This file is too large. At most %(most)s are possible.") % {"most": most}, why="large")


def proper_name(name: str, found: Format) -> str:
    """The reader's own name for the file, without what no system takes, and with the ending of what it is."""
    last = PurePosixPath(name.replace("\\", "/")).name
    stem = PurePosixPath(_UNFIT.sub(" ", last)).stem.strip(" .")[:LONGEST_NAME].strip(" .")
    return f"{stem or found.label}.{found.value}"


def _text_format(file: BinaryIO, name: str) -> tuple[Format | None, str]:
    """Text without control signs is text; only the name can say whether its lines are a table."""
    content = file.read()
    charset = _charset(content)
    if charset is None or _MARKUP.match(content.removeprefix(b"\xef\xbb\xbf")):
        return None, ""
    return (Format.CSV if name.lower().endswith(".csv") else Format.TXT), charset


def _charset(content: bytes) -> str | None:
    """How the text is written; empty for an older code page that cannot be told, ``None`` when it is no text."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16" if _is_text(content, "utf-16") else None
    if _is_text(content, "utf-8"):
        return "utf-8"
    return "" if _is_text(content, "latin-1") else None


def _is_text(content: bytes, charset: str) -> bool:
    try:
        return not _CONTROLS.search(content.decode(charset))
    except UnicodeDecodeError:
        return False


def _unknown() -> FileRefused:
    return FileRefused(
        _("We cannot take a file of this kind. Possible are PDF, PNG, JPEG, WebP, DOCX, XLSX, ODT, ODS, CSV and text."),
        why="format",
    )
