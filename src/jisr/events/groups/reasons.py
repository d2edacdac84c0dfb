"""Why somebody is in none of their first wishes: one reason for each of these groups, without naming anybody."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jisr.events.groups.problem import SIDES, Person, Placement, Problem, follows, shortfall

FIRST_WISHES = 3


class Why(StrEnum):
    """What stood in the way."""

    LANGUAGE = "language"
    FULL = "full"
    BODY = "body"
    BALANCE = "balance"
    NEEDED = "needed"
    TOTAL = "total"


@dataclass(frozen=True)
class Reason:
    """``number`` and ``firsts``: the places, and how many of them went to people whose first wish it was."""

    group: int
    why: Why
    number: int = 0
    firsts: int = 0

    def kept(self) -> list[Any]:
        return [self.group, self.why.value, self.number, self.firsts]

    @classmethod
    def read(cls, kept: Sequence[Any]) -> "Reason":
        return cls(kept[0], Why(kept[1]), kept[2], kept[3])


@dataclass
class Reasons:
    """Answers for one placement; counts everything once."""

    problem: Problem
    placement: Placement
    inside: dict[int, list[Person]] = field(init=False)

    def __post_init__(self) -> None:
        self.inside = {group.key: [] for group in self.problem.groups}
        for person in self.problem.people:
            if self.placement.get(person.key) in self.inside:
                self.inside[self.placement[person.key]].append(person)
        self.groups = {group.key: group for group in self.problem.groups}

    def of(self, person: Person) -> list[Reason]:
        """Empty for those who have one of their first three wishes, or wished nothing."""
        first = person.wishes[:FIRST_WISHES]
        if self.placement.get(person.key) in first:
            return []
        return [self._one(person, group) for group in first if group in self.groups]

    def _one(self, person: Person, key: int) -> Reason:
        group, there, rules = self.groups[key], self.inside[key], self.problem.rules
        if not follows(person.languages, group.spoken, group.interpreted):
            return Reason(key, Why.LANGUAGE)
        if len(there) >= group.capacity:
            firsts = sum(other.wishes[:1] == (key,) for other in there)
            return Reason(key, Why.FULL, group.capacity, firsts)
        if rules.most_per_body and any(
            sum(body in other.bodies for other in there) >= rules.most_per_body for body in person.bodies
        ):
            return Reason(key, Why.BODY, rules.most_per_body)
        if self._tips([*there, person]):
            return Reason(key, Why.BALANCE, rules.least_share)
        return Reason(key, Why.NEEDED if self._is_needed(person) else Why.TOTAL)

    def _tips(self, people: Sequence[Person]) -> bool:
        counts = {side: sum(person.side == side for person in people) for side in SIDES}
        both = sum(counts.values())
        return any(shortfall(counts[side], both, self.problem.rules.least_share) for side in SIDES)

    def _is_needed(self, person: Person) -> bool:
        """Whether the group that the person is in would break a rule without them."""
        own = self.placement.get(person.key)
        if own not in self.groups:
            return False
        left = [other for other in self.inside[own] if other.key != person.key]
        return len(left) < self.groups[own].minimum or self._tips(left)


def in_words(reason: Reason, title: str) -> str:
    """For the person and the office alike. ``title``: of the wished group."""
    values = {"group": title, "number": reason.number, "firsts": reason.firsts}
    match reason.why:
        case Why.LANGUAGE:
            told = _("“%(group)s” is not interpreted into a language that was stated.")
        case Why.FULL:
            told = ngettext(
                "“%(group)s”: the only place is taken (first wishes among them: %(firsts)s).",
                "“%(group)s”: all %(number)s places are taken (first wishes among them: %(firsts)s).",
                reason.number,
            )
        case Why.BODY:
            told = ngettext(
                "“%(group)s”: %(number)s person of the same authority is there already.",
                "“%(group)s”: %(number)s people of the same authority are there already.",
                reason.number,
            )
        case Why.BALANCE:
            told = _("“%(group)s”: one side would have less than %(number)s percent.")
        case Why.NEEDED:
            told = _("“%(group)s” has room, but the group that was found would lack a person.")
        case _other:
            told = _("“%(group)s”: with another place here the wishes of all together would be met less well.")
    return told % values
