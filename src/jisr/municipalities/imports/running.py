"""What the worker does with an import, chunk by chunk, so that a killed one loses at most a chunk.

A *watch* is a task for later that looks whether the worker is still heard of, and has the import taken up if not. It
waits in the database, so it outlives any worker.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Count
from django.utils import timezone
from django_tasks import task

from jisr.audit.models import ActorKind
from jisr.audit.services import Actor
from jisr.kernel import trail
from jisr.kernel.policy import authorize
from jisr.municipalities.imports.columns import Table
from jisr.municipalities.imports.facts import ReadLine, without_doubles
from jisr.municipalities.imports.judging import Judgement, judge
from jisr.municipalities.imports.policies import IMPORT_FACTS
from jisr.municipalities.imports.register import read_register
from jisr.municipalities.imports.states import FileKind, ImportState, Outcome, Result
from jisr.municipalities.imports.writing import Chunk, Judged, write
from jisr.municipalities.models import Import, ImportLine
from jisr.municipalities.models.imports import SILENCE

CHUNK = 250
TURN_LOCK = 0x6A697373  # any fixed number; PostgreSQL lets one transaction at a time hold it
WAIT_FOR_TURN = timedelta(seconds=5)
Now = Callable[[], datetime]


class Overtaken(Exception):
    """Another worker has taken the import up, or somebody dropped it: this one stops."""


@task()
def run_in_worker(pk: int) -> None:
    """The worker's door to ``run``."""
    run(pk, now=timezone.now)


@task()
def watch(pk: int) -> None:
    """Take up an import whose worker was killed; look again later while it is under way."""
    at = timezone.now()
    made = Import.objects.filter(pk=pk).first()
    if made is None or not made.is_under_way:
        return
    watch_later(pk, at)
    if made.is_silent(at=at):
        run(pk, now=timezone.now)


def watch_later(pk: int, at: datetime) -> None:
    watch.using(run_after=at + SILENCE + WAIT_FOR_TURN).enqueue(pk)


def run(pk: int, *, now: Now) -> None:
    """Check or apply an import that waits, or go on where a stopped worker left it.

    One that another worker is busy with is left alone; while another import is being applied, this one waits.
    """
    made = _take_up(pk, now)
    if made is None:
        return
    with _failure_is_told(made, now):
        if made.state == ImportState.CHECKING:
            _check(made, now)
        else:
            _apply(made, now)


@transaction.atomic
def _take_up(pk: int, now: Now) -> Import | None:
    _wait_for_turn()
    at = now()
    made: Import | None = Import.objects.select_for_update(no_key=True).filter(pk=pk).first()
    if made is None or not made.is_under_way or (made.is_taken_up and not made.is_silent(at=at)):
        return None
    if made.state == ImportState.APPLYING and Import.objects.being_applied(since=at - SILENCE).exclude(pk=pk).exists():
        run_in_worker.using(run_after=at + WAIT_FOR_TURN).enqueue(pk)
        return None
    made.is_taken_up, made.heard_of_at = True, at
    made.save(update_fields=["is_taken_up", "heard_of_at"])
    return made


