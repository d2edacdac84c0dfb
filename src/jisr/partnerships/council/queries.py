"""Questions about council papers and meetings, by name."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from jisr.municipalities.policies import Actor, is_person
from jisr.municipalities.states import MembershipRole, MembershipState
from jisr.partnerships.council.states import Outcome, Side


def of_authorities(mine: models.QuerySet, prefix: str = "") -> Q:
    """Matters whose own council is that of one of these authorities."""
    found = Q()
    for side in Side.values:
        found |= Q(**{f"{prefix}side": side, f"{prefix}tie__{side}__in": mine})
    return found


def _mine(actor: Actor, **narrow: str) -> models.QuerySet:
    """The authorities that somebody is a confirmed member of."""
    rows = actor.memberships.filter(state=MembershipState.CONFIRMED, authority__isnull=False, **narrow)
    found: models.QuerySet = rows.values("authority")
    return found


class CouncilMatterQuerySet(models.QuerySet):
    """Questions about council papers."""

    def visible_to(self, actor: Actor) -> Self:
        """The rows that ``READ_MATTER`` allows, as one query."""
        if not is_person(actor):
            return self.none()
        return self if actor.is_programme_staff else self.filter(of_authorities(_mine(actor)))

    def coordinated_by(self, actor: Actor) -> Self:
        return self.filter(of_authorities(_mine(actor, role=MembershipRole.COORDINATOR)))

    def live(self) -> Self:
        return self.filter(withdrawn_at__isnull=True)

    def with_tie(self) -> Self:
        """With the tie, both authorities and their regions."""
        sides = [f"tie__{side}__{place}" for side in Side.values for place in ("region", "country")]
        return self.select_related(*sides)


class CouncilStepQuerySet(models.QuerySet):
    """Questions about meetings."""

    def visible_to(self, actor: Actor) -> Self:
        """The rows that ``READ_STEP`` allows, as one query."""
        if not is_person(actor):
            return self.none()
        if actor.is_programme_staff:
            return self
        mine = _mine(actor)
        is_of_tie = Q(matter__tie__german__in=mine) | Q(matter__tie__palestinian__in=mine)
        return self.filter(of_authorities(mine, "matter__") | (is_of_tie & Q(is_shared=True)))

    def coming(self, *, before: date) -> Self:
        """Meetings without an outcome that are planned before a day; also those that have passed."""
        return self.filter(outcome=Outcome.PLANNED, planned_on__lt=before, matter__withdrawn_at__isnull=True)
