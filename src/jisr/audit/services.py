"""Adds steps to the trail, in the caller's transaction, and proves that none was changed."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils import timezone
from django_tasks import task

from jisr.audit.models import ActorKind, Entry, Head, ProofRun
from jisr.audit.policies import PROVE
from jisr.kernel.locking import locked_row
from jisr.kernel.policy import authorize

COVERED = (
    "number",
    "actor_kind",
    "actor_id",
    "actor_note",
    "action",
    "subject_type",
    "subject_key",
    "changes",
    "previous",
)
LONGEST_PROOF = timedelta(hours=1)


@dataclass(frozen=True)
class Actor:
    """Who acts when it is not a person: the system itself or an import."""

    kind: ActorKind
    note: str = ""
    pk: None = None


SYSTEM = Actor(ActorKind.SYSTEM)


@dataclass(frozen=True)
class Step:
    """One thing that was done, for ``record_many``."""

    action: str
    subject: models.Model
    changes: Mapping[str, Any] = field(default_factory=dict)


def record(
    action: str,
    subject: models.Model,
    *,
    actor: Any,  # noqa: ANN401 - a person or an Actor
    changes: Mapping[str, Any] | None = None,
    at: datetime | None = None,
) -> Entry:
    """Add a step. Call it last in a service: the end of the trail stays locked until the transaction ends.

    ``changes`` maps a field to ``[before, after]``; values of personal fields are given as ``None``.
    """
    head = _locked_head()
    entry = _next_entry(head, Step(action, subject, changes or {}), actor=actor, at=at or timezone.now())
    entry.save(force_insert=True)
    head.save(update_fields=["number", "digest"])
    return entry


def record_many(steps: Iterable[Step], *, actor: Any, at: datetime | None = None) -> int:  # noqa: ANN401
    """Add many steps of one actor, chained like single ones but written at once; return how many. Else as above."""
    head = _locked_head()
    moment = at or timezone.now()
    entries = [_next_entry(head, step, actor=actor, at=moment) for step in steps]
    Entry.objects.bulk_create(entries, batch_size=500)
    head.save(update_fields=["number", "digest"])
    return len(entries)


def _locked_head() -> Head:
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a step of the trail belongs to the transaction of what it tells")
    return locked_row(Head, pk=1)


def _next_entry(head: Head, step: Step, *, actor: Any, at: datetime) -> Entry:  # noqa: ANN401
    """The entry that follows ``head``, which then stands at it."""
    entry = Entry(
        number=head.number + 1,
        at=at,
        actor_kind=actor.kind if isinstance(actor, Actor) else ActorKind.PERSON,
        actor_id=actor.pk,
        actor_note=getattr(actor, "note", "") if isinstance(actor, Actor) else "",
        action=step.action,
        subject_type=step.subject._meta.label_lower,
        subject_key=str(step.subject.pk),
        changes=json.loads(json.dumps(dict(step.changes), cls=DjangoJSONEncoder)),
        previous=head.digest,
    )
    entry.digest = digest_of(entry)
    head.number, head.digest = entry.number, entry.digest
    return entry


def digest_of(entry: Entry) -> str:
    """The SHA-256 of all that a step says and of the digest before it."""
    said = {name: getattr(entry, name) for name in COVERED}
    said["at"] = entry.at.astimezone(timezone.get_default_timezone()).timestamp()
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def changes_between(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    """The fields whose value differs, as ``[before, after]``."""
    return {name: [before.get(name), after[name]] for name in after if before.get(name) != after[name]}


@dataclass(frozen=True)
class Proof:
    """What reading the whole trail came to; ``fault`` names the first step that is wrong."""

    steps: int
    fault: str = ""


def verify() -> Proof:
    """Read the trail from its beginning and compute every digest again."""
    head = Head.objects.filter(pk=1).first() or Head()  # read first: steps that are added meanwhile come after it
    number, digest = 0, "0" * 64
    for entry in Entry.objects.filter(number__lte=head.number).order_by("number").iterator(chunk_size=2000):
        if entry.number != number + 1:
            return Proof(number, f"step {number + 1} is missing")
        if entry.previous != digest:
            return Proof(number, f"step {entry.number} does not follow from the one before it")
        if entry.digest != digest_of(entry):
            return Proof(number, f"step {entry.number} was changed")
        number, digest = entry.number, entry.digest
    if (head.number, head.digest) != (number, digest):
        return Proof(number, f"steps after {number} are missing")
    return Proof(number)


@transaction.atomic
def ask_for_proof(*, actor: Any, at: datetime) -> ProofRun:  # noqa: ANN401 - a person
    """Have the worker prove the trail. While one proof is awaited, asking again gives the same."""
    authorize(actor, PROVE)
    waiting: ProofRun | None = ProofRun.objects.filter(finished_at=None, asked_at__gt=at - LONGEST_PROOF).first()
    if waiting:
        return waiting
    run = ProofRun.objects.create(asked_at=at)
    prove_in_worker.enqueue(run.pk)
    record("audit.proof_asked_for", run, actor=actor, at=at)
    return run


@task()
def prove_in_worker(pk: int) -> None:
    """The worker's door to ``prove``."""
    prove(pk, now=timezone.now)


def prove(pk: int, *, now: Callable[[], datetime]) -> Proof:
    """Prove the trail and keep what came of it, in the trail too."""
    proof = verify()
    with transaction.atomic():
        run = ProofRun.objects.select_for_update(no_key=True).get(pk=pk)
        run.steps, run.fault, run.finished_at = proof.steps, proof.fault, now()
        run.save()
        record("audit.proved", run, actor=SYSTEM, changes={"steps": [None, proof.steps], "fault": [None, proof.fault]})
    return proof
