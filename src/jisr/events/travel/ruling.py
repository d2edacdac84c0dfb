"""The office sets what people of one side see to before a meeting, who bears which cost, and how long data is kept."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.audit.services import SYSTEM
from jisr.events.editions.models import Edition
from jisr.events.registration.states import Side
from jisr.events.travel.models import ChecklistLine, CostRule, TravelPlan
from jisr.events.travel.planning import is_travelled_to, plan_for
from jisr.events.travel.policies import PLAN_TRAVEL
from jisr.events.travel.queries import travellers
from jisr.events.travel.services import ChangedMeanwhile, start_checklist
from jisr.events.travel.states import CostCategory, ItemKind
from jisr.kernel import trail
from jisr.kernel.policy import authorize


@transaction.atomic
def save_rules(edition_pk: int, side: Side, typed: Mapping[str, Any], *, seen: int, actor: User) -> TravelPlan:
    """Keep what the form says (see ``RulesForm``); lists that people have already follow at once.

    Raises ``ChangedMeanwhile``, ``Refused``.
    """
    edition = Edition.objects.select_for_update(of=("self",), no_key=True).get(pk=edition_pk)
    authorize(actor, PLAN_TRAVEL, edition)
    plan = plan_for(edition)
    if plan.version != seen:
        raise ChangedMeanwhile(_("Somebody changed this meanwhile. Please open the page again."))
    plan.kept_days, plan.version = typed["kept_days"], plan.version + 1
    plan.save()
    for kind in ItemKind:
        _save_line(edition, side, kind, typed[f"weeks_{kind.value}"], typed[f"doer_{kind.value}"])
    for category in CostCategory:
        _save_cost(edition, side, category, typed[f"bearer_{category.value}"])
    if is_travelled_to(edition):
        for person in travellers().filter(edition=edition, travel_items__isnull=False).distinct():
            if person.side == side:
                start_checklist(person.public_id, actor=SYSTEM)
    changes = {"side": [None, side.value], "kept_days": [None, plan.kept_days]}
    trail.record("events.travel_planned", edition, actor=actor, changes=changes)
    return plan


def _save_line(edition: Edition, side: Side, kind: ItemKind, weeks: int | None, doer: str) -> None:
    own = {"edition": edition, "side": side, "kind": kind}
    if weeks is None:
        ChecklistLine.objects.filter(**own).delete()
    else:
        ChecklistLine.objects.update_or_create(**own, defaults={"weeks_before": weeks, "doer": doer})


def _save_cost(edition: Edition, side: Side, category: CostCategory, bearer: str) -> None:
    own = {"edition": edition, "side": side, "category": category}
    if not bearer:
        CostRule.objects.filter(**own).delete()
    else:
        CostRule.objects.update_or_create(**own, defaults={"bearer": bearer})
