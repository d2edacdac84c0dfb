"""Questions about sessions, by name."""

from typing import Self

from django.db import models


class SessionQuerySet(models.QuerySet):
    """Questions about the sessions that the office plans. The public reads published versions only."""

    def scheduled(self) -> Self:
        return self.filter(starts_at__isnull=False)

    def taking_place(self) -> Self:
        return self.filter(is_cancelled=False)

    def for_lists(self) -> Self:
        return self.select_related("room__venue").prefetch_related("themes", "speakers", "interpretations")
