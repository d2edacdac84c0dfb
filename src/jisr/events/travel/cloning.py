"""A new meeting takes over the checklists and cost rules of the last one, if both are in the same country.

In another country people need other papers: there the delivered lists are the better beginning.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from jisr.events.editions import cloning
from jisr.events.editions.models import Edition
from jisr.events.travel.models import ChecklistLine, CostRule, TravelPlan
from jisr.events.travel.planning import plan_for

RULES = "travel_rules"
LINE = ("side", "kind", "weeks_before", "doer")
COST = ("side", "category", "bearer")


def register() -> None:
    cloning.register(
        RULES,
        _("travel checklists and cost rules, for a meeting in the same country"),
        clone_rules,
        place=60,
        count=lambda source: source.checklist_lines.count() + source.cost_rules.count(),
    )


def clone_rules(source: Edition, target: Edition, **_how: Any) -> int:  # noqa: ANN401 - days and people do not matter
    """Nothing where the source has no plan of its own or the target has one already.

    Who sends and signs the letters stays the same in any country.
    """
    plan = TravelPlan.objects.filter(edition=source).first()
    if plan is None or TravelPlan.objects.filter(edition=target).exists():
        return 0
    letters = {"letter_sender": plan.letter_sender, "letter_signed_by": plan.letter_signed_by}
    if source.country_id is None or source.country_id != target.country_id:
        if any(letters.values()):
            TravelPlan.objects.filter(pk=plan_for(target).pk).update(**letters)
        return 0
    TravelPlan.objects.create(edition=target, kept_days=plan.kept_days, **letters)
    made: list[Any] = []
    for model, columns in ((ChecklistLine, LINE), (CostRule, COST)):
        rows = model.objects.filter(edition=source)
        copies = [model(edition=target, **{column: getattr(row, column) for column in columns}) for row in rows]
        made += model.objects.bulk_create(copies)
    return len(made)
