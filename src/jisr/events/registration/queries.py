"""Questions about participants, by name."""

from typing import Self

from django.db import models
from django.db.models import Q

from jisr.events.editions.policies import runs_events
from jisr.events.registration.states import HOLDS_PLACE, LIVE, ParticipantState
from jisr.municipalities.policies import Actor, is_person
from jisr.municipalities.states import MembershipRole, MembershipState


class ParticipantQuerySet(models.QuerySet):
    """Questions about participants."""

    def visible_to(self, actor: Actor) -> Self:
        """The rows that ``READ_PARTICIPANT`` allows, as one query."""
        if not is_person(actor):
            return self.none()
        if runs_events(actor):
            return self
        led = actor.memberships.filter(state=MembershipState.CONFIRMED, role=MembershipRole.COORDINATOR)
        return self.filter(Q(user=actor) | Q(authority__in=led.values("authority")))

    def coming(self) -> Self:
        """Those whose place is confirmed."""
        return self.filter(state=ParticipantState.CONFIRMED)

    def live(self) -> Self:
        """Those who wait for a place or have one."""
        return self.filter(state__in=LIVE)

    def holding_places(self) -> Self:
        """Those who count against the places: confirmed, or with an offer that still stands."""
        return self.filter(state__in=HOLDS_PLACE)

    def for_lists(self) -> Self:
        return self.select_related("kind", "authority__country", "organisation__country")
