"""Questions about ties, by name."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Max, Q
from django.db.models.functions import Coalesce, TruncDate

from jisr.kernel.dates import add_months
from jisr.municipalities.policies import is_person
from jisr.municipalities.queries import ContactQuerySet
from jisr.municipalities.states import MembershipState
from jisr.partnerships.states import Status

CARED_FOR = (Status.INITIATION, Status.ACTIVE, Status.PAUSED)


class PartnershipQuerySet(models.QuerySet):
    """Questions about ties."""

    def for_lists(self) -> Self:
        """With both authorities, their regions and the themes: three queries for any number of rows."""
        return self.select_related("german__region", "palestinian__region").prefetch_related("themes")

    def on_map(self) -> Self:
        """With both authorities and their regions, in the order of the list beside the map."""
        return self.select_related("german__region", "palestinian__region").order_by(
            "german__name", "palestinian__name"
        )

    def of(self, authority: models.Model) -> Self:
        """The ties of one authority, whichever side it is on."""
        return self.filter(models.Q(german=authority) | models.Q(palestinian=authority))

    def neighbours_of(self, tie: models.Model) -> Self:
        """Other ties of either partner."""
        return self.filter(models.Q(german=tie.german_id) | models.Q(palestinian=tie.palestinian_id)).exclude(pk=tie.pk)

    def with_contact(self) -> Self:
        """``heard_on``: the day of the last contact noted; without one the day on which the tie was entered."""
        return self.annotate(
            contact_on=Max("contacts__last_contact_on"),
            heard_on=Coalesce(Max("contacts__last_contact_on"), TruncDate("created_at")),
        )

    def silent(self, *, today: date, usual_months: int) -> Self:
        """Ties that live and with which nobody was in touch for longer than their number of months."""
        own = self.order_by().exclude(contact_alarm_months=None).values_list("contact_alarm_months", flat=True)
        is_late = Q(contact_alarm_months=None, heard_on__lt=add_months(today, -usual_months))
        for months in set(own):
            is_late |= Q(contact_alarm_months=months, heard_on__lt=add_months(today, -months))
        return self.with_contact().filter(is_late, status__in=CARED_FOR)


class TieContactQuerySet(ContactQuerySet):
    """Questions about contacts of ties."""

    def visible_to(self, actor: Any) -> Self:  # noqa: ANN401 - a person or nobody
        """The rows that ``READ_TIE_CONTACT`` allows, as one query."""
        if not is_person(actor):
            return self.none()
        if actor.is_programme_staff:
            return self
        mine = actor.memberships.filter(state=MembershipState.CONFIRMED).values("authority")
        return self.filter(Q(partnership__german__in=mine) | Q(partnership__palestinian__in=mine))
