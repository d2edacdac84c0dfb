"""Questions about agreements and the steps of ties, by name."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Self

from django.db.models import Exists, OuterRef
from django.db.models.functions import Coalesce

from jisr.partnerships.queries import OfTieQuerySet


class AgreementQuerySet(OfTieQuerySet):
    """Questions about agreements."""

    def with_end(self) -> Self:
        """``runs_until_on``: the last day of the term with all renewals; ``None`` without an end."""
        return self.annotate(runs_until_on=Coalesce("extended_until_on", "term_until_on"))

    def signed(self) -> Self:
        """Those that have parties, all of whom have signed."""
        parties = self.model._meta.get_field("parties").related_model._default_manager.filter(agreement=OuterRef("pk"))
        return self.filter(Exists(parties)).exclude(Exists(parties.filter(signed_on__isnull=True)))

    def running_out(self, *, until: date) -> Self:
        """Signed ones whose term ends on a day or before."""
        return self.signed().with_end().filter(runs_until_on__lte=until)

    def with_parties(self) -> Self:
        return self.prefetch_related("parties")


def governing(agreements: Iterable[Any]) -> Any:  # noqa: ANN401 - an agreement or nothing
    """Of the agreements of one tie the signed one that runs the longest; one without an end before all others."""
    signed = [each for each in agreements if each.is_signed()]
    return max(signed, key=lambda each: (each.until_on or date.max, each.pk), default=None)