def _wait_for_turn() -> None:
    """Imports are taken up and written one after the other. SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TURN_LOCK])


def _check(made: Import, now: Now) -> None:
    """Read the whole file, then judge and keep its lines. A check that was stopped begins anew."""
    read = list(without_doubles(_read(made, now())))
    keys = {line.key for line in read if line.key}
    with transaction.atomic():
        made = _still_mine(made, made.position)
        ImportLine.objects.filter(imported=made)._raw_delete(using=connection.alias)
        made.lines_total, made.counts = len(read), {}
        _step(made, 0, now)
    for start in range(0, len(read), CHUNK):
        lines = read[start : start + CHUNK]
        with transaction.atomic():
            made = _still_mine(made, made.position)
            ImportLine.objects.bulk_create(_judged_lines(made, lines, keys))
            _step(made, made.position + len(lines), now)
    with transaction.atomic():
        made = _still_mine(made, made.position)
        made.counts = _counts(made)
        made.state, made.checked_at, made.is_taken_up, made.position = ImportState.CHECKED, now(), False, 0
        made.save()
        told = {name: [None, count] for name, count in made.counts.items()}
        trail.record("municipalities.import_checked", made, actor=_as_import(made), changes=told)


def _read(made: Import, at: datetime) -> Iterator[ReadLine]:
    with made.file.open("rb") as file:
        text = file.read().decode(made.encoding)
    as_of = str(made.as_of)
    if made.kind == FileKind.REGISTER:
        return read_register(text, population_as_of=as_of)
    table = Table(
        mapping=made.mapping,
        width=len(made.header),
        key_system=made.key_system,
        population_as_of=as_of,
        today=timezone.localdate(at),
    )
    return table.read(text, made.delimiter)


def _judged_lines(made: Import, read: Sequence[ReadLine], keys: set[str]) -> list[ImportLine]:
    lines = [
        ImportLine(
            imported=made,
            number=line.number,
            key=line.key[:12],
            name=line.name,
            values=line.values,
            outcome=Outcome.REJECTED,
            reason=line.reason,
            reason_fact=line.reason_fact,
        )
        for line in read
    ]
    judgements, _known = judge(made, lines, keys_in_file=keys)
    for line, judgement in zip(lines, judgements, strict=True):
        judgement.put_on(line)
    return lines


def _counts(made: Import) -> dict[str, int]:
    counted = made.lines.order_by().values_list("outcome").annotate(number=Count("pk"))
    kept = made.lines.filter(has_kept=True).count()
    return {**dict.fromkeys(Outcome.values, 0), **dict(counted), "kept": kept}


def _apply(made: Import, now: Now) -> None:
    """Write chunk after chunk, each with the position reached in one transaction."""
    authorize(made.applied_by, IMPORT_FACTS, made)
    while made.position < made.lines_total:
        with transaction.atomic():
            _wait_for_turn()
            made = _still_mine(made, made.position)
            lines = list(made.lines.order_by("number")[made.position : made.position + CHUNK])
            _apply_lines(made, lines, at=now())
            _step(made, made.position + len(lines), now)
    with transaction.atomic():
        made = _still_mine(made, made.position)
        made.counts["differs"] = made.lines.filter(result=Result.DIFFERS).count()
        made.state, made.applied_at, made.is_taken_up = ImportState.APPLIED, now(), False
        made.save()
        told = {name: [None, count] for name, count in made.counts.items()}
        trail.record("municipalities.import_applied", made, actor=_as_import(made), changes=told)


def _apply_lines(made: Import, lines: Sequence[ImportLine], *, at: datetime) -> None:
    """Write the lines that are still as they were shown; note at the others what would hold now."""
    judgements, known = judge(made, lines, lock=True)
    same: list[Judged] = []
    others: list[Judged] = []
    for line, judgement in zip(lines, judgements, strict=True):
        (same if judgement == Judgement.of(line) else others).append((line, judgement))
    write(Chunk(made, same, known, at))
    _keep_slugs([line for line, judgement in same if judgement.outcome == Outcome.NEW])
    ImportLine.objects.filter(pk__in=[line.pk for line, _judgement in same]).update(result=Result.DONE)
    for line, judgement in others:
        line.result, line.again = Result.DIFFERS, _told(judgement)
        line.save(update_fields=["result", "again"])


def _keep_slugs(lines: Sequence[ImportLine]) -> None:
    """Note the addresses of new authorities; past the models, whose one long statement takes ten times as long."""
    statement = f'UPDATE "{ImportLine._meta.db_table}" SET slug = %s WHERE id = %s'  # noqa: S608 - the table's own name
    with connection.cursor() as cursor:
        cursor.executemany(statement, [(line.slug, line.pk) for line in lines])


def _told(judgement: Judgement) -> dict[str, Any]:
    names = ("outcome", "reason", "reason_fact", "changes")
    return {name: getattr(judgement, name) for name in names}


def _still_mine(made: Import, position: int) -> Import:
    """The locked row, if nobody else has moved it on. Raises ``Overtaken``."""
    found: Import = Import.objects.select_for_update(no_key=True).get(pk=made.pk)
    if not found.is_taken_up or (found.state, found.position) != (made.state, position):
        raise Overtaken
    return found


def _step(made: Import, position: int, now: Now) -> None:
    made.position, made.heard_of_at = position, now()
    made.save(update_fields=["position", "heard_of_at", "lines_total", "counts"])


def _as_import(made: Import) -> Actor:
    return Actor(ActorKind.IMPORT, made.file_name[:120])


@contextmanager
def _failure_is_told(made: Import, now: Now) -> Iterator[None]:
    """Whatever goes wrong, the page says so and lets somebody go on; the error itself goes to the worker's log."""
    try:
        yield
    except Overtaken:
        return
    except BaseException:
        Import.objects.filter(pk=made.pk, state=made.state).update(
            state=ImportState.FAILED, is_taken_up=False, heard_of_at=now()
        )
        raise
