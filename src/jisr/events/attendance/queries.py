"""Questions about check-ins, certificates and feedback, by name."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Avg, Count, Q

from jisr.events.attendance.states import CertificateState, Direction, Problem
from jisr.events.editions.policies import runs_events
from jisr.municipalities.policies import Actor, is_person, reads_for_office
from jisr.municipalities.states import MembershipRole, MembershipState

LATEST = ("-happened_at", "-received_at", "-pk")  # the rule: whatever happened last is how it stands


class CheckInQuerySet(models.QuerySet):
    """Questions about check-ins. They are never changed but for whether they count."""

    def counting(self) -> Self:
        return self.filter(counts=True)

    def coming_in(self) -> Self:
        return self.filter(counts=True, direction=Direction.IN)

    def at_place(self, session: object | None) -> Self:
        """At one session, or at the door of the meeting for None."""
        return self.filter(session=session) if session else self.filter(session__isnull=True)

    def unsettled(self) -> Self:
        return self.exclude(problem=Problem.NONE).filter(settled_at__isnull=True)

    def standing_now(self, session: object | None) -> Self:
        """Of each participant the last that counts, for ``Subquery``."""
        return self.counting().at_place(session).filter(participant=models.OuterRef("pk")).order_by(*LATEST)


class CertificateQuerySet(models.QuerySet):
    """Questions about certificates."""

    def visible_to(self, actor: Actor) -> Self:
        """The rows that ``READ_CERTIFICATE`` allows, as one query."""
        if not is_person(actor):
            return self.none()
        if runs_events(actor):
            return self
        led = actor.memberships.filter(state=MembershipState.CONFIRMED, role=MembershipRole.COORDINATOR)
        sent = Q(had_account=False, participant__authority__in=led.values("authority"))
        return self.filter(Q(user=actor) | sent)

    def valid(self) -> Self:
        return self.filter(state=CertificateState.ISSUED)


class FeedbackFormQuerySet(models.QuerySet):
    """Questions about forms of feedback."""

    def visible_to(self, actor: Actor) -> Self:
        """The rows that ``READ_FEEDBACK`` allows, as one query."""
        return self if reads_for_office(actor) else self.none()

    def open_at(self, moment: datetime) -> Self:
        return self.filter(opens_at__lte=moment, closes_at__gt=moment)


class FeedbackQuestionQuerySet(models.QuerySet):
    """Questions about the questions of a form."""

    def with_figures(self) -> Self:
        """With how many answered, the mean, and how many gave each number from 1 to 5."""
        each = {f"given_{number}": Count("answers", filter=Q(answers__number=number)) for number in range(1, 6)}
        return self.annotate(given=Count("answers"), mean=Avg("answers__number"), **each)
