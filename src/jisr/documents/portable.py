"""Checks of PDF files: nothing that acts by itself, nothing inside or behind them."""

import re
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from jisr.documents.refusals import FileRefused

if TYPE_CHECKING:
    from pypdf import PdfReader

MOST_OBJECTS = 150_000
MOST_STEPS = 3_000_000
_END = b"%%EOF"
_ACTIVE_KEYS = {"/JS", "/JavaScript", "/EmbeddedFiles", "/EF", "/XFA", "/RichMediaContent"}
_ACTIVE_VALUES = {
    "/JavaScript",
    "/Launch",
    "/ImportData",
    "/SubmitForm",
    "/GoToE",
    "/Rendition",
    "/EmbeddedFile",
    "/FileAttachment",
    "/RichMedia",
    "/3D",
    "/Movie",
    "/Sound",
}
_ACTIVE_RAW = re.compile(rb"/(?:JavaScript|EmbeddedFiles?|RichMedia|Launch)(?=[\s/<>\[\]()])")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_PASSIVE_TYPES = {"/Font", "/FontDescriptor"}


def harmless_pdf(content: bytes) -> bytes:
    """The PDF without anything behind its end. Raises ``FileRefused`` for one that acts, hides or cannot be read."""
    content = _without_tail(content)
    if zipfile.is_zipfile(BytesIO(content)):
        raise FileRefused(_("Something else is hidden in this file. Please save it again."), why="polyglot")
    if _ACTIVE_RAW.search(_names_plain(content)):
        raise _active("raw")
    for found in _objects(_reader(content)):
        _refuse_active(found)
    return content


def is_accessible(content: bytes) -> bool:
    """Whether it says of itself that it follows PDF/UA. Only for files that were checked."""
    metadata = _reader(content).trailer["/Root"].get("/Metadata")
    return metadata is not None and b"pdfuaid:part" in metadata.get_object().get_data()


def _without_tail(content: bytes) -> bytes:
    end = content.rfind(_END)
    if end < 0:
        raise _broken()
    return content[: end + len(_END)] + b"\n"


def _names_plain(content: bytes) -> bytes:
    """Names may be written with escapes: ``/J#61vaScript``."""
    return _ESCAPED.sub(lambda match: bytes([int(match[1], 16)]), content)


def _reader(content: bytes) -> "PdfReader":
    import pypdf  # noqa: PLC0415 - only a process that checks files pays for it
    from pypdf.errors import PyPdfError  # noqa: PLC0415

    try:
        reader = pypdf.PdfReader(BytesIO(content), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise FileRefused(
                _("This file is locked with a password, so we cannot check it. Please upload it without a password."),
                why="locked",
            )
        if not reader.pages:
            raise _broken()
    except (PyPdfError, *_READING) as error:
        raise _broken() from error
    return reader


_READING = (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, NotImplementedError, OSError)


def _objects(reader: "PdfReader") -> list[Any]:
    """All objects that the file's tables name, also those packed into streams."""
    from pypdf.errors import PyPdfError  # noqa: PLC0415
    from pypdf.generic import IndirectObject  # noqa: PLC0415

    named = {(number, generation) for generation, table in reader.xref.items() for number in table}
    named |= {(number, 0) for number in reader.xref_objStm}
    if len(named) > MOST_OBJECTS:
        raise FileRefused(_("This PDF is too complicated to be checked. Please print it to a new PDF."), why="large")
    try:
        found = [reader.get_object(IndirectObject(number, generation, reader)) for number, generation in sorted(named)]
    except (PyPdfError, *_READING) as error:
        raise _broken() from error
    return [*found, reader.trailer]


def _refuse_active(found: Any) -> None:  # noqa: ANN401 - any object of a PDF
    """Look at an object and at what lies directly in it; what it refers to is looked at on its own."""
    waiting, steps = [found], 0
    while waiting:
        steps += 1
        if steps > MOST_STEPS:
            raise _broken()
        part = waiting.pop()
        if isinstance(part, dict):
            # The names of glyphs are no names of actions.
            if dict.get(part, "/Type") in _PASSIVE_TYPES:
                continue
            if _ACTIVE_KEYS.intersection(part):
                raise _active(str(_ACTIVE_KEYS.intersection(part)))
            waiting.extend(dict.values(part))
        elif isinstance(part, list):
            waiting.extend(list.__iter__(part))
        elif isinstance(part, str) and part in _ACTIVE_VALUES and type(part).__name__ == "NameObject":
            raise _active(part)


def _active(what: str) -> FileRefused:
    return FileRefused(
        _("This PDF holds scripts, programs or other files. Please print it to a new PDF and upload that."),
        why="active",
        what=what,
    )


def _broken() -> FileRefused:
    return FileRefused(_("This PDF is damaged. Please save it again and upload it anew."), why="broken")
