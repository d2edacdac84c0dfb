"""Questions about imports and their lines."""

from datetime import datetime
from typing import Self

from django.db import models

from jisr.municipalities.imports.policies import Actor, reads_imports
from jisr.municipalities.imports.states import UNDER_WAY, ImportState


class ImportQuerySet(models.QuerySet):
    """Questions about imports."""

    def visible_to(self, actor: Actor) -> Self:
        """The rows that ``READ_IMPORT`` allows, as one query."""
        return self if reads_imports(actor) else self.none()

    def with_header(self, digest: str) -> Self:
        """Those whose file had this header and whose columns somebody has named, the newest first."""
        return self.filter(header_digest=digest).exclude(mapping={}).order_by("-uploaded_at", "-pk")

    def being_applied(self, *, since: datetime) -> Self:
        """Those that a worker writes now: it was heard of after ``since``."""
        return self.filter(state=ImportState.APPLYING, is_taken_up=True, heard_of_at__gt=since)

    def kept_long_enough(self, *, at: datetime) -> Self:
        return self.filter(expires_at__lte=at).exclude(state__in=UNDER_WAY).exclude(file="")


class ImportLineQuerySet(models.QuerySet):
    """Questions about lines."""

    def visible_to(self, actor: Actor) -> Self:
        """The lines of imports that the actor may read."""
        return self if reads_imports(actor) else self.none()
