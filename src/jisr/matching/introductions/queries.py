"""Questions about introductions and what is written in their rooms, by name."""

from typing import Self

from django.db import models
from django.db.models import Q

from jisr.matching.introductions.policies import SHARED
from jisr.matching.introductions.states import BOTH, LIVE, Answer, Side, State
from jisr.matching.policies import matches_for_office
from jisr.municipalities.policies import Actor, is_person, reads_for_office
from jisr.municipalities.states import MembershipRole, MembershipState


def _bodies(actor: Actor, **narrow: str) -> models.QuerySet:
    """The authorities that the actor is a confirmed member of."""
    mine = actor.memberships.filter(state=MembershipState.CONFIRMED, authority__isnull=False, **narrow)
    return mine.values("authority")


class IntroductionQuerySet(models.QuerySet):
    """Questions about introductions."""

    def visible_to(self, actor: Actor) -> Self:
        """The rows that ``READ_INTRODUCTION`` allows, as one query."""
        if not is_person(actor):
            return self.none()
        return self if reads_for_office(actor) else self.of_bodies(_bodies(actor))

    def of_bodies(self, bodies: models.QuerySet) -> Self:
        return self.filter(Q(german__in=bodies) | Q(palestinian__in=bodies))

    def of(self, authority: models.Model) -> Self:
        """The introductions of one authority, whichever side it is on."""
        return self.filter(Q(german=authority) | Q(palestinian=authority))

    def live(self) -> Self:
        return self.filter(state__in=LIVE)

    def of_pair(self, german: models.Model, palestinian: models.Model) -> Self:
        return self.filter(german=german, palestinian=palestinian)

    def to_answer(self, actor: Actor) -> Self:
        """Those that wait for a word of an authority which the actor coordinates."""
        bodies = _bodies(actor, role=MembershipRole.COORDINATOR)
        waits = Q()
        for side in BOTH:
            is_mine = {f"{side.value}__in": bodies, f"{side.value}__is_former": False}
            waits |= Q(**is_mine, **{f"{side.value}_answer": Answer.PENDING})
        return self.filter(waits, state=State.ASKED)

    def for_lists(self) -> Self:
        """With both authorities and their regions."""
        return self.select_related("german__region__country", "palestinian__region__country")


class RoomQuerySet(models.QuerySet):
    """Questions about what was written in a room: notes, calls, visits, steps, papers."""

    def visible_to(self, actor: Actor) -> Self:
        """The rows that ``READ_ROOM_ROW`` allows, as one query."""
        if not is_person(actor):
            return self.none()
        if reads_for_office(actor):
            return self
        bodies = _bodies(actor)
        seen = Q()
        for side in BOTH:
            is_mine = Q(**{f"introduction__{side.value}__in": bodies})
            seen |= is_mine & (Q(introduction__state__in=SHARED) | Q(side=side))
        return self.filter(seen)


class StepQuerySet(RoomQuerySet):
    """Questions about next steps."""

    def waiting_for(self, actor: Actor) -> Self:
        """Those to be done by a side that the actor speaks for."""
        bodies = _bodies(actor, role=MembershipRole.COORDINATOR)
        is_mine = Q(owner=Side.GERMAN, introduction__german__in=bodies)
        is_mine |= Q(owner=Side.PALESTINIAN, introduction__palestinian__in=bodies)
        if matches_for_office(actor):
            is_mine |= Q(owner=Side.OFFICE)
        return self.filter(is_mine, done_at=None, introduction__state__in=SHARED).order_by("due_on", "pk")
