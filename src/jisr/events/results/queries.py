"""Questions about results and agreed steps, by name."""

from datetime import date
from typing import Self

from django.apps import apps
from django.db import models
from django.db.models import Q

from jisr.events.editions.policies import runs_events
from jisr.events.registration.states import ParticipantState
from jisr.events.results.policies import cares_for_steps
from jisr.events.results.states import READ_BY_PARTICIPANTS, UNDER_WAY, Owner, State
from jisr.municipalities.policies import Actor, is_person, reads_for_office
from jisr.municipalities.states import MembershipRole, MembershipState


def _bodies(actor: Actor, column: str, **narrow: str) -> models.QuerySet:
    """The authorities or organisations that the actor is a confirmed member of."""
    mine = actor.memberships.filter(state=MembershipState.CONFIRMED, **{f"{column}__isnull": False}, **narrow)
    return mine.values(column)


class TakerQuerySet(models.QuerySet):
    """Questions about minute takers."""

    def of(self, actor: Actor) -> Self:
        """Where somebody is named and still may: with a place in the meeting, or a role in the office."""
        if not is_person(actor):
            return self.none()
        named = Q(participant__user=actor, participant__state=ParticipantState.CONFIRMED)
        return self.filter(named | Q(staff=actor)) if actor.is_programme_staff else self.filter(named)


class OutcomeQuerySet(models.QuerySet):
    """Questions about minutes, decisions and result sheets."""

    def visible_to(self, actor: Actor) -> Self:
        """The rows that the read permission allows, as one query."""
        public = Q(state=State.PUBLIC)
        if not is_person(actor):
            return self.filter(public)
        if runs_events(actor):
            return self
        takers = apps.get_model("events.MinuteTaker")._default_manager.of(actor)
        written = Q(edition__in=takers.filter(session=None).values("edition"))
        written |= Q(session__in=takers.filter(session__isnull=False).values("session"))
        shared = Q(state__in=READ_BY_PARTICIPANTS)
        if not reads_for_office(actor):
            shared &= Q(edition__in=_attended(actor))
        return self.filter(public | written | shared)

    def released(self) -> Self:
        """What everybody may read."""
        return self.filter(state=State.PUBLIC)

    def for_lists(self) -> Self:
        return self.select_related("session", "edition")


def _attended(actor: Actor) -> models.QuerySet:
    """The editions in which the actor has a place, or somebody of an authority that the actor coordinates."""
    coming = apps.get_model("events.Participant")._default_manager.filter(state=ParticipantState.CONFIRMED)
    led = _bodies(actor, "authority", role=MembershipRole.COORDINATOR)
    return coming.filter(Q(user=actor) | Q(authority__in=led)).values("edition")


class FollowUpQuerySet(models.QuerySet):
    """Questions about agreed steps."""

    def visible_to(self, actor: Actor) -> Self:
        """The rows that ``READ_FOLLOW_UP`` allows, as one query."""
        if reads_for_office(actor):
            return self
        if not is_person(actor):
            return self.none()
        mine = _bodies(actor, "authority")
        seen = Q(owner_kind=Owner.AUTHORITY, authority__in=mine) | Q(counterpart__in=mine)
        seen |= Q(owner_kind=Owner.ORGANISATION, organisation__in=_bodies(actor, "organisation"))
        return self.filter(seen)

    def released(self) -> Self:
        """Those of which the office lets everybody read the words."""
        return self.filter(released__isnull=False)

    def of_people(self, actor: Actor) -> Self:
        """Those of the bodies that the actor is a member of, and those done together with them."""
        mine = _bodies(actor, "authority")
        return self.filter(
            Q(authority__in=mine) | Q(counterpart__in=mine) | Q(organisation__in=_bodies(actor, "organisation"))
        )

    def to_settle(self, actor: Actor) -> Self:
        """Those under way that wait for the actor: as coordinator of the owner, as the person named, in the office."""
        lead = {"role": MembershipRole.COORDINATOR}
        waits = Q(authority__in=_bodies(actor, "authority", **lead))
        waits |= Q(organisation__in=_bodies(actor, "organisation", **lead))
        waits |= Q(person=actor, authority__in=_bodies(actor, "authority"))
        waits |= Q(person=actor, organisation__in=_bodies(actor, "organisation"))
        if cares_for_steps(actor):
            waits |= Q(owner_kind=Owner.OFFICE)
        elif reads_for_office(actor):
            waits |= Q(owner_kind=Owner.OFFICE, person=actor)
        return self.under_way().filter(waits)

    def under_way(self) -> Self:
        return self.filter(state__in=UNDER_WAY)

    def overdue(self, *, today: date) -> Self:
        return self.under_way().filter(due_on__lt=today)

    def agreed_at(self, edition: models.Model) -> Self:
        return self.filter(edition=edition)

    def brought_into(self, edition: models.Model) -> Self:
        """Those of earlier meetings that this one takes up."""
        return self.filter(carries__edition=edition)

    def of_edition(self, edition: models.Model) -> Self:
        """Agreed here or brought here."""
        carried = apps.get_model("events.FollowUpCarry")._default_manager.filter(edition=edition)
        return self.filter(Q(edition=edition) | Q(pk__in=carried.values("follow_up")))

    def for_lists(self) -> Self:
        return self.select_related("edition", "authority", "organisation", "counterpart", "session")
