"""Questions about papers."""

from typing import Any, Self

from django.db import models
from django.db.models import Q

from jisr.documents.policies import READ
from jisr.documents.subjects import Subject, subject_of
from jisr.kernel.policy import may


class DocumentQuerySet(models.QuerySet):
    """Questions about documents."""

    def of(self, owner: models.Model | Subject) -> Self:
        """The papers of one subject, newest first."""
        return self.filter(**subject_of(owner)._asdict())

    def visible_to(self, actor: Any) -> Self:  # noqa: ANN401 - a person, or nobody
        """Those that the rule of their subject lets ``actor`` read; it is asked once for each subject in the set."""
        subjects = self.order_by().values("subject_type", "subject_key").distinct()
        readable = Q(pk__in=[])
        for named in subjects:
            if may(actor, READ, self.model(**named)):
                readable |= Q(**named)
        return self.filter(readable)

    def with_newest(self) -> Self:
        """Together with all versions, in two queries; ``Document.newest`` then asks no more."""
        return self.prefetch_related("versions")
