"""Making a plan in the worker, looking at it, and publishing it."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from jisr.accounts.models import User
from jisr.events.editions.models import Edition
from jisr.events.editions.policies import RUN_EDITION
from jisr.events.talks import telling
from jisr.events.talks.input import input_of
from jisr.events.talks.models import Talk, TalkPlan, TalkRequest
from jisr.events.talks.services import setting_of
from jisr.events.talks.states import PlanState, RequestState
from jisr.kernel import trail
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import authorize
from jisr.kernel.workflow import IllegalMove

LONGEST_RUN = timedelta(minutes=5)  # a plan that runs longer has lost its worker
REMIND_BEFORE = timedelta(days=3)


class AlreadyRunning(DomainError):
    """A plan is being made already."""


class StalePlan(DomainError):
    """What the plan was made from has changed since."""


class NothingToPlan(DomainError):
    """There are no slots, or nobody has agreed to meet."""


def start_plan(edition: Edition, *, may_move: bool = False, actor: User, at: datetime) -> TalkPlan:
    """Have the worker make a plan. Raises ``AlreadyRunning``, ``NothingToPlan``, ``Refused``."""
    authorize(actor, RUN_EDITION)
    asked = input_of(setting_of(edition), may_move=may_move)
    if not asked.slots or not asked.task.wanted:
        raise NothingToPlan(_("There is nothing to plan yet: it needs times, and two people who want to meet."))
    try:
        with transaction.atomic():
            _give_up_lost(edition, at=at)
            last = TalkPlan.objects.filter(edition=edition).first()
            made = TalkPlan.objects.create(
                edition=edition,
                number=last.number + 1 if last else 1,
                may_move=may_move,
                started_at=at,
                started_by=actor,
            )
            trail.record("events.talk_plan_started", made, actor=actor)
            plan_in_worker.enqueue(made.pk)
    except IntegrityError:
        raise AlreadyRunning(_("A plan is being made already. The page shows it as soon as it is ready.")) from None
    return made


def _give_up_lost(edition: Edition, *, at: datetime) -> None:
    lost = TalkPlan.objects.filter(edition=edition, state=PlanState.RUNNING, started_at__lt=at - LONGEST_RUN)
    lost.update(state=PlanState.FAILED, finished_at=at, failure="the worker was lost")


@task()
def plan_in_worker(pk: int) -> None:
    """The worker's door to ``make_plan``."""
    make_plan(pk)


def make_plan(pk: int) -> None:
    """Make the plan that was asked for; one that is finished already is left alone."""
    from jisr.events.talks.planning import plan  # noqa: PLC0415 - numpy and scipy, for the worker alone

    row = TalkPlan.objects.select_related("edition").get(pk=pk)
    if row.state != PlanState.RUNNING:
        return
    asked = input_of(setting_of(row.edition), may_move=row.may_move)
    try:
        made = plan(asked.task)
    except ValueError as fault:
        _finish(pk, {"state": PlanState.FAILED, "failure": str(fault)[:300]})
        return
    held = [[each.wanted, asked.slots[each.slot].key, each.table, each.interpreter] for each in made.held]
    content = {"held": held, "unplaced": {key: reason.value for key, reason in made.unplaced.items()}}
    told = {"content": content, "value": made.value, "bound": made.bound, "seconds": made.seconds}
    _finish(pk, {"state": PlanState.READY, "input_hash": asked.digest, **told})


def _finish(pk: int, columns: dict[str, Any]) -> None:
    TalkPlan.objects.filter(pk=pk, state=PlanState.RUNNING).update(**columns, finished_at=timezone.now())


