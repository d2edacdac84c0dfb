"""Questions about matching, by name."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from jisr.matching.scoring import Weights

if TYPE_CHECKING:
    from jisr.municipalities.models import Authority


class WeightSetQuerySet(models.QuerySet):
    """Questions about the weights of ranking."""

    def valid_on(self, day: date) -> Self:
        """At most one row: the newest that has begun by then."""
        return self.filter(valid_from__lte=day).order_by("-valid_from")[:1]

    def weights_on(self, day: date) -> Weights:
        """The weights of a day; the built-in ones before any are loaded."""
        row = self.valid_on(day).first()
        return row.weights() if row else Weights()


class BlockedPairQuerySet(models.QuerySet):
    """Questions about pairs that are not to be suggested."""

    def of(self, authority: "Authority") -> Self:
        """The pairs of one authority, whichever side it is on."""
        return self.filter(Q(german=authority) | Q(palestinian=authority))
