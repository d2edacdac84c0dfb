"""Questions about sessions and contributions, by name."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from jisr.events.agenda.policies import SEEN_BY_OFFICE
from jisr.events.agenda.states import ContributionState
from jisr.events.editions.policies import runs_events
from jisr.events.registration.models import Participant
from jisr.events.registration.states import LIVE
from jisr.municipalities.policies import Actor, is_person, reads_for_office


class SessionQuerySet(models.QuerySet):
    """Questions about the sessions that the office plans. The public reads published versions only."""

    def visible_to(self, actor: Actor) -> Self:
        """The rows that ``READ_SESSION`` allows."""
        return self if reads_for_office(actor) else self.none()

    def scheduled(self) -> Self:
        return self.filter(starts_at__isnull=False)

    def unscheduled(self) -> Self:
        return self.filter(starts_at__isnull=True, is_cancelled=False)

    def taking_place(self) -> Self:
        return self.filter(is_cancelled=False)

    def between(self, starts_at: datetime, ends_at: datetime) -> Self:
        """Those that begin from one moment on and before another one."""
        return self.filter(starts_at__gte=starts_at, starts_at__lt=ends_at)

    def for_lists(self) -> Self:
        return self.select_related("edition", "room__venue").prefetch_related("speakers")

    def with_signups(self) -> Self:
        """``taken`` and ``waiting``: how many signed up and have or had a place, or wait or waited for one."""
        waits = Q(signups__isnull=False) & Q(signups__seat__isnull=True)
        return self.select_related("room").annotate(
            taken=Count("signups", filter=Q(signups__seat__isnull=False)) + F("past_taken"),
            waiting=Count("signups", filter=waits) + F("past_waiting"),
        )


class SpeakerQuerySet(models.QuerySet):
    """Questions about speakers and moderators."""

    def visible_to(self, actor: Actor) -> Self:
        """The rows that ``READ_APPEARANCE`` allows, as one query."""
        if reads_for_office(actor):
            return self
        return self.of(actor) if is_person(actor) else self.none()

    def of(self, actor: Actor) -> Self:
        """The appearances of one person."""
        return self.filter(participant__user=actor)

    def of_those_who_come(self) -> Self:
        """Without those whose registration has ended."""
        return self.filter(Q(participant=None) | Q(participant__state__in=LIVE))

    def to_answer(self, actor: Actor) -> Self:
        """Those of the actor that still wait for a yes or a no."""
        return self.of(actor).of_those_who_come().filter(session__is_cancelled=False).unanswered()

    def unanswered(self) -> Self:
        return self.filter(consented_at__isnull=True, declined_at__isnull=True)


class InterpretationQuerySet(models.QuerySet):
    """Questions about who interprets what."""

    def visible_to(self, actor: Actor) -> Self:
        """As ``READ_APPEARANCE`` of those who speak: the person and the office."""
        if reads_for_office(actor):
            return self
        return self.of(actor) if is_person(actor) else self.none()

    def of(self, actor: Actor) -> Self:
        """What one person interprets, while they come."""
        return self.filter(interpreter__user=actor, interpreter__state__in=LIVE)

    def assigned(self) -> Self:
        """What somebody who comes interprets in a session that takes place at a known time."""
        return self.filter(interpreter__state__in=LIVE, session__is_cancelled=False, session__starts_at__isnull=False)

    def for_interpreters(self) -> Self:
        """In the order of time, with the sessions and where these are."""
        return self.select_related("session__room__venue", "interpreter").order_by(
            F("session__starts_at").asc(nulls_last=True), "pk"
        )


class SignupQuerySet(models.QuerySet):
    """Questions about who signed up for sessions."""

    def visible_to(self, actor: Actor) -> Self:
        """The rows that ``READ_SIGNUP`` allows, as one query."""
        return self.filter(participant__in=Participant.objects.visible_to(actor))

    def placed(self) -> Self:
        return self.filter(seat__isnull=False)

    def waiting(self) -> Self:
        """In the order in which they get places."""
        return self.filter(seat__isnull=True).order_by("pk")

    def with_position(self) -> Self:
        """``position``: how many wait up to this one."""
        ahead = self.model.objects.waiting().filter(session=OuterRef("session"), pk__lte=OuterRef("pk")).order_by()
        number = ahead.values("session").annotate(number=Count("pk")).values("number")
        return self.annotate(position=Coalesce(Subquery(number), 0))

    def for_telling(self) -> Self:
        """With what messages and lists tell of."""
        bodies = ("participant__authority__country", "participant__organisation__country")
        return self.select_related(
            "session__edition", "participant__user", "participant__party__registered_by", *bodies
        )


class ContributionQuerySet(models.QuerySet):
    """Questions about contributions."""

    def visible_to(self, actor: Actor) -> Self:
        """The rows that ``READ_CONTRIBUTION`` allows, as one query."""
        if not is_person(actor):
            return self.none()
        seen = Q(state__in=SEEN_BY_OFFICE)
        if not reads_for_office(actor):
            seen &= Q(call__in=actor.reviews_for_calls.values("pk"))
        return self.filter(Q(author=actor) | seen)

    def to_review(self, actor: Actor) -> Self:
        """Those that the actor may review and has not reviewed yet."""
        rows = self.visible_to(actor).filter(state=ContributionState.SUBMITTED).exclude(author=actor)
        if not runs_events(actor):
            rows = rows.filter(call__in=actor.reviews_for_calls.values("pk"))
        return rows.exclude(reviews__in=actor.contribution_reviews.values("pk"))