@transaction.atomic
def publish_plan(public_id: UUID | str, *, actor: User, at: datetime) -> TalkPlan:
    """Make a plan the one that holds, and tell those whose meetings changed. A second click changes nothing.

    Raises ``StalePlan`` where its input has changed, ``IllegalMove`` unless it is ready, ``Refused``.
    """
    authorize(actor, RUN_EDITION)
    found = TalkPlan.objects.select_related("edition").get(public_id=public_id)
    Edition.objects.select_for_update(no_key=True).get(pk=found.edition_id)
    row: TalkPlan = TalkPlan.objects.select_for_update(no_key=True).get(pk=found.pk)
    if row.state == PlanState.PUBLISHED:
        return row
    if row.state != PlanState.READY:
        raise IllegalMove(_("This plan cannot be published. The page shows how it stands now."))
    setting = setting_of(found.edition)
    asked = input_of(setting, may_move=row.may_move)
    if asked.digest != row.input_hash:
        raise StalePlan(_("Something has changed since this plan was made: people, wishes, times. Please plan anew."))
    TalkPlan.objects.filter(edition=found.edition, state=PlanState.PUBLISHED).update(state=PlanState.SUPERSEDED)
    row.state, row.published_at = PlanState.PUBLISHED, at
    row.save(update_fields=["state", "published_at"])
    changed = _write_talks(row, asked.slots, at=at)
    concerned = {profile.pk: profile for talk in changed for profile in (talk.request.asking, talk.request.asked)}
    telling.tell_published(concerned.values(), actor=actor, at=at)
    trail.record("events.talk_plan_published", row, actor=actor, changes={"meetings": [None, len(changed)]})
    return row


def _write_talks(row: TalkPlan, slots: Iterable[Any], *, at: datetime) -> list[Talk]:
    """Bring the published meetings to what the plan says; return those that changed."""
    by_key = {slot.key: slot for slot in slots}
    known = {talk.request.public_id.hex: talk for talk in Talk.objects.at(row.edition).for_lists()}
    wanted = {held[0]: held for held in row.content["held"]}
    changed = [
        talk
        for key, talk in known.items()
        if not (
            talk.is_cancelled or (_is_same(talk, wanted.get(key)) and talk.starts_at == by_key[talk.slot].starts_at)
        )
    ]
    Talk.objects.filter(pk__in=[talk.pk for talk in changed]).update(is_cancelled=True)  # tables are free to be swapped
    requests = {one.public_id.hex: one for one in TalkRequest.objects.at(row.edition).for_lists()}
    for key, (_key, slot_key, table, interpreter) in wanted.items():
        talk = known.get(key)
        if talk is not None and talk not in changed and not talk.is_cancelled:
            continue
        if talk is None:
            talk = Talk(request=requests[key], sequence=-1)
        slot = by_key[slot_key]
        talk.slot, talk.starts_at, talk.minutes, talk.table = slot.key, slot.starts_at, slot.minutes, table
        talk.interpreter_id, talk.is_cancelled = int(interpreter) if interpreter else None, False
        _save_changed(talk, at=at)
        if talk not in changed:
            changed.append(talk)
    for talk in changed:
        if talk.request.public_id.hex not in wanted:
            talk.is_cancelled = True
            _save_changed(talk, at=at)
    return changed


def _save_changed(talk: Talk, *, at: datetime) -> None:
    talk.sequence, talk.changed_at = talk.sequence + 1, at
    talk.save()


def _is_same(talk: Talk, held: list[Any] | None) -> bool:
    return held is not None and [talk.slot, talk.table, str(talk.interpreter_id or "")] == held[1:]


@transaction.atomic
def remind_and_lapse(*, now: datetime) -> tuple[int, int]:
    """Remind once of requests shortly before the close; after it silence counts as a no. Safe to run again."""
    from jisr.audit.services import SYSTEM  # noqa: PLC0415 - used here alone

    rows = TalkRequest.objects.filter(state=RequestState.ASKED).for_lists().select_for_update(of=("self",), no_key=True)
    setting = "asked__participant__edition__talk_setting__closes_at"
    due = list(
        rows.filter(reminded_at=None, **{f"{setting}__gt": now, f"{setting}__lte": now + REMIND_BEFORE}).order_by("pk")
    )
    for request in due:
        request.reminded_at = now
        request.save(update_fields=["reminded_at"])
        telling.tell("reminded", request, to=[request.asked], actor=SYSTEM, at=now)
    late = list(rows.filter(**{f"{setting}__lte": now}).order_by("pk"))
    for request in late:
        request.state, request.answered_at = RequestState.LAPSED, now
        request.save(update_fields=["state", "answered_at"])
        telling.tell("declined", request, to=[request.asking], actor=SYSTEM, at=now)
    return len(due), len(late)
