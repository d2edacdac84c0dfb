"""Plans: asking for one, what the worker does with it, and taking up what a killed worker left.

A *watch* is a task for later that looks whether the worker is still heard of; it waits in the database, so it outlives
any worker. Between taking a plan up and writing it down no transaction is open.
"""

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime, timedelta
from time import perf_counter
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from jisr.accounts.models import User
from jisr.audit.services import SYSTEM
from jisr.events.editions.models import Edition
from jisr.events.editions.policies import RUN_EDITION
from jisr.events.groups.inputs import digest_of, given_for, problem_of, read_inputs, teams_for
from jisr.events.groups.models import GroupPlace, GroupPlan
from jisr.events.groups.problem import Problem
from jisr.events.groups.services import NotPossible, lock
from jisr.events.groups.states import Failure, PlanState, Purpose, Stage
from jisr.events.groups.telling import tell_team
from jisr.kernel import trail
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import authorize

if TYPE_CHECKING:
    from jisr.events.groups.problem import Allocation

SILENCE = timedelta(minutes=5)  # longer than the worker ever computes without moving on
LOTS = 1_000_000
Now = Callable[[], datetime]


class UnderWay(DomainError):
    """A plan of this edition is being computed."""


@transaction.atomic
def start_plan(
    edition: Edition, *, purpose: str = Purpose.SET, allows_moves: bool = False, actor: User, at: datetime
) -> GroupPlan:
    """Have the worker compute a plan. ``allows_moves``: published members may move, at a price.

    Raises ``UnderWay`` while another one is computed, ``NotPossible`` without groups or people, ``Refused``.
    """
    authorize(actor, RUN_EDITION, edition)
    lock(edition)
    running = GroupPlan.objects.running().filter(edition=edition).first()
    if running is not None and not is_silent(running, at):
        raise UnderWay(_("A plan is being computed already. It is not computed twice."), plan=str(running.public_id))
    if running is not None:
        _fail(running, Failure.KILLED, at)
    inputs = read_inputs(edition)
    if not inputs["groups"] or not inputs["people"]:
        raise NotPossible(_("A plan needs at least one group and one confirmed participant."))
    number = (GroupPlan.objects.filter(edition=edition).aggregate(last=Max("number"))["last"] or 0) + 1
    plan = GroupPlan.objects.create(
        edition=edition,
        number=number,
        purpose=Purpose(purpose),
        allows_moves=allows_moves,
        seed=_seed(edition, number),
        asked_at=at,
        asked_by=actor,
        heard_of_at=at,
        based_on=GroupPlan.objects.published().filter(edition=edition).first(),
    )
    trail.record("events.group_plan_asked", plan, actor=actor)
    compute_in_worker.enqueue(plan.pk)
    watch.using(run_after=at + SILENCE).enqueue(plan.pk)
    return plan


def _seed(edition: Edition, number: int) -> int:
    """Known before anybody wishes and shown on the page, so that nobody draws lots until they like the result."""
    return (edition.pk * 1009 + number) % LOTS


def is_silent(plan: GroupPlan, at: datetime) -> bool:
    return at - plan.heard_of_at > SILENCE


@task()
def compute_in_worker(pk: int) -> None:
    """The worker's door to ``compute``."""
    compute(pk, now=timezone.now)


@task()
def watch(pk: int) -> None:
    """Say of a plan whose worker was killed that it stopped; look again later while it is under way."""
    look_after(pk, at=timezone.now())


@transaction.atomic
def look_after(pk: int, *, at: datetime) -> None:
    plan = GroupPlan.objects.running().filter(pk=pk).select_related("edition").first()
    if plan is None:
        return
    lock(plan.edition)
    plan.refresh_from_db()
    if plan.state != PlanState.RUNNING:
        return
    if is_silent(plan, at):
        _fail(plan, Failure.KILLED, at)
    else:
        watch.using(run_after=at + SILENCE).enqueue(plan.pk)


