"""Questions about messages."""

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Count, Min, Q, Sum

from jisr.kernel.policy import may
from jisr.notifications.kinds import DIGEST
from jisr.notifications.policies import Can
from jisr.notifications.states import OPEN, State


class MessageQuerySet(models.QuerySet[Any]):
    """Questions about messages."""

    def visible_to(self, actor: Any) -> Self:  # noqa: ANN401 - also somebody who is not signed in
        """The rows that ``Can.READ_MESSAGE`` allows."""
        return self.filter(recipient_id=actor.pk) if actor.is_authenticated else self.none()

    def inbox_of(self, actor: Any) -> Self:  # noqa: ANN401
        """What a person was told, without the overviews that only repeat it."""
        return self.visible_to(actor).exclude(kind=DIGEST)

    def unread(self) -> Self:
        return self.filter(read_at=None)

    def due(self, *, at: datetime, claimed_before: datetime) -> Self:
        """What a worker may take: what waits long enough, and what a worker took and never gave back."""
        waiting = Q(state__in=[State.QUEUED, State.FAILED], next_attempt_at__lte=at, for_digest=False)
        abandoned = Q(state=State.SENDING, claimed_at__lt=claimed_before)
        return self.filter(Q(state__in=OPEN), waiting | abandoned).order_by("next_attempt_at", "pk")

    def waiting_for_digest(self) -> Self:
        return self.filter(state=State.QUEUED, for_digest=True, digest=None)

    def dead(self) -> Self:
        return self.filter(state=State.DEAD)

    def resendable_by(self, actor: Any) -> Self:  # noqa: ANN401
        """The rows that ``Can.SEND_AGAIN`` allows."""
        return self.dead() if may(actor, Can.SEND_AGAIN) else self.none()

    def standing(self, *, at: datetime) -> dict[str, Any]:
        """How the queue stands: what waits, since when, and what may have come twice."""
        open_ones = Q(state__in=OPEN, for_digest=False)
        return self.aggregate(
            waiting=Count("pk", filter=open_ones),
            tried=Count("pk", filter=Q(state=State.FAILED)),
            oldest=Min("created_at", filter=open_ones & Q(next_attempt_at__lte=at)),
            uncertain=Sum("uncertain", default=0),
        )
