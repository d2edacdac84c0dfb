"""Questions about the trail."""

from typing import Self

from django.db import models


class EntryQuerySet(models.QuerySet):
    """Questions about steps."""

    def about(self, subject: models.Model) -> Self:
        """The steps of one object, newest first."""
        return self.filter(subject_type=subject._meta.label_lower, subject_key=str(subject.pk))