def compute(pk: int, *, now: Now) -> None:
    """Compute a plan that waits, and write it down. One that somebody took up or ended is left alone."""
    plan = _take_up(pk, now())
    if plan is None:
        return
    from jisr.events.groups import allocating  # noqa: PLC0415 - numpy and scipy, only in the worker

    begun = perf_counter()
    problem = _problem(plan)
    try:
        found = allocating.allocate(problem, on_bending=lambda: _move_on(pk, Stage.BENDING, now()))
    except allocating.OutOfTime:
        _stop(pk, Failure.TIME, now())
        return
    except BaseException:
        _stop(pk, Failure.ERROR, now())
        raise
    _write_down(pk, problem, found, seconds=perf_counter() - begun, now=now)


def _problem(plan: GroupPlan) -> Problem:
    teams = plan.parameters["teams"]
    return problem_of(plan.inputs, given=given_for(plan), teams=teams, seed=plan.seed)


@transaction.atomic
def _take_up(pk: int, at: datetime) -> GroupPlan | None:
    plan: GroupPlan | None = (
        GroupPlan.objects.select_for_update(of=("self",), no_key=True).filter(pk=pk).select_related("edition").first()
    )
    if plan is None or plan.state != PlanState.RUNNING or plan.stage != Stage.WAITING:
        return None
    plan.inputs = read_inputs(plan.edition)
    plan.inputs_hash = digest_of(plan.inputs)
    plan.parameters = {"teams": teams_for(plan.purpose, plan.inputs), **plan.inputs["rules"]}
    plan.stage, plan.heard_of_at = Stage.SOLVING, at
    plan.save(update_fields=["inputs", "inputs_hash", "parameters", "stage", "heard_of_at"])
    return plan


def _move_on(pk: int, stage: Stage, at: datetime) -> None:
    GroupPlan.objects.running().filter(pk=pk).update(stage=stage, heard_of_at=at)


@transaction.atomic
def _stop(pk: int, why: Failure, at: datetime) -> None:
    plan = GroupPlan.objects.select_for_update(of=("self",), no_key=True).running().filter(pk=pk).first()
    if plan is not None:
        _fail(plan, why, at)


def _fail(plan: GroupPlan, why: Failure, at: datetime) -> None:
    plan.state, plan.failure, plan.finished_at = PlanState.FAILED, why, at
    plan.save(update_fields=["state", "failure", "finished_at"])
    trail.record("events.group_plan_stopped", plan, actor=SYSTEM, changes={"failure": ["", why.value]})


@transaction.atomic
def _write_down(pk: int, problem: Problem, found: "Allocation", *, seconds: float, now: Now) -> None:
    """The result, unless the plan was given up meanwhile."""
    rows = GroupPlan.objects.select_for_update(of=("self",), no_key=True).running().filter(pk=pk)
    plan: GroupPlan | None = rows.select_related("edition", "asked_by").first()
    if plan is None:
        return
    pins = given_for(plan).pins  # as long as this plan is not the latest one
    plan.state, plan.stage = PlanState.READY, Stage.KEEPING
    plan.finished_at = plan.heard_of_at = now()
    plan.seconds, plan.objective, plan.bound = round(seconds, 3), found.objective, found.bound
    plan.report = report_of(found)
    plan.save()
    wishes = {person.key: person.wishes for person in problem.people}
    GroupPlace.objects.bulk_create(
        GroupPlace(
            plan=plan,
            participant_id=person,
            group_id=group,
            rank=rank_of(wishes[person], group),
            is_pinned=pins.get(person) == group,
        )
        for person, group in sorted(found.placement.items())
    )
    changes = {"objective": [None, plan.objective], "bound": [None, plan.bound]}
    trail.record("events.group_plan_computed", plan, actor=SYSTEM, changes=changes)
    tell_team(plan, at=plan.finished_at)


def rank_of(wishes: Any, group: int) -> int | None:  # noqa: ANN401 - a sequence of groups
    """Which wish a group is, from 1; None for one that was not wished."""
    return list(wishes).index(group) + 1 if group in wishes else None


def report_of(found: "Allocation") -> dict[str, Any]:
    return {
        "breaks": [asdict(one) for one in found.breaks],
        "remedies": [[asdict(change) for change in remedy.changes] for remedy in found.remedies],
        "teams": {str(group): sorted(map(list, teams)) for group, teams in found.teams.items()},
        "gap": found.gap,
    }
