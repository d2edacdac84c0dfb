"""What results keep about people: who took minutes, wrote, checked, takes a step on and settled it."""

from typing import Any

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.events.results.models import (
    Decision,
    EarlierText,
    FollowUp,
    FollowUpCarry,
    FollowUpStep,
    Minutes,
    MinutesBlock,
    MinuteTaker,
    ResultSheet,
    SheetText,
)
from jisr.kernel import personal
from jisr.kernel.personal import Erasure, OwnData, Retention

OUTCOMES = (Minutes, Decision, ResultSheet)
WRITTEN: tuple[tuple[type[models.Model], str], ...] = (
    (MinutesBlock, "edited_by"),
    (EarlierText, "written_by"),
    (SheetText, "edited_by"),
    (SheetText, "checked_by"),
)
STEPS: tuple[tuple[type[models.Model], str], ...] = (
    (FollowUp, "person"),
    (FollowUpStep, "taken_by"),
    (FollowUpCarry, "carried_by"),
)


def register() -> None:
    personal.declare(
        *("events.MinuteTaker", "staff"),
        purpose=_("knowing who takes the minutes of a meeting"),
        retention=Retention.PURPOSE,
        erasure=Erasure.DELETED,
    )
    for model in OUTCOMES:
        personal.declare(
            *(model._meta.label, "checked_by"),
            purpose=_("knowing who checked what came of a meeting"),
            retention=Retention.AUDIT,
            erasure=Erasure.EMPTIED,
        )
    for written, column in WRITTEN:
        personal.declare(
            *(written._meta.label, column),
            purpose=_("knowing who wrote what in minutes and result sheets"),
            retention=Retention.CONTENT,
            erasure=Erasure.EMPTIED,
        )
    for step, column in STEPS:
        personal.declare(
            *(step._meta.label, column),
            purpose=_("knowing who takes an agreed step on and who said how it stands"),
            retention=Retention.CONTENT,
            erasure=Erasure.EMPTIED,
        )
    personal.register_export("meeting results", own_data)
    personal.register_erasure("meeting results", take_out)


def own_data(user: User) -> OwnData:
    """What a person wrote in minutes, the steps they were named for, and what they said of steps."""
    blocks = MinutesBlock.objects.filter(edited_by=user).select_related("minutes__session", "minutes__edition")
    earlier = EarlierText.objects.filter(written_by=user).select_related("block__minutes__session")
    named = FollowUp.objects.filter(person=user).select_related("edition").order_by("pk")
    steps = FollowUpStep.objects.filter(taken_by=user).select_related("follow_up").order_by("pk")
    rows: list[dict[str, Any]] = [
        *({"about": str(row.minutes), "text": row.text, "at": row.edited_at} for row in blocks.order_by("pk")),
        *({"about": str(row.block.minutes), "text": row.text, "at": row.written_at} for row in earlier.order_by("pk")),
        *({"about": str(row.edition), "text": row.text, "until": row.due_on} for row in named),
        *(
            {"about": str(row.follow_up), "step": row.get_event_display(), "text": row.note, "at": row.taken_at}
            for row in steps
        ),
    ]
    return OwnData(title=_("What you wrote and took on at meetings"), rows=rows)


@transaction.atomic
def take_out(user: User) -> int:
    """Empty what points at a person and end their task as minute taker; return how many rows that touched."""
    takers = MinuteTaker.objects.filter(Q(staff=user) | Q(participant__user=user))
    touched = takers.count()
    takers.delete()
    pointing = [*((model, "checked_by") for model in OUTCOMES), *WRITTEN, *STEPS]
    return touched + sum(
        model._default_manager.filter(**{column: user}).update(**{column: None}) for model, column in pointing
    )
