"""What introductions keep about people: who began, answered, ended and wrote. The texts name functions."""

from typing import Any

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.kernel import personal
from jisr.kernel.personal import Erasure, OwnData, Retention
from jisr.matching.introductions.models import (
    Introduction,
    IntroductionCall,
    IntroductionNote,
    IntroductionPaper,
    IntroductionStep,
    IntroductionVisit,
)

WRITTEN = (IntroductionNote, IntroductionCall, IntroductionVisit, IntroductionStep, IntroductionPaper)
STEPS = ("begun_by", "german_answered_by", "palestinian_answered_by", "ended_by")


def register() -> None:
    personal.declare(
        *("matching.Introduction", *STEPS),
        purpose=_("knowing who spoke for an authority or the office"),
        retention=Retention.AUDIT,
        erasure=Erasure.EMPTIED,
    )
    for model in WRITTEN:
        personal.declare(
            *(model._meta.label, "written_by"),
            purpose=_("knowing who wrote what when two authorities met"),
            retention=Retention.CONTENT,
            erasure=Erasure.EMPTIED,
        )
    personal.declare(
        *("matching.IntroductionStep", "done_by"),
        purpose=_("knowing who did what was agreed"),
        retention=Retention.CONTENT,
        erasure=Erasure.EMPTIED,
    )
    personal.register_export("introductions", own_data)
    personal.register_erasure("introductions", take_out)


def own_data(user: User) -> OwnData:
    """What a person said and wrote themself; nothing that the other side wrote, and no contact."""
    mine = Q()
    for column in STEPS:
        mine |= Q(**{column: user})
    said = Introduction.objects.filter(mine).select_related("german", "palestinian").order_by("pk")
    notes = IntroductionNote.objects.filter(written_by=user).order_by("pk")
    steps = IntroductionStep.objects.filter(Q(written_by=user) | Q(done_by=user)).order_by("pk")
    rows: list[dict[str, Any]] = [
        *({"about": str(row), **_said(row, user)} for row in said),
        *({"about": str(row.introduction), "note": row.text, "at": row.written_at} for row in notes),
        *({"about": str(row.introduction), "step": row.text, "at": row.written_at} for row in steps),
    ]
    return OwnData(title=_("What you said and wrote in introductions"), rows=rows)


def _said(row: Introduction, user: User) -> dict[str, Any]:
    told: dict[str, Any] = {}
    if row.begun_by_id == user.pk:
        told |= {"begun_at": row.asked_at, "words": row.words or row.adviser_note}
    for side in ("german", "palestinian"):
        if getattr(row, f"{side}_answered_by_id") == user.pk:
            told |= {"answer": row.answer_of(side), "answered_at": getattr(row, f"{side}_answered_at")}
            told |= {"reason": getattr(row, f"{side}_no_note")}
    if row.ended_by_id == user.pk:
        told |= {"ended_at": row.ended_at, "end_reason": row.end_reason}
    return told


@transaction.atomic
def take_out(user: User) -> int:
    """Empty the fields that point at a person; return how many rows that touched."""
    pointing: list[tuple[type[models.Model], str]] = [(Introduction, column) for column in STEPS]
    pointing += [(model, "written_by") for model in WRITTEN]
    pointing += [(IntroductionStep, "done_by")]
    return sum(model._default_manager.filter(**{column: user}).update(**{column: None}) for model, column in pointing)
