"""Questions about ties, by name."""

from typing import Self

from django.db import models


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
