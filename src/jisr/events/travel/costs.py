"""Who bears which cost of a journey, as the rules of the day say."""

from dataclasses import dataclass

from django.db.models import Q

from jisr.events.editions.models import Edition
from jisr.events.registration.states import Side
from jisr.events.travel.models import CostRule
from jisr.events.travel.states import CostCategory

Rank = tuple[bool, bool, str]


@dataclass(frozen=True)
class SideCosts:
    """The rules that hold for the people of one side, in the order of the categories."""

    side: Side
    rules: list[CostRule]

    @property
    def has_proposals(self) -> bool:
        return any(rule.is_own_proposal for rule in self.rules)


def costs_of(edition: Edition, sides: tuple[Side, ...] = tuple(Side), *, with_own: bool = True) -> list[SideCosts]:
    """For each side what holds on the day on which the meeting begins: one query.

    A rule of the edition (left out unless ``with_own``) goes before one for its kind of meeting, that before one for
    all; of equal ones the newest.
    """
    general = Q(edition=None, meeting_kind__in=["", edition.series.kind])
    rows = CostRule.objects.filter(general | Q(edition=edition) if with_own else general)
    best: dict[tuple[str, str], CostRule] = {}
    for rule in sorted(rows.valid_on(edition.start_on).filter(side__in=sides), key=_rank):
        best[rule.side, rule.category] = rule
    return [SideCosts(side, _in_order(best, side)) for side in sides]


def _rank(rule: CostRule) -> Rank:
    return rule.edition_id is not None, rule.meeting_kind != "", rule.valid_from.isoformat() if rule.valid_from else ""


def _in_order(best: dict[tuple[str, str], CostRule], side: Side) -> list[CostRule]:
    """Where somebody bears the whole journey of this kind of meeting, the general single costs say nothing."""
    found = [best[side, category] for category in CostCategory if (side, category) in best]
    whole = next((rule for rule in found if rule.category == CostCategory.WHOLE_JOURNEY), None)
    if whole is None:
        return found
    return [rule for rule in found if _rank(rule)[:2] >= _rank(whole)[:2] or rule.category == CostCategory.WORKING_TIME]
