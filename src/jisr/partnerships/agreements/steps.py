"""Carries out one step of a tie: its columns, its public history, the sources of its facts, search, trail, messages.

Whether a step may be taken is asked before, in ``services`` and ``moving``.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Max

from jisr.documents.models import Document
from jisr.kernel import trail
from jisr.kernel.dates import PartialDate
from jisr.municipalities.services.facts import Origin, keep_sources
from jisr.partnerships.agreements.states import (
    MILESTONES_OF_FORMS,
    MILESTONES_OF_KINDS,
    MILESTONES_OF_STEPS,
    AgreementKind,
    StepKind,
)
from jisr.partnerships.agreements.workflow import Move
from jisr.partnerships.models import Agreement, Milestone, Partnership, StatusStep
from jisr.partnerships.search import PARTNERSHIP
from jisr.partnerships.states import Form, MilestoneKind, Status
from jisr.search import services as search

RECORDED = "Jisr"  # where a fact comes from that no page tells; the same in each language


@dataclass(frozen=True)
class Decision:
    """What people say about a step. ``review_on``: of a pause; ``runs_until_on``: of a renewal."""

    happened_on: date
    decided_by: str
    reason: str = ""
    agreement: Agreement | None = None
    document: Document | None = None
    source_url: str = ""
    review_on: date | None = None
    runs_until_on: date | None = None


def stamp_of(tie: Partnership) -> str:
    """How a tie stands, for a form to carry: it changes with every step."""
    last = tie.steps.aggregate(last=Max("pk"))["last"] or 0
    return f"{last}-{tie.status}-{tie.form}"


def carry_out(  # noqa: PLR0913 - the step, why, and what becomes public
    tie: Partnership,
    move: Move,
    decision: Decision,
    *,
    form: str = "",
    is_public: bool | None = None,
    actor: Any,  # noqa: ANN401 - a person or the system
    at: datetime,
) -> StatusStep:
    """Take the step in the caller's transaction. ``tie`` is locked; ``is_public`` stays as it is without a word."""
    before = {"status": tie.status, "form": tie.form, "is_public": tie.is_public}
    is_new = tie.pk is None
    tie.status, tie.form = move.target, form or tie.form
    tie.status_date = PartialDate(decision.happened_on)
    tie.status_source_url = decision.source_url
    tie.status_note_de = tie.status_note_en = tie.status_note_ar = ""  # it told of the status before
    tie.review_on = decision.review_on if move.target == Status.PAUSED else None
    tie.is_public = tie.is_public if is_public is None else is_public
    has_begun = _begin_history(tie, move, decision)
    tie.save()
    step = _keep(tie, move, decision, before, is_new=is_new, actor=actor, at=at)
    facts = {"status", "status_date", "status_source_url", "form", *has_begun}
    if _write_milestone(tie, move, decision):
        facts.add("milestones")
    origin = Origin(decision.source_url, "" if decision.source_url else RECORDED, PartialDate(decision.happened_on))
    keep_sources(tie, dict.fromkeys(sorted(facts), origin), actor=actor, at=at)
    search.update(PARTNERSHIP, tie.slug)
    told = {name: [before[name], getattr(tie, name)] for name in before if before[name] != getattr(tie, name)}
    trail.record(f"partnerships.tie_{move.kind}", tie, actor=actor, changes=told | _told(decision))
    return step


def _begin_history(tie: Partnership, move: Move, decision: Decision) -> list[str]:
    """Since when: the day of the first agreement, if no source told another one; the names of facts written."""
    if move.kind != StepKind.ACTIVATED or tie.since is not None or decision.agreement is None:
        return []
    tie.since = decision.agreement.signed
    return ["since"]


def _keep(  # noqa: PLR0913
    tie: Partnership,
    move: Move,
    decision: Decision,
    before: dict[str, Any],
    *,
    is_new: bool,
    actor: Any,  # noqa: ANN401
    at: datetime,
) -> StatusStep:
    step: StatusStep = StatusStep.objects.create(
        tie=tie,
        kind=move.kind,
        happened_on=decision.happened_on,
        status_before="" if is_new else before["status"],
        status_after=tie.status,
        form_before="" if is_new else before["form"],
        form_after=tie.form,
        reason=decision.reason,
        decided_by=decision.decided_by,
        agreement=decision.agreement,
        document=decision.document,
        source_url=decision.source_url,
        review_on=decision.review_on,
        runs_until_on=decision.runs_until_on,
        was_public=bool(before["is_public"]) and not is_new,
        recorded_at=at,
        recorded_by_id=actor.pk,
    )
    return step


def _write_milestone(tie: Partnership, move: Move, decision: Decision) -> bool:
    kind = _milestone_kind(tie, move, decision)
    if kind is None:
        return False
    happened = PartialDate(decision.happened_on)
    if move.kind == StepKind.ACTIVATED and decision.agreement and decision.agreement.signed:
        happened = decision.agreement.signed
    last = tie.milestones.aggregate(last=Max("position"))["last"]
    milestone = Milestone(partnership=tie, position=0 if last is None else last + 1, kind=kind)
    milestone.happened, milestone.source_url = happened, decision.source_url
    milestone.save()
    return True


def _milestone_kind(tie: Partnership, move: Move, decision: Decision) -> MilestoneKind | None:
    """What the step is called in the public history; an initiation and its end are nobody else's business."""
    if move.kind == StepKind.ACTIVATED and decision.agreement is not None:
        return MILESTONES_OF_KINDS[AgreementKind(decision.agreement.kind)]
    if move.kind == StepKind.UPGRADED:
        return MILESTONES_OF_FORMS[Form(tie.form)]
    if move.kind == StepKind.ENDED and not tie.since:
        return None
    return MILESTONES_OF_STEPS.get(move.kind)


def _told(decision: Decision) -> dict[str, list[str]]:
    told = {
        "happened_on": decision.happened_on.isoformat(),
        "decided_by": decision.decided_by,
        "reason": decision.reason,
        "agreement": decision.agreement.title if decision.agreement else "",
        "review_on": decision.review_on.isoformat() if decision.review_on else "",
        "runs_until_on": decision.runs_until_on.isoformat() if decision.runs_until_on else "",
    }
    return {name: ["", text] for name, text in told.items() if text}
