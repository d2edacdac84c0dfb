"""Questions about working groups, wishes and plans, by name."""

from typing import Self

from django.db import models
from django.db.models import Count, Q

from jisr.events.editions.policies import runs_events
from jisr.events.groups.states import HAS_PLACES, PlanState, Purpose
from jisr.municipalities.policies import Actor, is_person
from jisr.municipalities.states import MembershipRole, MembershipState


def led_by(actor: Actor) -> models.QuerySet:
    """The authorities that the actor coordinates."""
    led = actor.memberships.filter(
        state=MembershipState.CONFIRMED, role=MembershipRole.COORDINATOR, authority__isnull=False
    )
    return led.values("authority")


def own_or_led(actor: Actor, prefix: str = "") -> Q:
    """Participants who are the actor or are sent by an authority that the actor coordinates."""
    return Q(**{f"{prefix}user": actor}) | Q(**{f"{prefix}authority__in": led_by(actor)})


class GroupQuerySet(models.QuerySet):
    """Questions about working groups."""

    def taking_place(self) -> Self:
        return self.filter(is_cancelled=False)

    def for_lists(self) -> Self:
        return self.select_related("theme", "host", "moderator", "session__room__venue", "edition")

    def with_wishes(self) -> Self:
        """``first`` and ``wished``: how many confirmed people want each group most, and at all."""
        coming = Q(wishes__wish_list__participant__state="confirmed", wishes__wish_list__takes_part=True)
        return self.annotate(
            wished=Count("wishes", filter=coming), first=Count("wishes", filter=coming & Q(wishes__rank=1))
        )


class WishListQuerySet(models.QuerySet):
    """Questions about wishes."""

    def visible_to(self, actor: Actor) -> Self:
        """The rows that ``READ_WISHES`` allows, as one query."""
        if not is_person(actor):
            return self.none()
        return self if runs_events(actor) else self.filter(own_or_led(actor, "participant__"))


class PlanQuerySet(models.QuerySet):
    """Questions about plans."""

    def visible_to(self, actor: Actor) -> Self:
        """The rows that ``READ_PLAN`` allows, as one query."""
        return self if runs_events(actor) else self.none()

    def published(self) -> Self:
        return self.filter(state=PlanState.PUBLISHED)

    def running(self) -> Self:
        return self.filter(state=PlanState.RUNNING)

    def with_places(self) -> Self:
        """Those that can be or have been published, the newest first."""
        return self.filter(state__in=HAS_PLACES, purpose=Purpose.SET).order_by("-number")


class PlaceQuerySet(models.QuerySet):
    """Questions about who is where."""

    def visible_to(self, actor: Actor) -> Self:
        """The rows that ``READ_PLACE`` allows, as one query."""
        if not is_person(actor):
            return self.none()
        if runs_events(actor):
            return self
        return self.filter(own_or_led(actor, "participant__"), plan__state=PlanState.PUBLISHED)

    def published(self) -> Self:
        return self.filter(plan__state=PlanState.PUBLISHED)

    def for_lists(self) -> Self:
        """With what a list shows of people and groups, by the order of the groups and the names."""
        named = self.select_related(
            "group", "participant__kind", "participant__authority__country", "participant__organisation__country"
        )
        return named.order_by("group__position", "group", "participant__full_name", "pk")
