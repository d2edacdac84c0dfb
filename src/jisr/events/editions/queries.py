"""Questions about editions, by name."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from jisr.events.editions.states import State
from jisr.municipalities.policies import Actor, reads_for_office


class EditionQuerySet(models.QuerySet):
    """Questions about meetings."""

    def public(self) -> Self:
        """What everybody may read."""
        return self.exclude(state=State.PLANNED).filter(is_withheld=False)

    def visible_to(self, actor: Actor) -> Self:
        """The rows that ``READ_EDITION`` allows, as one query."""
        return self if reads_for_office(actor) else self.public()

    def for_lists(self) -> Self:
        """With series, country and themes: two queries for any number of rows."""
        return self.select_related("series", "country").prefetch_related("themes")

    def with_a_due_step(self, day: date) -> Self:
        """Those that may have a step due by a day; held ones only if they were run here, not loaded."""
        due = Q(state=State.OPEN, registration_deadline__lt=day) | Q(
            state__in=[State.OPEN, State.CLOSED], start_on__lte=day
        )
        due |= Q(state=State.RUNNING, end_on__lt=day) | Q(state=State.HELD, steps__after=State.HELD)
        return self.filter(due).distinct().order_by("start_on", "pk")
