"""The best allocation of people to working groups, with the proof of how good it is. Runs in the worker.

A linear programme over whole numbers: one variable for each person and group, one for each team of interpreters and
group if the teams are to be placed, too. Where no plan keeps all rules, each rule may bend at a price above any sum of
wishes, so that as little as possible bends; and each kind of rule alone is tried for the least change that helps.
"""

import random
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from time import monotonic

from jisr.events.groups.modelling import Built, Found, Infeasible, OutOfTime, build
from jisr.events.groups.problem import (
    Allocation,
    Break,
    Change,
    Pair,
    Problem,
    Remedy,
    breaks_of,
    cost_of,
    total_cost,
)
from jisr.events.groups.states import Rule

__all__ = ["OutOfTime", "allocate"]

SECONDS_SET, SECONDS_PLACED = 20, 40
SECONDS_REMEDY, SECONDS_REMEDIES = 5, 30  # for one attempt, and for all
ALL_RULES = frozenset(Rule)


def allocate(
    problem: Problem,
    *,
    seconds: float | None = None,
    on_bending: Callable[[], None] = lambda: None,
) -> Allocation:
    """The best plan, or the one that bends the rules least. ``on_bending`` hears of it when none keeps them all.

    Raises ``OutOfTime``. The same problem gives the same plan unless time runs out first.
    """
    if seconds is None:
        seconds = SECONDS_SET if problem.rules.teams is None else SECONDS_PLACED
    problem = _in_drawn_order(problem)
    if not problem.people or not problem.groups:
        return Allocation(placement={}, objective=0, bound=0, teams=_own_teams(problem))
    try:
        built = build(problem)
        return _read(problem, built, built.solve(seconds))
    except Infeasible:
        on_bending()
    return _bent(problem, seconds)


def _in_drawn_order(problem: Problem) -> Problem:
    """The solver takes what comes first among equals; so lots decide who comes first."""
    people = sorted(problem.people, key=lambda person: person.key)
    random.Random(problem.seed).shuffle(people)  # noqa: S311 - a lottery that can be repeated, no secret
    return replace(problem, people=tuple(people))


def _bent(problem: Problem, seconds: float) -> Allocation:
    """The plan that bends the rules least, and what would have to change."""
    price = 1 + sum(max(cost_of(person, group.key) for group in problem.groups) for person in problem.people)
    built = build(problem, bendable=ALL_RULES, price=price)
    solved = built.solve(seconds)
    bent = sum(price * solved.values[column] for column in built.slack.values())
    found = _read(problem, built, solved)
    bound = max(0.0, solved.bound - bent)
    helper = _Helper(problem, monotonic() + SECONDS_REMEDIES)
    return replace(found, bound=min(bound, found.objective), remedies=tuple(helper.remedies(found.breaks)))


def _read(problem: Problem, built: Built, solved: Found) -> Allocation:
    people, groups = problem.people, problem.groups
    placement = {
        people[person].key: groups[group].key
        for (person, group), column in built.cells.items()
        if solved.values[column]
    }
    teams = _own_teams(problem)
    if problem.rules.teams is not None:
        placed = defaultdict(set)
        for (group, pair), column in built.teams.items():
            if solved.values[column]:
                placed[groups[group].key].add(pair)
        teams = {group.key: frozenset(placed[group.key]) for group in groups}
    objective = total_cost(problem, placement)
    given = teams if problem.rules.teams is not None else None
    return Allocation(
        placement=placement,
        objective=objective,
        bound=min(solved.bound, objective),
        teams=teams,
        breaks=tuple(one for one in breaks_of(problem, placement, given) if not _by_hand(problem, one)),
    )


def _by_hand(problem: Problem, one: Break) -> bool:
    """Who was put there by hand does not follow on purpose: that is shown, but it is no fault of the plan."""
    return one.rule == Rule.LANGUAGE and any(
        str(person.key) == one.who and person.fixed == one.group for person in problem.people
    )


def _own_teams(problem: Problem) -> dict[int, frozenset[Pair]]:
    return {group.key: group.teams for group in problem.groups}


@dataclass(frozen=True)
class _Helper:
    """Tries changes until its time is over; what it could not prove by then is left out."""

    problem: Problem
    until: float

    def remedies(self, breaks: Sequence[Break]) -> list[Remedy]:
        """For each kind of rule the least change that alone makes room; if none alone does, all changes together."""
        attempts = (self._places, self._minimum, self._body, self._balance, self._languages)
        found = [Remedy(changes=tuple(changes)) for attempt in attempts if (changes := attempt())]
        found.sort(key=lambda remedy: sum(abs(change.then - change.now) for change in remedy.changes))
        return found or [Remedy(changes=tuple(_change_for(self.problem, one) for one in breaks))]

    def _solve(self, problem: Problem, *bendable: Rule) -> tuple[Built, Found] | None:
        left = self.until - monotonic()
        if left <= 0:
            return None
        try:
            built = build(problem, bendable=frozenset(bendable), price=1, wishes=False)
            return built, built.solve(min(left, SECONDS_REMEDY))
        except (Infeasible, OutOfTime):
            return None

    def _used(self, rule: Rule) -> list[Break]:
        """Where a rule bends if it alone may bend, and as little as possible."""
        solved = self._solve(self.problem, rule)
        if solved is None:
            return []
        built, found = solved
        groups = self.problem.groups
        return [
            Break(rule=rule, group=groups[place].key, amount=found.values[column], who=who)
            for (_rule, place, who), column in built.slack.items()
            if found.values[column]
        ]

    def _changes(self, rule: Rule) -> list[Change]:
        return [_change_for(self.problem, one) for one in self._used(rule)]

    def _places(self) -> list[Change]:
        return self._changes(Rule.CAPACITY)

    def _minimum(self) -> list[Change]:
        return self._changes(Rule.MINIMUM)

    def _languages(self) -> list[Change]:
        """Who would have to be interpreted for, and where."""
        return self._changes(Rule.LANGUAGE)

    def _body(self) -> list[Change]:
        """The limit holds for all, so the smallest one that works is the change."""
        used = self._used(Rule.BODY)
        if not used:
            return []
        now = self.problem.rules.most_per_body
        then = now + max(one.amount for one in used)
        while then > now + 1 and self._works(most_per_body=then - 1):
            then -= 1
        return [Change(rule=Rule.BODY, now=now, then=then)]

    def _balance(self) -> list[Change]:
        """The largest share that works, by halving."""
        now = self.problem.rules.least_share
        if not now or not self._works(least_share=0):
            return []
        low, high = 0, now
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self._works(least_share=middle) else (low, middle)
        return [Change(rule=Rule.BALANCE, now=now, then=low)]

    def _works(self, **rules: int) -> bool:
        return self._solve(replace(self.problem, rules=replace(self.problem.rules, **rules))) is not None


def _change_for(problem: Problem, one: Break) -> Change:
    """The number that the rule would have to have for what was bent."""
    group = next(group for group in problem.groups if group.key == one.group)
    if one.rule == Rule.CAPACITY:
        return Change(rule=one.rule, group=group.key, now=group.capacity, then=group.capacity + one.amount)
    if one.rule == Rule.MINIMUM:
        return Change(rule=one.rule, group=group.key, now=group.minimum, then=group.minimum - one.amount)
    if one.rule == Rule.BODY:
        most = problem.rules.most_per_body
        return Change(rule=one.rule, group=group.key, now=most, then=most + one.amount, who=one.who)
    return Change(rule=one.rule, group=group.key, now=0, then=one.amount, who=one.who)
