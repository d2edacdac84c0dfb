"""What requests and offers keep about people: who typed, asked, answered and checked. The texts name nobody."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.kernel import personal
from jisr.kernel.personal import Erasure, OwnData, Retention
from jisr.matching.requests.models import RequestDraft, RequestQuestion, RequestText


def register() -> None:
    personal.declare(
        *("matching.RequestDraft", "edited_by"),
        purpose=_("telling editors of a draft whose text differs from theirs"),
        retention=Retention.PURPOSE,
        erasure=Erasure.EMPTIED,
    )
    personal.declare(
        *("matching.RequestText", "checked_by"),
        purpose=_("knowing who checked a translation"),
        retention=Retention.CONTENT,
        erasure=Erasure.EMPTIED,
    )
    personal.declare(
        *("matching.RequestQuestion", "asked_by", "answered_by"),
        purpose=_("knowing who asked and who answered about a request or an offer"),
        retention=Retention.CONTENT,
        erasure=Erasure.EMPTIED,
    )
    personal.register_export("requests", own_data)
    personal.register_erasure("requests", take_out)


def own_data(user: User) -> OwnData:
    asked = RequestQuestion.objects.filter(asked_by=user).select_related("request__authority").order_by("pk")
    answered = RequestQuestion.objects.filter(answered_by=user).select_related("request__authority").order_by("pk")
    rows = [
        *({"about": str(row.request), "question": row.question, "at": row.asked_at} for row in asked),
        *({"about": str(row.request), "answer": row.answer, "at": row.answered_at} for row in answered),
    ]
    return OwnData(title=_("Your questions and answers about requests and offers"), rows=rows)


@transaction.atomic
def take_out(user: User) -> int:
    """Empty the fields that point at a person; return how many rows that touched."""
    return sum(
        model._default_manager.filter(**{column: user}).update(**{column: None})
        for model, column in (
            (RequestDraft, "edited_by"),
            (RequestText, "checked_by"),
            (RequestQuestion, "asked_by"),
            (RequestQuestion, "answered_by"),
        )
    )
