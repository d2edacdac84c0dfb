"""Takes lists along: at once when they are short, through the worker when they are long."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.http import QueryDict
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_tasks import task

from jisr.accounts.models import User
from jisr.exports import tables
from jisr.exports.comma import csv_parts
from jisr.exports.models import SILENCE, Export
from jisr.exports.policies import TAKE
from jisr.exports.reading import flowing, stepwise
from jisr.exports.sheet import write_sheet
from jisr.exports.states import Format, State
from jisr.kernel import trail
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import authorize

BLOCK = 64 * 1024


class NotReady(DomainError):
    """The file is not there: still being written, failed or deleted."""


@transaction.atomic
def take_at_once(
    table: tables.Table, parameters: QueryDict, *, actor: User, kind: str, language: str, at: datetime
) -> tuple[Export, Iterator[bytes]]:
    """Record who takes the list, and return its file in parts."""
    authorize(actor, table.permission)
    rows = table.rows(actor, parameters)
    export = _new_export(table, parameters, actor=actor, kind=kind, language=language, at=at)
    export.rows_total = rows.count()
    export.state, export.finished_at = State.STREAMED, at
    export.taken_at = at
    export.save(force_insert=True)
    _record_taken(export, actor=actor)
    if kind == Format.CSV:
        return export, csv_parts(table.columns_for(actor, parameters), flowing(rows), language=language)
    return export, _sheet_parts(export, table, flowing(rows))


@transaction.atomic
def ask_for_export(
    table: tables.Table, parameters: QueryDict, *, actor: User, kind: str, language: str, at: datetime
) -> Export:
    """Hand a long list to the worker. Asking for the same again while it is written gives the same export."""
    authorize(actor, table.permission)
    export = _new_export(table, parameters, actor=actor, kind=kind, language=language, at=at)
    same = Export.objects.under_way(since=at - SILENCE).filter(
        asked_by=actor, table=export.table, format=kind, parameters=export.parameters, language=language
    )
    found: Export | None = same.first()
    if found:
        return found
    export.rows_total = table.rows(actor, parameters).count()
    export.state = State.WAITING
    export.save(force_insert=True)
    trail.record("exports.asked_for", export, actor=actor, changes=_told(export))
    write_in_worker.enqueue(export.pk)
    return export


@task()
def write_in_worker(pk: int) -> None:
    """The worker's door to ``write_export``."""
    write_export(pk, now=timezone.now)


def write_export(pk: int, *, now: Callable[[], datetime]) -> None:
    """Write the file of an export that waits; one that is taken up already is left alone.

    The rights are those of the moment of writing. Progress is written outside of any transaction, for all to see.
    """
    taken_up = Export.objects.filter(pk=pk, state=State.WAITING).update(state=State.RUNNING, heard_of_at=now())
    if not taken_up:
        return
    export = Export.objects.select_related("asked_by").get(pk=pk)
    with _failure_is_told(export, now), TemporaryDirectory() as folder:
        table = tables.find(export.table)
        if table is None:
            raise NotReady("This list is no longer offered as a file.", table=export.table)
        authorize(export.asked_by, table.permission)
        path = Path(folder, "file")
        _write(export, table, path, now)
        with path.open("rb") as source:
            export.file.save(export.download_name, File(source), save=False)
        export.state, export.rows_total = State.DONE, export.rows_done
        export.finished_at = export.heard_of_at = now()
        export.expires_at = export.finished_at + timedelta(days=settings.EXPORTS_KEPT_DAYS)
        export.save()


@transaction.atomic
def take_prepared(pk: int, *, actor: User, at: datetime) -> Export:
    """Record that the file is taken. Raises ``NotReady`` when there is none."""
    export: Export = Export.objects.select_for_update(no_key=True).get(pk=pk)
    authorize(actor, TAKE, export)
    if export.state != State.DONE or not export.file.storage.exists(str(export.file.name)):
        raise NotReady(_("This file is not there (any more). Please ask for the list again."))
    export.taken_at = at
    export.save(update_fields=["taken_at"])
    _record_taken(export, actor=actor)
    return export


@transaction.atomic
def delete_expired(at: datetime) -> int:
    """Delete exports whose time is over, and their files once that is certain; return how many there were."""
    expired = list(Export.objects.kept_long_enough(at=at).select_for_update(no_key=True))
    return _delete(expired)


@transaction.atomic
def delete_exports_of(person: User) -> int:
    """Delete all that a person asked for: for an erasure. The trail keeps the bare fact."""
    return _delete(list(Export.objects.filter(asked_by=person).select_for_update(no_key=True)))


def _delete(exports: list[Export]) -> int:
    for export in exports:
        if export.file:
            transaction.on_commit(partial(export.file.storage.delete, str(export.file.name)))
    Export.objects.filter(pk__in=[export.pk for export in exports]).delete()
    return len(exports)


def _new_export(
    table: tables.Table, parameters: QueryDict, *, actor: User, kind: str, language: str, at: datetime
) -> Export:
    expires_at = at + timedelta(days=settings.EXPORTS_KEPT_DAYS)
    return Export(
        table=table.name,
        format=Format(kind),
        parameters=parameters.urlencode(),
        language=language,
        asked_by=actor,
        asked_at=at,
        heard_of_at=at,
        expires_at=expires_at,
    )


def _told(export: Export) -> dict[str, list[object]]:
    facts = {
        "table": export.table,
        "format": export.format,
        "parameters": export.parameters,
        "rows_total": export.rows_total,
    }
    return {name: [None, value] for name, value in facts.items()}


def _record_taken(export: Export, *, actor: User) -> None:
    trail.record("exports.taken", export, actor=actor, changes=_told(export))


def _sheet_parts(export: Export, table: tables.Table, chunks: Iterator[list[Any]]) -> Iterator[bytes]:
    """A workbook is a zip, which is complete only at its end: it is written beside and then sent in blocks."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "file")
        _write_workbook(export, table, path, chunks)
        with path.open("rb") as file:
            while block := file.read(BLOCK):
                yield block


def _write(export: Export, table: tables.Table, path: Path, now: Callable[[], datetime]) -> None:
    with translation.override(export.language):
        rows = table.rows(export.asked_by, export.query)
    chunks = _telling(stepwise(rows), export, now)
    if export.format == Format.XLSX:
        _write_workbook(export, table, path, chunks)
        return
    with path.open("wb") as file:
        columns = table.columns_for(export.asked_by, export.query)
        file.writelines(csv_parts(columns, chunks, language=export.language))


def _telling(chunks: Iterator[list[Any]], export: Export, now: Callable[[], datetime]) -> Iterator[list[Any]]:
    for chunk in chunks:
        yield chunk
        export.rows_done += len(chunk)
        export.heard_of_at = now()
        export.save(update_fields=["rows_done", "heard_of_at"])


def _write_workbook(export: Export, table: tables.Table, path: Path, chunks: Iterator[list[Any]]) -> None:
    with translation.override(export.language):
        title = str(table.title)
    columns = table.columns_for(export.asked_by, export.query)
    write_sheet(path, title=title, columns=columns, chunks=chunks, language=export.language)


@contextmanager
def _failure_is_told(export: Export, now: Callable[[], datetime]) -> Iterator[None]:
    """Whatever goes wrong, the page of the export says so; the error itself goes on to the worker's log."""
    try:
        yield
    except BaseException:
        Export.objects.filter(pk=export.pk).update(state=State.FAILED, finished_at=now(), heard_of_at=now())
        raise
