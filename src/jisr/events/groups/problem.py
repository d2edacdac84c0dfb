"""What the allocation of people to working groups is about, in plain values, and what counts as keeping the rules.

The solver (``allocating``) and the pages use the same words; this module needs no numbers library, so the web reads it.

A *team* interprets between two languages in one group, in both directions. Somebody *follows* a group if each language
spoken there is one of theirs or is interpreted into one of theirs. People who stated no language follow everywhere.
"""

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from jisr.events.groups.states import Rule

WISH_COSTS = (0, 1, 3, 6, 10)
UNLISTED = 25
MOST_WISHES = len(WISH_COSTS)
MOVE_PRICE = 15
SIDES = ("DE", "PS")  # whose balance counts; others join anywhere
WHOLE = 100

Pair = tuple[str, str]
Placement = Mapping[int, int]  # person -> group


@dataclass(frozen=True, kw_only=True)
class Person:
    """``bodies``: all whom they come for. ``fixed``: must be there. ``kept``: is there now, and moving costs."""

    key: int
    side: str = ""
    bodies: Sequence[str] = ()
    languages: Sequence[str] = ()
    wishes: Sequence[int] = ()
    fixed: int | None = None
    kept: int | None = None


@dataclass(frozen=True, kw_only=True)
class Group:
    """``interpreted``: pairs of from and into."""

    key: int
    capacity: int
    minimum: int = 0
    spoken: Sequence[str] = ()
    interpreted: Sequence[Pair] = ()

    @property
    def teams(self) -> frozenset[Pair]:
        """The pairs of languages that need interpreters here."""
        return frozenset(team_of(*pair) for pair in self.interpreted)


@dataclass(frozen=True, kw_only=True)
class Rules:
    """``most_per_body``: 0 for no limit. ``least_share``: of each side, in percent; 0 for no rule.

    ``teams``: how many teams the solver places itself; None leaves them where the groups say.
    """

    most_per_body: int = 2
    least_share: int = 30
    teams: int | None = None


@dataclass(frozen=True, kw_only=True)
class Problem:
    """All people and groups of one edition. ``seed`` draws lots between solutions that are equally good."""

    people: Sequence[Person]
    groups: Sequence[Group]
    rules: Rules
    seed: int = 1


@dataclass(frozen=True, kw_only=True)
class Break:
    """A rule that a placement bends: where, by how much, and for whom (``who``: a side, a body, a person's number)."""

    rule: Rule
    group: int
    amount: int
    who: str = ""


@dataclass(frozen=True, kw_only=True)
class Change:
    """One number that would have to be another one. ``group`` is None where the rule holds for all."""

    rule: Rule
    now: int
    then: int
    group: int | None = None
    who: str = ""


@dataclass(frozen=True, kw_only=True)
class Remedy:
    """Changes that together make room for a plan within all other rules."""

    changes: Sequence[Change]


@dataclass(frozen=True, kw_only=True)
class Allocation:
    """Who is where. ``bound``: no plan within the same rules costs less. ``breaks``: empty if all rules are kept."""

    placement: dict[int, int]
    objective: int
    bound: float
    teams: dict[int, frozenset[Pair]]
    breaks: Sequence[Break] = ()
    remedies: Sequence[Remedy] = ()

    @property
    def gap(self) -> int:
        """By how many points the best plan may be better, at most: whole, as all costs are."""
        return max(0, self.objective - math.ceil(self.bound - 1e-6))


def team_of(one: str, other: str) -> Pair:
    return (one, other) if one < other else (other, one)


def cost_of(person: Person, group: int) -> int:
    """What it costs to put a person there; nothing for those who wished nothing."""
    moved = MOVE_PRICE if person.kept not in {None, group} else 0
    if group in person.wishes:
        return moved + WISH_COSTS[person.wishes.index(group)]
    return moved + (UNLISTED if person.wishes else 0)


def total_cost(problem: Problem, placement: Placement) -> int:
    return sum(cost_of(person, placement[person.key]) for person in problem.people)


def follows(languages: Collection[str], spoken: Iterable[str], interpreted: Collection[Pair]) -> bool:
    """Whether somebody with these languages understands all that is said. ``interpreted``: pairs of from and into."""
    return not languages or all(
        each in languages or any((each, into) in interpreted for into in languages) for each in spoken
    )


def both_ways(teams: Iterable[Pair]) -> frozenset[Pair]:
    return frozenset(pair for one, other in teams for pair in ((one, other), (other, one)))


def heard(group: Group, teams: Mapping[int, Collection[Pair]] | None) -> Collection[Pair]:
    """What is interpreted in a group: by the teams that were placed, or as the group says."""
    return group.interpreted if teams is None else both_ways(teams.get(group.key, ()))


def shortfall(own: int, both: int, least_share: int) -> int:
    """How many people of a side are missing for its share, rounded up."""
    return max(0, -(-(least_share * both - WHOLE * own) // WHOLE))


def breaks_of(
    problem: Problem, placement: Placement, teams: Mapping[int, Collection[Pair]] | None = None
) -> list[Break]:
    """All rules that a placement bends. Needs no solver: the pages ask it after each move by hand."""
    inside: dict[int, list[Person]] = {group.key: [] for group in problem.groups}
    for person in sorted(problem.people, key=lambda person: person.key):
        if placement.get(person.key) in inside:
            inside[placement[person.key]].append(person)
    found: list[Break] = []
    for group in problem.groups:
        found += _of_group(group, inside[group.key], problem.rules)
        found += [
            Break(rule=Rule.LANGUAGE, group=group.key, amount=1, who=str(person.key))
            for person in inside[group.key]
            if not follows(person.languages, group.spoken, heard(group, teams))
        ]
    return found


def _of_group(group: Group, people: Sequence[Person], rules: Rules) -> list[Break]:
    found = []
    if len(people) > group.capacity:
        found.append(Break(rule=Rule.CAPACITY, group=group.key, amount=len(people) - group.capacity))
    if len(people) < group.minimum:
        found.append(Break(rule=Rule.MINIMUM, group=group.key, amount=group.minimum - len(people)))
    sides = Counter(person.side for person in people)
    both = sum(sides[side] for side in SIDES)
    found += [
        Break(rule=Rule.BALANCE, group=group.key, amount=missing, who=side)
        for side in SIDES
        if (missing := shortfall(sides[side], both, rules.least_share))
    ]
    if rules.most_per_body:
        bodies = Counter(body for person in people for body in person.bodies)
        found += [
            Break(rule=Rule.BODY, group=group.key, amount=count - rules.most_per_body, who=body)
            for body, count in sorted(bodies.items())
            if count > rules.most_per_body
        ]
    return found
