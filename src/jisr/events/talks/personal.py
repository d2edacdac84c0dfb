"""What 1:1 meetings keep about people: profiles, what they asked and answered, who planned."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.events.talks.models import TalkPlan, TalkProfile, TalkRequest
from jisr.kernel import personal
from jisr.kernel.personal import Erasure, OwnData, Retention


def register() -> None:
    personal.declare(
        *("events.TalkPlan", "started_by"),
        purpose=_("knowing who made a plan"),
        retention=Retention.AUDIT,
        erasure=Erasure.EMPTIED,
    )
    personal.register_export("1:1 meetings", own_data)
    personal.register_erasure("1:1 meetings", take_out)


def own_data(user: User) -> OwnData:
    """One's own profiles and what one asked and answered; nothing that others wrote."""
    profiles = TalkProfile.objects.filter(participant__user=user).select_related("participant__edition").order_by("pk")
    rows: list[dict[str, Any]] = [
        {"meeting": str(row.participant.edition), "text": row.text, "takes_part": row.is_open} for row in profiles
    ]
    requests = TalkRequest.objects.filter(Q(asking__participant__user=user) | Q(asked__participant__user=user))
    for row in requests.select_related("asking__participant__edition").order_by("pk"):
        is_own = row.asking.participant.user_id == user.pk
        rows.append(
            {
                "meeting": str(row.asking.participant.edition),
                "asked_at": row.asked_at if is_own else None,
                "words": row.words if is_own else "",
                "answered_at": None if is_own else row.answered_at,
            }
        )
    return OwnData(title=_("Your 1:1 meetings"), rows=rows)


def take_out(user: User) -> int:
    """Delete the profiles of a person with all requests and meetings, and the pointer to who planned."""
    touched, _by_model = TalkProfile.objects.filter(participant__user=user).delete()
    return touched + TalkPlan.objects.filter(started_by=user).update(started_by=None)
