"""Questions about ties, by name."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Max, Q
from django.db.models.functions import Coalesce, TruncDate
from django.db.models.query import ModelIterable

from jisr.kernel.dates import add_months
from jisr.municipalities.policies import is_person
from jisr.municipalities.queries import ContactQuerySet
from jisr.municipalities.reference import placing, theme_names
from jisr.municipalities.states import MembershipRole, MembershipState
from jisr.partnerships.states import Status

CARED_FOR = (Status.INITIATION, Status.ACTIVE, Status.PAUSED)


class WithPartners(ModelIterable):
    """Ties whose authorities know their region and country."""

    def __iter__(self) -> Iterator[models.Model]:
        place = placing()
        for tie in super().__iter__():
            place(tie.german)
            place(tie.palestinian)
            yield tie


class PartnershipQuerySet(models.QuerySet):
    """Questions about ties."""

    def public(self) -> Self:
        """What everybody may see; a tie begun on the platform comes with its agreement."""
        return self.filter(is_public=True)

    def visible_to(self, actor: Any) -> Self:  # noqa: ANN401 - a person or nobody
        """The rows that ``READ_TIE`` allows, as one query: what the workspace tells about a tie."""
        if not is_person(actor):
            return self.none()
        return self if actor.is_programme_staff else self.filter(_of_members(actor))

    def carried_by(self, actor: Any) -> Self:  # noqa: ANN401
        """The ties for one of whose sides somebody coordinates."""
        return self.filter(_of_members(actor, MembershipRole.COORDINATOR))

    def with_partners(self) -> Self:
        """With both authorities and their regions."""
        found = self.select_related("german", "palestinian")
        found._iterable_class = WithPartners
        return found

    def for_lists(self) -> Self:
        """With both authorities, their regions and the themes: two queries for any number of rows."""
        return self.with_partners().prefetch_related("themes")

    def on_map(self) -> Self:
        """With both authorities and their regions, in the order of the list beside the map."""
        return self.with_partners().order_by("german__name", "palestinian__name")

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
        """Ties that live and with which nobody was in touch for longer than their number of months.

        A paused one is silent by intent until the day on which somebody wanted to look at it again.
        """
        own = self.order_by().exclude(contact_alarm_months=None).values_list("contact_alarm_months", flat=True)
        is_late = Q(contact_alarm_months=None, heard_on__lt=add_months(today, -usual_months))
        for months in set(own):
            is_late |= Q(contact_alarm_months=months, heard_on__lt=add_months(today, -months))
        rests = Q(status=Status.PAUSED, review_on__isnull=False)
        is_overdue = rests & Q(review_on__lt=today)
        return self.with_contact().filter((is_late & ~rests) | is_overdue, status__in=CARED_FOR)


def _of_members(actor: Any, *roles: str) -> Q:  # noqa: ANN401
    mine = actor.memberships.filter(state=MembershipState.CONFIRMED, authority__isnull=False)
    authorities = (mine.filter(role__in=roles) if roles else mine).values("authority")
    return Q(german__in=authorities) | Q(palestinian__in=authorities)


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


def themes_of(ties: Iterable[models.Model]) -> dict[int, list[str]]:
    """The names of each tie's themes, in their order, in one query."""
    names = theme_names()
    links = apps.get_model("partnerships.Partnership").themes.through.objects
    found: dict[int, list[int]] = {}
    for tie, theme in links.filter(partnership__in=[tie.pk for tie in ties]).values_list("partnership", "theme"):
        found.setdefault(tie, []).append(theme)
    return {tie: [name for key, name in names.items() if key in keys] for tie, keys in found.items()}


class OfTieQuerySet(models.QuerySet):
    """Rows that hang on a tie and are seen by the office and by members of both sides."""

    def visible_to(self, actor: Any) -> Self:  # noqa: ANN401 - a person or nobody
        """The rows that the read permission allows, as one query."""
        if not is_person(actor):
            return self.none()
        if actor.is_programme_staff:
            return self
        mine = actor.memberships.filter(state=MembershipState.CONFIRMED, authority__isnull=False).values("authority")
        return self.filter(Q(tie__german__in=mine) | Q(tie__palestinian__in=mine))
