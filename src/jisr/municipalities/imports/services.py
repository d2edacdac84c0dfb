"""Takes files in, has them checked and applied, and lets them go again."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.documents.inspection import LONGEST_NAME
from jisr.documents.scanner import refuse_virus
from jisr.documents.services import no_room
from jisr.kernel import trail
from jisr.kernel.dates import PartialDate, Precision
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import authorize
from jisr.municipalities.imports import running
from jisr.municipalities.imports.columns import FACTS, NAMES, header_digest
from jisr.municipalities.imports.policies import IMPORT_FACTS
from jisr.municipalities.imports.reading import Shape, recognise
from jisr.municipalities.imports.states import FileKind, ImportState
from jisr.municipalities.models import Import, ImportLine

KEPT = timedelta(days=90)


@dataclass(frozen=True)
class Origin:
    """Where a whole file comes from. ``as_of`` may be left to a register, which tells it itself."""

    source_url: str
    as_of: PartialDate | None
    note: str = ""
    key_system: str = "AGS"
    population_kind: str = "census"


class WrongDate(DomainError):
    """The date of the file is missing or is not the one that stands in it."""


@transaction.atomic
def upload_import(file: Any, name: str, *, origin: Origin, actor: Any, at: datetime) -> Import:  # noqa: ANN401 - an open file, a person
    """Keep a file and, if it is the register, have it checked. Raises ``Unreadable``, ``FileRefused``, ``NoRoom``."""
    authorize(actor, IMPORT_FACTS)
    refuse_virus(file)
    file.seek(0)
    content = file.read()
    shape = recognise(content)
    as_of = _date_of(shape, origin, today=timezone.localdate(at))
    made = _new_import(content, name, shape, actor=actor, at=at)
    made.source_url, made.note, made.as_of = origin.source_url, origin.note, as_of
    is_register = shape.kind == FileKind.REGISTER
    made.key_system = "AGS" if is_register else origin.key_system
    made.population_kind = "census" if is_register else origin.population_kind
    _keep(made, content)
    told = {"file": [None, made.file_name], "source_url": [None, made.source_url], "as_of": [None, str(as_of)]}
    trail.record("municipalities.import_uploaded", made, actor=actor, changes=told)
    if is_register:
        _have_checked(made, at=at)
    return made


def _new_import(content: bytes, name: str, shape: Shape, *, actor: Any, at: datetime) -> Import:  # noqa: ANN401
    return Import(
        kind=shape.kind,
        file_name=name[-LONGEST_NAME:],
        file_digest=hashlib.sha256(content).hexdigest(),
        encoding=shape.encoding,
        delimiter=shape.delimiter,
        header=shape.header,
        header_digest=header_digest(shape.header) if shape.header else "",
        uploaded_by=actor,
        uploaded_at=at,
        heard_of_at=at,
        expires_at=at + KEPT,
    )


def _date_of(shape: Shape, origin: Origin, *, today: date) -> PartialDate:
    """The date of the file's facts; that of a register stands in each of its records."""
    if shape.kind == FileKind.REGISTER:
        told = _day(shape.day)
        if origin.as_of is not None and not origin.as_of.first <= told.first <= origin.as_of.last:
            raise WrongDate(_("The register says %(day)s. Leave this empty to take it from there.") % {"day": told})
    elif origin.as_of is None:
        raise WrongDate(_("Please say of which date the facts of this table are."))
    else:
        told = origin.as_of
    if told.first > today:
        raise WrongDate(_("The facts of this file would be of the future: %(day)s.") % {"day": told})
    return told


def _day(text: str) -> PartialDate:
    try:
        return PartialDate(date(int(text[:4]), int(text[4:6]), int(text[6:])), Precision.DAY)
    except ValueError as error:
        raise WrongDate(_("The register holds “%(day)s”, which is no date.") % {"day": text}) from error


def _keep(made: Import, content: bytes) -> None:
    """Write the file; it goes again if the rows about it are not kept."""
    try:
        made.file.save(made.file_name, ContentFile(content), save=False)
    except OSError as error:
        raise no_room(error) from error
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except BaseException:
        made.file.storage.delete(str(made.file.name))
        raise


@transaction.atomic
def name_columns(pk: int, mapping: Mapping[str, int], *, actor: Any, at: datetime) -> Import:  # noqa: ANN401
    """Say which column holds which fact, and have the table checked."""
    made = _locked(pk, actor)
    if made.state not in {ImportState.UPLOADED, ImportState.CHECKED, ImportState.FAILED} or made.is_begun:
        return made
    if not any(name in mapping for name in (*NAMES, "key")):
        raise DomainError(_("Name the column of the official key, or one of a name: else no line can be told."))
    if ("latitude" in mapping) != ("longitude" in mapping):
        raise DomainError(_("Latitude and longitude belong together."))
    made.mapping = {fact: place for fact, place in mapping.items() if fact in FACTS and place < len(made.header)}
    _have_checked(made, at=at)
    return made


