"""Questions about expectations, by name."""

from typing import Any, Self

from django.db import models
from django.db.models import Q

from jisr.municipalities.policies import is_person
from jisr.municipalities.states import MembershipState


class OfTieQuerySet(models.QuerySet):
    """Rows that hang on a tie and are seen by the office and by members of both sides."""

    def visible_to(self, actor: Any) -> Self:  # noqa: ANN401 - a person or nobody
        """The rows that the read permission allows, as one query."""
        if not is_person(actor):
            return self.none()
        if actor.is_programme_staff:
            return self
        mine = actor.memberships.filter(state=MembershipState.CONFIRMED, authority__isnull=False).values("authority")
        return self.filter(Q(tie__german__in=mine) | Q(tie__palestinian__in=mine))
