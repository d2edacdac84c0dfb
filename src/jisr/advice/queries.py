"""Questions about enquiries, entries, steps and questions to peers."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from jisr.advice.policies import advises
from jisr.advice.states import OPEN, QuestionState, Visibility
from jisr.municipalities.policies import Actor, is_person
from jisr.municipalities.states import MembershipState


def _authorities_of(actor: Actor) -> models.QuerySet:
    mine = actor.memberships.filter(state=MembershipState.CONFIRMED, authority__isnull=False)
    found: models.QuerySet = mine.values("authority")
    return found


class EnquiryQuerySet(models.QuerySet):
    """Questions about enquiries."""

    def visible_to(self, actor: Actor) -> Self:
        """The rows that ``READ_ENQUIRY`` allows, as one query."""
        if advises(actor):
            return self
        return self.concerning(actor)

    def concerning(self, actor: Actor) -> Self:
        """The actor's own, and those of the authorities for which the actor is confirmed."""
        if not is_person(actor):
            return self.none()
        mine = _authorities_of(actor)
        return self.filter(Q(user=actor) | Q(authority__in=mine) | Q(other_authority__in=mine))

    def open(self) -> Self:
        return self.filter(state__in=OPEN)

    def unsuspected(self) -> Self:
        return self.filter(is_suspect=False)

    def for_lists(self) -> Self:
        return self.select_related("adviser", "authority")


class EntryQuerySet(models.QuerySet):
    """Questions about entries of advice records."""

    def visible_to(self, actor: Actor) -> Self:
        """The rows that ``READ_ENTRY`` allows, as one query."""
        if advises(actor):
            return self
        if not is_person(actor):
            return self.none()
        mine = _authorities_of(actor)
        of_this_side = Q(enquiry__user=actor) | Q(enquiry__authority__in=mine)
        both = Q(visibility=Visibility.BOTH)
        return self.filter(
            (Q(visibility=Visibility.AUTHORITY) & of_this_side)
            | (both & (of_this_side | Q(enquiry__other_authority__in=mine)))
        )


class StepQuerySet(models.QuerySet):
    """Questions about next steps."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the enquiries that the actor may see."""
        enquiries = self.model._meta.get_field("enquiry").related_model._default_manager
        return self.filter(enquiry__in=enquiries.visible_to(actor))

    def waiting_for(self, actor: Actor) -> Self:
        return self.visible_to(actor).filter(owner=actor, done_at=None).order_by("due_on", "pk")


class AnswerRuleQuerySet(models.QuerySet):
    """Questions about the answer clock."""

    def in_force(self, urgency: str, *, on: date) -> Self:
        return self.filter(urgency=urgency, valid_from__lte=on).order_by("-valid_from")


class ConsentQuerySet(models.QuerySet):
    """Questions about authorities that may be asked."""

    def live(self) -> Self:
        return self.filter(withdrawn_at=None)


class QuestionQuerySet(models.QuerySet):
    """Questions about questions to peers."""

    def visible_to(self, actor: Actor) -> Self:
        """The rows that ``READ_QUESTION`` allows, as one query."""
        if advises(actor):
            return self
        if not is_person(actor):
            return self.none()
        return self.filter(Q(asked_by=actor) | Q(consent__authority__in=_authorities_of(actor)))

    def to_decide(self, actor: Actor) -> Self:
        """Those that wait for a yes or no of the actor's authorities."""
        if not is_person(actor):
            return self.none()
        return self.filter(state=QuestionState.ASKED, consent__authority__in=_authorities_of(actor))
