"""Questions about authorities and themes, by name."""

from collections.abc import Iterator
from typing import Self

from django.db import models
from django.db.models import Case, Q, Value, When
from django.db.models.query import ModelIterable

from jisr.municipalities.policies import (
    Actor,
    confirmed_addresses,
    decides_for_office,
    is_person,
    reads_for_office,
)
from jisr.municipalities.reference import placing
from jisr.municipalities.states import LIVE, MembershipRole, MembershipState


class WithPlaces(ModelIterable):
    """Authorities that know their region and country."""

    def __iter__(self) -> Iterator[models.Model]:
        place = placing()
        for authority in super().__iter__():
            place(authority)
            yield authority


class AuthorityQuerySet(models.QuerySet):
    """Questions about local authorities."""

    def for_lists(self) -> Self:
        """With the region and country that every list shows."""
        placed = self._chain()
        placed._iterable_class = WithPlaces
        return placed

    def german(self) -> Self:
        return self.filter(country_id="DE")

    def palestinian(self) -> Self:
        return self.filter(country_id="PS")

    def located(self) -> Self:
        return self.filter(latitude__isnull=False)


class PopulationQuerySet(models.QuerySet):
    """Questions about population figures."""

    def best_first(self) -> Self:
        """Census before GeoNames before what an applicant stated; the newest of a kind first."""
        rank = Case(
            *(When(kind=kind, then=Value(place)) for place, kind in enumerate(("census", "geonames", "stated"))),
            default=Value(9),
        )
        return self.order_by(rank, "-as_of_on", "pk")


class ThemeQuerySet(models.QuerySet):
    """Questions about themes."""

    def of_focus(self, focus: str) -> Self:
        return self.filter(focus=focus)


class OrganisationQuerySet(models.QuerySet):
    """Questions about organisations."""

    def visible_to(self, actor: Actor) -> Self:
        """The rows that ``READ_ORGANISATION`` allows, as one query."""
        return self if is_person(actor) else self.none()

    def named(self, query: str) -> Self:
        """Whose name in any language holds ``query``."""
        return self.filter(
            Q(name_de__icontains=query) | Q(name_en__icontains=query) | Q(name_ar__icontains=query)
        ).order_by("name", "pk")


class MembershipQuerySet(models.QuerySet):
    """Questions about memberships."""

    def visible_to(self, actor: Actor) -> Self:
        """The rows that ``READ_MEMBERSHIP`` allows, as one query."""
        if not is_person(actor):
            return self.none()
        if reads_for_office(actor):
            return self
        return self.filter(self._own(actor) | self._coordinated_by(actor))

    def decidable_by(self, actor: Actor) -> Self:
        """Those that wait and on which ``CONFIRM_MEMBERSHIP`` lets the actor decide."""
        asked = self.filter(state=MembershipState.ASKED)
        if not is_person(actor):
            return asked.none()
        others = asked.exclude(user=actor)
        return others if decides_for_office(actor) else others.filter(self._coordinated_by(actor))

    def of_person(self, actor: Actor) -> Self:
        """One's own, with open invitations to one's confirmed addresses."""
        return self.filter(self._own(actor)) if is_person(actor) else self.none()

    def of_body(self, body: models.Model) -> Self:
        return self.filter(**{body._meta.model_name or "": body})

    def live(self) -> Self:
        return self.filter(state__in=LIVE)

    def confirmed(self) -> Self:
        return self.filter(state=MembershipState.CONFIRMED)

    def for_lists(self) -> Self:
        """With the names that every list shows."""
        return self.select_related("user", "authority__country", "organisation__country", "asked_by", "confirmed_by")

    def _own(self, actor: Actor) -> Q:
        is_invited = Q(user__isnull=True, state__in=LIVE, invited_email__in=confirmed_addresses(actor))
        return Q(user=actor) | is_invited

    def _coordinated_by(self, actor: Actor) -> Q:
        mine = self.model._default_manager.filter(
            user=actor, state=MembershipState.CONFIRMED, role=MembershipRole.COORDINATOR
        )
        return Q(authority__in=mine.filter(authority__isnull=False).values("authority")) | Q(
            organisation__in=mine.filter(organisation__isnull=False).values("organisation")
        )
