"""Questions about ties, by name."""

from collections.abc import Iterable, Iterator
from typing import Self

from django.apps import apps
from django.db import models
from django.db.models.query import ModelIterable

from jisr.municipalities.reference import placing, theme_names


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


def themes_of(ties: Iterable[models.Model]) -> dict[int, list[str]]:
    """The names of each tie's themes, in their order, in one query."""
    names = theme_names()
    links = apps.get_model("partnerships.Partnership").themes.through.objects
    found: dict[int, list[int]] = {}
    for tie, theme in links.filter(partnership__in=[tie.pk for tie in ties]).values_list("partnership", "theme"):
        found.setdefault(tie, []).append(theme)
    return {tie: [name for key, name in names.items() if key in keys] for tie, keys in found.items()}
