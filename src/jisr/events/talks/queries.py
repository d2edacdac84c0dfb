"""Questions about profiles, requests and 1:1 meetings, by name."""

from typing import Self

from django.db import models
from django.db.models import Q

from jisr.events.editions.policies import runs_events
from jisr.events.registration.states import ParticipantState
from jisr.events.talks.states import LIVE, RequestState
from jisr.municipalities.policies import Actor, is_person


class ProfileQuerySet(models.QuerySet):
    """Questions about profiles."""

    def taking_part(self) -> Self:
        """Those who opted in and have a confirmed place."""
        return self.filter(is_open=True, participant__state=ParticipantState.CONFIRMED)

    def open_of(self, actor: Actor, edition: int) -> Self:
        """The actor's own profile at an edition, if they take part."""
        return self.taking_part().filter(participant__user=actor, participant__edition=edition)

    def visible_to(self, actor: Actor) -> Self:
        """The rows that ``READ_TALK_PROFILE`` allows, as one query."""
        if not is_person(actor):
            return self.none()
        if runs_events(actor):
            return self
        mine = self.model.objects.taking_part().filter(participant__user=actor).values("participant__edition")
        seen = Q(is_open=True, participant__state=ParticipantState.CONFIRMED, participant__edition__in=mine)
        return self.filter(Q(participant__user=actor) | seen)

    def for_lists(self) -> Self:
        people = ("participant__authority__country", "participant__organisation__country", "participant__user")
        return self.select_related(*people).prefetch_related("offers", "needs")


class RequestQuerySet(models.QuerySet):
    """Questions about requests."""

    def visible_to(self, actor: Actor) -> Self:
        """The rows that ``READ_TALK_REQUEST`` allows, as one query."""
        if not is_person(actor):
            return self.none()
        if runs_events(actor):
            return self
        return self.filter(Q(asking__participant__user=actor) | Q(asked__participant__user=actor))

    def at(self, edition: models.Model) -> Self:
        return self.filter(asking__participant__edition=edition)

    def of(self, profile: models.Model) -> Self:
        return self.filter(Q(asking=profile) | Q(asked=profile))

    def live(self) -> Self:
        return self.filter(state__in=LIVE)

    def agreed(self) -> Self:
        return self.filter(state=RequestState.ACCEPTED)

    def for_lists(self) -> Self:
        people = ("participant__authority", "participant__organisation", "participant__user", "participant__edition")
        return self.select_related(*(f"{side}__{part}" for side in ("asking", "asked") for part in people))


class TalkQuerySet(models.QuerySet):
    """Questions about 1:1 meetings that were published."""

    def held(self) -> Self:
        return self.filter(is_cancelled=False)

    def of(self, profile: models.Model) -> Self:
        return self.filter(Q(request__asking=profile) | Q(request__asked=profile))

    def at(self, edition: models.Model) -> Self:
        return self.filter(request__asking__participant__edition=edition)

    def for_lists(self) -> Self:
        people = ("participant__authority", "participant__organisation", "participant__user")
        sides = (f"request__{side}__{part}" for side in ("asking", "asked") for part in people)
        return self.select_related("interpreter", *sides)
