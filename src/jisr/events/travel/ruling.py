"""What the office sets for a meeting: checklists, costs, how long data is kept, words of letters, access online."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.audit.services import SYSTEM
from jisr.events.editions.models import Edition
from jisr.events.registration.states import Side
from jisr.events.travel import telling
from jisr.events.travel.models import ChecklistLine, CostRule, TravelPlan
from jisr.events.travel.planning import is_travelled_to, plan_for
from jisr.events.travel.policies import PLAN_TRAVEL
from jisr.events.travel.queries import travellers
from jisr.events.travel.services import ChangedMeanwhile, start_checklist
from jisr.events.travel.states import CostCategory, ItemKind
from jisr.kernel import trail
from jisr.kernel.policy import authorize

LETTER_WORDS: Final = ("letter_sender", "letter_signed_by", "letter_words_de", "letter_words_en", "letter_words_ar")
ACCESS: Final = ("online_url", "online_note")


@transaction.atomic
def save_rules(edition_pk: int, side: Side, typed: Mapping[str, Any], *, seen: int, actor: User) -> TravelPlan:
    """Keep what the form says (see ``RulesForm``); lists that people have already follow at once.

    Raises ``ChangedMeanwhile``, ``Refused``.
    """
    plan = _keep(edition_pk, {"kept_days": typed["kept_days"]}, seen=seen, actor=actor)
    edition = plan.edition
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


@transaction.atomic
def save_letter_words(edition_pk: int, typed: Mapping[str, Any], *, seen: int, actor: User) -> TravelPlan:
    """Keep who sends and signs the letters and what the office adds to them. Letters that are out stay as they are.

    Raises ``ChangedMeanwhile``, ``Refused``.
    """
    plan = _keep(edition_pk, {name: typed[name] for name in LETTER_WORDS}, seen=seen, actor=actor)
    changes = {"letter_signed_by": [None, plan.letter_signed_by]}
    trail.record("events.travel_letter_words", plan.edition, actor=actor, changes=changes)
    return plan


@transaction.atomic
def save_access(
    edition_pk: int, typed: Mapping[str, Any], *, seen: int, is_told: bool, actor: User, at: datetime
) -> int:
    """Keep how people take part online; if wanted tell all who do. Returns how many were told.

    Raises ``ChangedMeanwhile``, ``Refused``.
    """
    plan = _keep(edition_pk, {name: typed[name] for name in ACCESS}, seen=seen, actor=actor)
    trail.record("events.travel_access", plan.edition, actor=actor, changes={"online_note": [None, plan.online_note]})
    return telling.tell_access(plan, by=actor, at=at) if is_told and plan.online_url else 0


def _keep(edition_pk: int, values: Mapping[str, Any], *, seen: int, actor: User) -> TravelPlan:
    edition = Edition.objects.select_for_update(of=("self",), no_key=True).get(pk=edition_pk)
    authorize(actor, PLAN_TRAVEL, edition)
    plan = plan_for(edition)
    if plan.version != seen:
        raise ChangedMeanwhile(_("Somebody changed this meanwhile. Please open the page again."))
    for name, value in values.items():
        setattr(plan, name, value)
    plan.version += 1
    plan.save()
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
