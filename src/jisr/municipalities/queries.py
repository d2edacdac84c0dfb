"""Questions about authorities and themes, by name."""

from typing import Self

from django.db import models
from django.db.models import Case, Value, When


class AuthorityQuerySet(models.QuerySet):
    """Questions about local authorities."""

    def for_lists(self) -> Self:
        """With the region and country that every list shows."""
        return self.select_related("region", "country")

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
