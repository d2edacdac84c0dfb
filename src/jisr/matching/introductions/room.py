"""What both sides and the office write in an open introduction: notes, the first call, visits, next steps, papers."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.kernel import trail
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import authorize
from jisr.matching.introductions import telling
from jisr.matching.introductions.models import (
    Introduction,
    IntroductionCall,
    IntroductionNote,
    IntroductionPaper,
    IntroductionStep,
    IntroductionVisit,
    RoomRow,
)
from jisr.matching.introductions.policies import SHARED, WORK_TOGETHER, seat_of
from jisr.matching.introductions.services import locked
from jisr.matching.introductions.states import Side, VisitState

Row = TypeVar("Row", bound=RoomRow)


class NotYours(DomainError):
    """Only the side that wrote or owns something changes it."""


class Settled(DomainError):
    """It was done, cancelled or changed meanwhile."""


@dataclass(frozen=True, kw_only=True)
class Call:
    """When a first call is, for how long, and where: a room of video or a number to dial."""

    starts_at: datetime
    minutes: int = 60
    where: str = ""


@transaction.atomic
def add_note(
    public_id: UUID | str, text: str, *, corrects: UUID | str | None = None, actor: User, at: datetime, form_key: str
) -> IntroductionNote:
    """Write a note for both sides and the office; ``corrects`` names an own one that it puts right."""
    introduction, side = _enter(public_id, actor)
    if (known := _known(IntroductionNote, form_key)) is not None:
        return known
    before = introduction.notes.filter(public_id=corrects).first() if corrects else None
    if before is not None and before.side != side:
        raise NotYours(_("You can correct the notes of your own side only."))
    note: IntroductionNote = introduction.notes.create(
        text=text, corrects=before, side=side, written_by=actor, written_at=at, form_key=form_key
    )
    _record("note_added", introduction, actor)
    return note


@transaction.atomic
def set_call(public_id: UUID | str, call: Call, *, seen: int | None, actor: User, at: datetime) -> IntroductionCall:
    """Set or move the first call; everybody else is told. Setting the same again changes nothing.

    ``seen`` is the sequence of the call that the page showed, ``None`` if there was none. Raises ``Settled``.
    """
    introduction, side = _enter(public_id, actor)
    if call.starts_at <= at:
        raise DomainError(_("This time has passed. Please choose a later one."))
    known: IntroductionCall | None = _call_of(introduction)
    if known is not None:
        is_same = (known.starts_at, known.minutes, known.where) == (call.starts_at, call.minutes, call.where)
        if is_same and not known.is_cancelled:
            return known
        if known.sequence != seen:
            raise Settled(_("The other side has set another time meanwhile. Please look at it first."))
        known.sequence += 1
    row = known or IntroductionCall(introduction=introduction)
    if known is None and seen is not None:
        raise Settled(_("The other side has set another time meanwhile. Please look at it first."))
    row.starts_at, row.minutes, row.where, row.is_cancelled = call.starts_at, call.minutes, call.where, False
    row.side, row.written_by, row.written_at = side, actor, at
    row.save()
    telling.tell("called", introduction, actor=actor, at=at)
    _record("call_set", introduction, actor)
    return row


@transaction.atomic
def cancel_call(public_id: UUID | str, *, actor: User, at: datetime) -> IntroductionCall:
    """Cancel the first call, as calendars that took it are told when they take it again."""
    introduction, side = _enter(public_id, actor)
    row = _call_of(introduction)
    if row is None:
        raise Settled(_("There is no call to cancel."))
    if row.is_cancelled:
        return row
    row.is_cancelled, row.side, row.written_by, row.written_at = True, side, actor, at
    row.sequence += 1
    row.save()
    telling.tell("call_cancelled", introduction, actor=actor, at=at)
    _record("call_cancelled", introduction, actor)
    return row


def _call_of(introduction: Introduction) -> IntroductionCall | None:
    found: IntroductionCall | None = IntroductionCall.objects.filter(introduction=introduction).first()
    return found  # guarded by the lock on its introduction


@transaction.atomic
def plan_visit(  # noqa: PLR0913 - who goes where and when
    public_id: UUID | str,
    *,
    host: str,
    begins_on: date,
    ends_on: date,
    who_goes: str,
    actor: User,
    at: datetime,
    form_key: str,
) -> IntroductionVisit:
    """Plan a visit to get to know each other."""
    introduction, side = _enter(public_id, actor)
    if (known := _known(IntroductionVisit, form_key)) is not None:
        return known
    if ends_on < begins_on:
        raise DomainError(_("The last day lies before the first one."))
    visit: IntroductionVisit = introduction.visits.create(
        host=host,
        begins_on=begins_on,
        ends_on=ends_on,
        who_goes=who_goes,
        side=side,
        written_by=actor,
        written_at=at,
        form_key=form_key,
    )
    _record("visit_planned", introduction, actor)
    return visit


@transaction.atomic
def settle_visit(visit_id: UUID | str, name: str, *, actor: User, at: datetime) -> IntroductionVisit:
    """Mark a planned visit as done or cancelled. Raises ``Settled`` for one that was settled otherwise."""
    rows = IntroductionVisit.objects.select_for_update(of=("self",), no_key=True).select_related("introduction")
    visit: IntroductionVisit = rows.get(public_id=visit_id)
    introduction, _side = _enter(visit.introduction.public_id, actor)
    wanted = VisitState(name)
    if visit.state == wanted:
        return visit
    if visit.state != VisitState.PLANNED:
        raise Settled(_("This is settled already. The page shows how it stands now."))
    if wanted == VisitState.DONE and visit.begins_on > timezone.localdate(at):
        raise DomainError(_("This visit has not begun yet."))
    visit.state = wanted
    visit.save(update_fields=["state"])
    _record(f"visit_{wanted.value}", introduction, actor)
    return visit


@transaction.atomic
def agree_step(  # noqa: PLR0913 - who does what by when
    public_id: UUID | str, text: str, *, owner: str, due_on: date, actor: User, at: datetime, form_key: str
) -> IntroductionStep:
    """Agree on who does what by when; it then waits for that side's people."""
    introduction, side = _enter(public_id, actor)
    if (known := _known(IntroductionStep, form_key)) is not None:
        return known
    if due_on < timezone.localdate(at):
        raise DomainError(_("This day has passed. Please choose a later one."))
    step: IntroductionStep = introduction.steps.create(
        text=text, owner=Side(owner), due_on=due_on, side=side, written_by=actor, written_at=at, form_key=form_key
    )
    _record("step_agreed", introduction, actor)
    return step


