"""Costs of an edition: what a form shows of them, and what they add up to."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jisr.events.editions.figures import Figure
from jisr.events.editions.models import CostLine, Edition
from jisr.events.editions.states import Cost
from jisr.kernel.money import euros

COST_COLUMNS: Sequence[str] = ("planned_cents", "spent_cents", "note")


def costs_as_text(edition: Edition) -> dict[str, str]:
    """What the form of costs shows."""
    known = {row.category: row for row in CostLine.objects.filter(edition=edition)}
    found: dict[str, str] = {}
    for category in Cost:
        for column in COST_COLUMNS:
            value: Any = getattr(known.get(category), column, None)
            found[f"{category}_{column}"] = "" if value is None else str(value)
    return found


def cost_figures(edition: Edition) -> list[Figure]:
    """Planned and spent, each as the sum of what is known."""
    rows = list(CostLine.objects.filter(edition=edition))
    found = []
    for column, label in (("planned_cents", _("Planned")), ("spent_cents", pgettext_lazy("money", "Spent"))):
        known = [getattr(row, column) for row in rows if getattr(row, column) is not None]
        if known:
            found.append(Figure(label, euros(sum(known))))
    return found
