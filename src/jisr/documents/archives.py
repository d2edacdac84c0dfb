"""Checks of DOCX, XLSX, ODT and ODS before anything in them is unpacked."""

import struct
import zipfile
from typing import BinaryIO

from django.utils.translation import gettext_lazy as _

from jisr.documents.refusals import FileRefused
from jisr.documents.states import Format

MOST_PARTS = 5_000
MOST_UNPACKED_BYTES = 300_000_000
HIGHEST_RATIO = 200
RATIO_COUNTS_FROM_BYTES = 1_000_000
LONGEST_LIST_BYTES = 2_000_000
_END = struct.Struct("<4s4H2LH")
_END_MARK = b"PK\x05\x06"

_OPEN_XML = {
    Format.DOCX: ("word/document.xml", b"wordprocessingml.document.main+xml"),
    Format.XLSX: ("xl/workbook.xml", b"spreadsheetml.sheet.main+xml"),
}
_OPEN_DOCUMENT = {
    b"application/vnd.oasis.opendocument.text": Format.ODT,
    b"application/vnd.oasis.opendocument.spreadsheet": Format.ODS,
}
_ACTIVE_PARTS = ("vbaproject.bin", "vbadata.xml", "/activex/", "macrosheets/")


def office_format(file: BinaryIO, size: int) -> Format | None:
    """Which of the four it is, judged by its parts; ``None`` for another archive.

    Raises ``FileRefused`` for a bomb, macros, a password or something hidden around the archive.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            _refuse_bomb(archive, size)
            _refuse_hidden(archive, file, size)
            found = _open_document(archive) or _open_xml(archive)
            if found:
                _refuse_active(archive)
            return found
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, struct.error, UnicodeDecodeError) as error:
        raise FileRefused(_("This file is damaged. Please save it again and upload it anew."), why="broken") from error


def _refuse_bomb(archive: zipfile.ZipFile, size: int) -> None:
    """Judge by the archive's own table: sizes, ratios, and parts that lie over each other."""
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    steep = [
        part
        for part in parts
        if part.file_size > RATIO_COUNTS_FROM_BYTES and part.file_size > HIGHEST_RATIO * max(part.compress_size, 1)
    ]
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED_BYTES or packed > size or steep:
        raise FileRefused(_("Unpacked, this file would be far too large. It was not opened."), why="bomb")


def _refuse_hidden(archive: zipfile.ZipFile, file: BinaryIO, size: int) -> None:
    """The archive must begin and end with the file: nothing before, nothing behind."""
    first = min((part.header_offset for part in archive.infolist()), default=-1)
    file.seek(max(size - _END.size, 0))
    mark, *_numbers, comment = _END.unpack(file.read(_END.size))
    if first != 0 or mark != _END_MARK or comment:
        raise FileRefused(_("Something else is hidden in this file. Please save it again."), why="polyglot")


def _refuse_active(archive: zipfile.ZipFile) -> None:
    for part in archive.infolist():
        name = part.filename.lower().replace("\\", "/")
        in_macro_folder = name.startswith(("basic/", "scripts/")) and not name.endswith("/")
        is_package = "/embeddings/" in name and name.endswith(".bin")
        if in_macro_folder or is_package or any(mark in name for mark in _ACTIVE_PARTS):
            raise FileRefused(
                _("This file holds macros or other programs. Please save it without them."), why="active", part=name
            )
        if part.flag_bits & 1:
            raise _locked()
        if name.endswith("_rels/settings.xml.rels") and b"attachedTemplate" in _part(archive, part.filename):
            raise FileRefused(
                _("This file loads a template from elsewhere. Please save it as a new document."), why="active"
            )


def _open_document(archive: zipfile.ZipFile) -> Format | None:
    names = archive.namelist()
    if not names or names[0] != "mimetype" or archive.infolist()[0].compress_type != zipfile.ZIP_STORED:
        return None
    if "content.xml" not in names:
        return None
    found = _OPEN_DOCUMENT.get(_part(archive, "mimetype").strip())
    if found and "META-INF/manifest.xml" in names and b"encryption-data" in _part(archive, "META-INF/manifest.xml"):
        raise _locked()
    return found


def _open_xml(archive: zipfile.ZipFile) -> Format | None:
    names = set(archive.namelist())
    if "[Content_Types].xml" not in names:
        return None
    types = _part(archive, "[Content_Types].xml")
    if b"macroEnabled" in types:
        raise FileRefused(
            _("This file holds macros or other programs. Please save it without them."), why="active", part="types"
        )
    for found, (main, content_type) in _OPEN_XML.items():
        if main in names and content_type in types:
            return found
    return None


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    """A small part, and never more than the limit of it."""
    with archive.open(name) as part:
        return part.read(LONGEST_LIST_BYTES)


def _locked() -> FileRefused:
    return FileRefused(
        _("This file is locked with a password, so we cannot check it. Please upload it without a password."),
        why="locked",
    )