@transaction.atomic
def finish_step(step_id: UUID | str, *, actor: User, at: datetime) -> IntroductionStep:
    """Mark a step as done: by its side or the office, after a good end too. Finishing twice changes nothing."""
    rows = IntroductionStep.objects.select_for_update(of=("self",), no_key=True).select_related("introduction")
    step: IntroductionStep = rows.get(public_id=step_id)
    introduction = locked(step.introduction.public_id)
    seat = seat_of(actor, introduction)
    if seat is None or introduction.state not in SHARED or seat not in (step.owner, Side.OFFICE):
        raise NotYours(_("Only the side that took this step on and the programme office can mark it as done."))
    if step.done_at is None:
        step.done_at, step.done_by = at, actor
        step.save(update_fields=["done_at", "done_by"])
        _record("step_done", introduction, actor)
    return step


@transaction.atomic
def add_paper(public_id: UUID | str, title: str, *, actor: User, at: datetime, form_key: str) -> IntroductionPaper:
    """Begin a paper that has a column for each language; its files are added through the room of documents."""
    introduction, side = _enter(public_id, actor)
    if (known := _known(IntroductionPaper, form_key)) is not None:
        return known
    paper: IntroductionPaper = introduction.papers.create(
        title=title, side=side, written_by=actor, written_at=at, form_key=form_key
    )
    _record("paper_added", introduction, actor)
    return paper


def _enter(public_id: UUID | str, actor: User) -> tuple[Introduction, Side]:
    """The introduction, locked and open, and for whom the actor writes there. Raises ``Refused``."""
    introduction = locked(public_id)
    authorize(actor, WORK_TOGETHER, introduction)
    seat = seat_of(actor, introduction)
    return introduction, seat or Side.OFFICE


def _known(model: type[Row], form_key: str) -> Row | None:
    found: Row | None = model._default_manager.filter(form_key=form_key).first()
    return found


def _record(step: str, introduction: Introduction, actor: Any) -> None:  # noqa: ANN401 - a person
    trail.record(f"matching.introduction_{step}", introduction, actor=actor)
