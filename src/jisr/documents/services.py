"""Store papers and further versions of them, and discard them: checked, whole, and told in the trail."""

import errno
import hashlib
import logging
import secrets
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, BinaryIO, cast

from django.core.files import File
from django.core.files.base import ContentFile
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from jisr.documents import kinds
from jisr.documents.inspection import Checked, check
from jisr.documents.models import Document, Version
from jisr.documents.policies import WRITE
from jisr.documents.refusals import NoRoom
from jisr.documents.storage import files_before, private
from jisr.documents.subjects import Subject, subject_of
from jisr.kernel.policy import authorize
from jisr.kernel.trail import record

log = logging.getLogger(__name__)
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
LEFT_OVER_AFTER = timedelta(days=1)


def store(
    file: File[bytes],
    *,
    owner_subject: models.Model | Subject,
    actor: Any,  # noqa: ANN401 - a person, or an Actor of the trail
    title: str = "",
    language: str = "",
    kind: str = kinds.OTHER,
) -> Document:
    """Keep a new paper of ``owner_subject``; without a title it is called like its file.

    A person must be allowed to by the subject's rule; the system may. Raises ``FileRefused``, ``NoRoom``, ``Refused``.
    """
    if not kinds.is_declared(kind):
        raise LookupError(f"no room declared the kind of document {kind}")
    document = Document(**subject_of(owner_subject)._asdict(), language=language, kind=kind)
    _authorize(actor, document)
    checked = _checked(file)
    document.title = title.strip() or checked.file_name.rpartition(".")[0]
    with _StoredFile(checked) as stored_as, transaction.atomic():
        document.save()
        version = _add_version(document, checked, stored_as, number=1, actor=actor)
        record("documents.document_added", document, actor=actor, changes=_told(version))
    return document


def add_version(document_pk: int, file: File[bytes], *, actor: Any) -> Version:  # noqa: ANN401
    """Put a newer file beside the ones that are there. Raises as ``store`` does."""
    _authorize(actor, Document.objects.get(pk=document_pk))
    checked = _checked(file)
    with _StoredFile(checked) as stored_as, transaction.atomic():
        document = Document.objects.select_for_update(no_key=True).get(pk=document_pk)
        _authorize(actor, document)
        newest = document.versions.aggregate(number=models.Max("number"))["number"]
        version = _add_version(document, checked, stored_as, number=newest + 1, actor=actor)
        record("documents.version_added", document, actor=actor, changes=_told(version))
    return version


@transaction.atomic
def discard(document_pk: int, *, actor: Any) -> None:  # noqa: ANN401
    """Delete a paper with all its versions; the trail keeps the checksums."""
    document = Document.objects.select_for_update(no_key=True).get(pk=document_pk)
    _authorize(actor, document)
    versions = list(document.versions.all())
    record(
        "documents.document_discarded",
        document,
        actor=actor,
        changes={"sha256": [[version.sha256 for version in versions], None]},
    )
    document.delete()
    _delete_files_after_commit([version.stored_as for version in versions])


def sweep(at: datetime) -> int:
    """Delete files that no version names: left by a transaction that was undone or a process that was killed.

    Files of the last day are let be, since their rows may still be on the way. Returns how many there were.
    """
    names = list(files_before(at - LEFT_OVER_AFTER))
    known: set[str] = set()
    for start in range(0, len(names), 500):
        chunk = names[start : start + 500]
        known.update(Version.objects.filter(stored_as__in=chunk).values_list("stored_as", flat=True))
    left_over = [name for name in names if name not in known]
    _delete_files_after_commit(left_over)
    return len(left_over)


def damaged() -> list[Version]:
    """The versions whose file is missing or not the one that was stored."""
    found = Version.objects.select_related("document").iterator(chunk_size=500)
    return [version for version in found if not _is_sound(version)]


def no_room(error: OSError) -> NoRoom:
    """The refusal for a full disk. Raises ``error`` again when it is about something else."""
    if error.errno not in _FULL:
        raise error
    log.error("no room for an upload: %s", error.strerror)
    return NoRoom(
        _("There is no room left to store files, so nothing was kept. Please try again later or tell the office.")
    )


class _StoredFile:
    """The file of a version while its rows are written: it goes again when they fail."""

    def __init__(self, checked: Checked) -> None:
        self.content = checked.content
        key = secrets.token_hex(16)
        self.name = f"{key[:2]}/{key}.{checked.format.value}"

    def __enter__(self) -> str:
        try:
            return private().save(self.name, ContentFile(self.content))
        except OSError as error:
            raise no_room(error) from error

    def __exit__(self, kind: type[BaseException] | None, *_rest: object) -> None:
        if kind is not None:
            with suppress(OSError):  # what was not deleted is swept up later
                private().delete(self.name)


def _checked(file: File[bytes]) -> Checked:
    refusal = getattr(file, "refusal", None)
    if refusal is not None:
        raise refusal
    return check(cast("BinaryIO", file.file), file.name or "", file.size)


def _add_version(
    document: Document,
    checked: Checked,
    stored_as: str,
    *,
    number: int,
    actor: Any,  # noqa: ANN401
) -> Version:
    return Version.objects.create(
        document=document,
        number=number,
        format=checked.format,
        charset=checked.charset,
        file_name=checked.file_name,
        stored_as=stored_as,
        size=len(checked.content),
        sha256=hashlib.sha256(checked.content).hexdigest(),
        is_accessible=checked.is_accessible,
        created_by_id=actor.pk,
    )


def _authorize(actor: Any, document: Document) -> None:  # noqa: ANN401
    """The system and imports act for rooms that asked their own rules; people are asked for here."""
    if actor.pk is not None:
        authorize(actor, WRITE, document)


def _told(version: Version) -> dict[str, list[Any]]:
    return {
        "version": [None, version.number],
        "format": [None, version.format],
        "size": [None, version.size],
        "sha256": [None, version.sha256],
    }


def _delete_files_after_commit(names: list[str]) -> None:
    for name in names:
        transaction.on_commit(lambda name=name: private().delete(name), robust=True)  # type: ignore[misc]


def _is_sound(version: Version) -> bool:
    try:
        with private().open(version.stored_as) as file:
            digest = hashlib.sha256()
            for chunk in file.chunks():
                digest.update(chunk)
            return digest.hexdigest() == version.sha256
    except FileNotFoundError:
        return False
