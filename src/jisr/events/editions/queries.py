"""Questions about editions, by name."""

from typing import Self

from django.db import models

from jisr.events.editions.states import State
from jisr.municipalities.policies import Actor, reads_for_office


class EditionQuerySet(models.QuerySet):
    """Questions about meetings."""

    def public(self) -> Self:
        """What everybody may read."""
        return self.exclude(state=State.PLANNED)

    def visible_to(self, actor: Actor) -> Self:
        """The rows that ``READ_EDITION`` allows, as one query."""
        return self if reads_for_office(actor) else self.public()

    def for_lists(self) -> Self:
        """With series, country and themes: two queries for any number of rows."""
        return self.select_related("series", "country").prefetch_related("themes")
