"""Questions about participants and their answers, by name."""

from collections.abc import Iterable
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from jisr.events.editions.policies import runs_events
from jisr.events.editions.states import Mode
from jisr.events.registration.states import HOLDS_PLACE, LIVE, ParticipantState, Presence
from jisr.municipalities.policies import Actor, is_person
from jisr.municipalities.states import MembershipRole, MembershipState

SENDING = (MembershipRole.COORDINATOR, MembershipRole.MAYOR)  # who speaks for the employer


class ParticipantQuerySet(models.QuerySet):
    """Questions about participants."""

    def visible_to(self, actor: Actor) -> Self:
        """The rows that ``READ_PARTICIPANT`` allows, as one query."""
        if not is_person(actor):
            return self.none()
        return self if runs_events(actor) else self.filter(Q(user=actor) | _sent_by(actor, MembershipRole.COORDINATOR))

    def sent_by(self, actor: Actor, *roles: str) -> Self:
        """Those of bodies for which the actor is a confirmed member in one of ``roles``."""
        return self.filter(_sent_by(actor, *roles))

    def coming(self) -> Self:
        """Those whose place is confirmed."""
        return self.filter(state=ParticipantState.CONFIRMED)

    def live(self) -> Self:
        """Those who wait for a place or have one."""
        return self.filter(state__in=LIVE)

    def holding_places(self) -> Self:
        """Those who count against the places: confirmed, or with an offer that still stands."""
        return self.filter(state__in=HOLDS_PLACE)

    def with_position(self, capacity: Any) -> Self:  # noqa: ANN401 - the edition's places, if the office set any
        """``position``: the place of one who waits, among those who wait for the same: all, or those of the kind."""
        before = self.model.objects.filter(
            edition=models.OuterRef("edition"),
            state=ParticipantState.WAITING,
            queue_number__lt=models.OuterRef("queue_number"),
        )
        if capacity is None or capacity.total is None:
            before = before.filter(kind=models.OuterRef("kind"))
        number = before.order_by().values("edition").annotate(number=models.Count("pk")).values("number")
        found = Coalesce(models.Subquery(number), 0) + 1
        return self.annotate(position=models.Case(models.When(state=ParticipantState.WAITING, then=found)))

    def on_waiting_list(self) -> Self:
        """In the order in which they get places."""
        rows = self.filter(state=ParticipantState.WAITING)
        return rows.order_by(models.F("queue_number").asc(nulls_last=True), "registered_at", "pk")

    def of_body(self, body: Any) -> Self:  # noqa: ANN401 - an authority or organisation
        return self.filter(**{str(body._meta.model_name): body})

    def named_like(self, words: str) -> Self:
        """Every word is part of the name, the function or the address."""
        found = self
        for word in words.split():
            found = found.filter(
                Q(full_name__icontains=word) | Q(function_title__icontains=word) | Q(email__icontains=word)
            )
        return found

    def taking_room(self) -> Self:
        """Those who need a place: at a meeting that is held in both ways nobody who takes part online does."""
        return self.exclude(edition__mode=Mode.HYBRID, presence=Presence.ONLINE)

    def for_lists(self) -> Self:
        return self.select_related("kind", "authority__country", "organisation__country")

    def for_telling(self) -> Self:
        """With what messages tell of."""
        return self.for_lists().select_related("edition", "party__registered_by", "user")


def _sent_by(actor: Actor, *roles: str) -> Q:
    led = actor.memberships.filter(state=MembershipState.CONFIRMED, role__in=roles)
    authorities = led.filter(authority__isnull=False).values("authority")
    organisations = led.filter(organisation__isnull=False).values("organisation")
    return Q(authority__in=authorities) | Q(organisation__in=organisations)


class QuestionQuerySet(models.QuerySet):
    """Questions about the questions of forms."""

    def asked(self) -> Self:
        return self.filter(removed_at=None)

    def for_kinds(self, kinds: Iterable[Any]) -> Self:
        """What is asked of at least one of ``kinds``."""
        wanted = list(kinds)
        return self.filter(Q(kinds=None) | Q(kinds__in=wanted)).distinct()


class AnswerQuerySet(models.QuerySet):
    """Questions about answers."""

    def visible_to(self, actor: Actor) -> Self:
        """The rows that ``READ_ANSWER`` allows, as one query."""
        if not is_person(actor):
            return self.none()
        return self if runs_events(actor) else self.filter(participant__user=actor)