@transaction.atomic
def check_again(pk: int, *, actor: Any, at: datetime) -> Import:  # noqa: ANN401
    """Judge the lines against the directory as it is now.

    An applied import keeps its report: its file is checked as an import of its own, which is returned.
    """
    made = _locked(pk, actor)
    if made.state == ImportState.CHECKED:
        _have_checked(made, at=at)
    elif made.state == ImportState.APPLIED:
        made = _repeated(made, actor=actor, at=at)
    return made


def _repeated(old: Import, *, actor: Any, at: datetime) -> Import:  # noqa: ANN401
    same: Import | None = Import.objects.filter(
        file_digest=old.file_digest,
        state__in=(ImportState.CHECKING, ImportState.CHECKED),
        uploaded_at__gt=old.applied_at,
    ).first()
    if same:
        return same
    content = content_of(old)
    shape = Shape(FileKind(old.kind), old.encoding, old.delimiter, old.header)
    made = _new_import(content, old.file_name, shape, actor=actor, at=at)
    for name in ("source_url", "note", "as_of", "key_system", "population_kind", "mapping"):
        setattr(made, name, getattr(old, name))
    _keep(made, content)
    told = {"file": [None, made.file_name], "repeats": [None, str(old.public_id)]}
    trail.record("municipalities.import_uploaded", made, actor=actor, changes=told)
    _have_checked(made, at=at)
    return made


def content_of(made: Import) -> bytes:
    """The file. Raises ``DomainError`` when it is no longer kept."""
    if not made.file or not made.file.storage.exists(str(made.file.name)):
        raise DomainError(_("The file is no longer kept. Please upload it again."))
    with made.file.open("rb") as file:
        content: bytes = file.read()
    return content


@transaction.atomic
def apply_import(pk: int, *, actor: Any, at: datetime) -> Import:  # noqa: ANN401
    """Hand a checked import to the worker. Asking twice is harmless."""
    made = _locked(pk, actor)
    if made.state != ImportState.CHECKED:
        return made
    made.state, made.position, made.is_taken_up = ImportState.APPLYING, 0, False
    made.applied_by, made.heard_of_at = actor, at
    made.save()
    running.run_in_worker.enqueue(made.pk)
    running.watch_later(made.pk, at)
    told = {name: [None, count] for name, count in made.counts.items()}
    trail.record("municipalities.import_apply_asked", made, actor=actor, changes=told)
    return made


@transaction.atomic
def go_on(pk: int, *, actor: Any, at: datetime) -> Import:  # noqa: ANN401
    """Have the worker take up an import that failed or whose worker was stopped, where it stood."""
    made = _locked(pk, actor)
    if made.state == ImportState.FAILED:
        made.state = ImportState.APPLYING if made.is_begun else ImportState.CHECKING
    elif not made.is_silent(at=at):
        return made
    made.is_taken_up, made.heard_of_at = False, at
    made.save()
    running.run_in_worker.enqueue(made.pk)
    running.watch_later(made.pk, at)
    trail.record("municipalities.import_resumed", made, actor=actor, changes={"position": [None, made.position]})
    return made


@transaction.atomic
def drop_import(pk: int, *, actor: Any) -> Import:  # noqa: ANN401
    """Give up an import of which nothing was applied; its file and lines go."""
    made = _locked(pk, actor)
    if made.state not in {ImportState.UPLOADED, ImportState.CHECKED, ImportState.FAILED} or made.is_begun:
        return made
    made.state = ImportState.DROPPED
    _forget_file(made)
    trail.record("municipalities.import_dropped", made, actor=actor)
    return made


@transaction.atomic
def delete_expired(at: datetime) -> int:
    """Delete files and lines whose time is over; the import itself stays with its figures. Returns how many."""
    expired = list(Import.objects.kept_long_enough(at=at).select_for_update(no_key=True))
    for made in expired:
        _forget_file(made)
    return len(expired)


def _forget_file(made: Import) -> None:
    if made.file:
        transaction.on_commit(partial(made.file.storage.delete, str(made.file.name)))
    made.file = ""
    made.save()
    ImportLine.objects.filter(imported=made)._raw_delete(using=made._state.db or "default")


def _have_checked(made: Import, *, at: datetime) -> None:
    made.state, made.position, made.is_taken_up, made.heard_of_at = ImportState.CHECKING, 0, False, at
    made.checked_at = None
    made.save()
    running.run_in_worker.enqueue(made.pk)
    running.watch_later(made.pk, at)


def _locked(pk: int, actor: Any) -> Import:  # noqa: ANN401
    made: Import = Import.objects.select_for_update(no_key=True).get(pk=pk)
    authorize(actor, IMPORT_FACTS, made)
    return made
