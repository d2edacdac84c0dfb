"""Questions about meetings, by name."""

from typing import Self

from django.db import models


class EditionQuerySet(models.QuerySet):
    """Questions about meetings."""

    def for_lists(self) -> Self:
        """With series, country and themes: two queries for any number of rows."""
        return self.select_related("series", "country").prefetch_related("themes")
