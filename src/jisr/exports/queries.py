"""Questions about exports."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from jisr.exports.states import State


class ExportQuerySet(models.QuerySet):
    """Questions about exports."""

    def visible_to(self, actor: models.Model) -> Self:
        """Those that this person asked for: nobody fetches another one's file."""
        return self.filter(asked_by=actor)

    def prepared(self) -> Self:
        """Those that the worker writes or has written."""
        return self.exclude(state=State.STREAMED)

    def under_way(self, *, since: datetime) -> Self:
        """Those that wait for the worker, or that it is writing: it was heard of after ``since``."""
        return self.filter(Q(state=State.WAITING) | Q(state=State.RUNNING, heard_of_at__gt=since))

    def kept_long_enough(self, *, at: datetime) -> Self:
        return self.filter(expires_at__lte=at)
