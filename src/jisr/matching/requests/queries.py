"""Questions about requests and offers, by name."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Self

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.db.models.query import ModelIterable
from django.utils import timezone

from jisr.matching.requests.states import IN_OFFICE, LIVE, SHOWN, State
from jisr.municipalities.policies import Actor, is_person, reads_for_office
from jisr.municipalities.reference import placing, theme_names
from jisr.municipalities.states import MembershipRole, MembershipState


class WithPlace(ModelIterable):
    """Requests whose authority knows its region and country."""

    def __iter__(self) -> Iterator[models.Model]:
        place = placing()
        for request in super().__iter__():
            place(request.authority)
            yield request


def shown_on(day: date) -> Q:
    """What everybody may see on a day: published with consent or by a public source, and not past its time."""
    is_in_time = Q(expires_on__isnull=True) | Q(expires_on__gte=day) | Q(state=State.MATCHED)
    return Q(state__in=SHOWN, is_public=True) & ~Q(consented_at__isnull=True, source_url="") & is_in_time


class RequestQuerySet(models.QuerySet):
    """Questions about requests and offers."""

    def visible_to(self, actor: Actor) -> Self:
        """The rows that ``READ_REQUEST`` allows, as one query."""
        shown = shown_on(timezone.localdate())
        if reads_for_office(actor):
            return self
        if not is_person(actor):
            return self.filter(shown)
        mine = actor.memberships.filter(state=MembershipState.CONFIRMED, authority__isnull=False)
        return self.filter(shown | Q(authority__in=mine.values("authority")))

    def shown(self) -> Self:
        return self.filter(shown_on(timezone.localdate()))

    def coordinated_by(self, actor: Actor) -> Self:
        mine = actor.memberships.filter(
            state=MembershipState.CONFIRMED, role=MembershipRole.COORDINATOR, authority__isnull=False
        )
        return self.filter(authority__in=mine.values("authority"))

    def live(self) -> Self:
        return self.filter(state__in=LIVE)

    def in_office(self) -> Self:
        return self.filter(state__in=IN_OFFICE)

    def with_texts(self) -> Self:
        """With all that the page of one request shows."""
        return self.for_lists().prefetch_related("wanted__theme", "texts")

    def for_lists(self) -> Self:
        """With the authority and its region."""
        found = self.select_related("authority")
        found._iterable_class = WithPlace
        return found


def themes_of(requests: Iterable[models.Model]) -> dict[int, list[str]]:
    """The names of each request's themes, the most wanted first, in one query."""
    names, found = theme_names(), dict[int, list[str]]()
    links = apps.get_model("matching.RequestTheme")._default_manager
    rows = links.filter(request__in=[row.pk for row in requests]).order_by("rank", "pk")
    for request, theme in rows.values_list("request", "theme"):
        found.setdefault(request, []).append(names.get(theme, ""))
    return found
