"""The best allocation of people to working groups, with the proof of how good it is. Runs in the worker.

A linear programme over whole numbers: one variable for each person and group, one for each team of interpreters and
group if the teams are to be placed, too. Where no plan keeps all rules, each rule may bend at a price above any sum of
wishes, so that as little as possible bends; and each kind of rule alone is tried for the least change that helps.
"""

import random
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from time import monotonic

from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from jisr.events.groups.problem import (
    SIDES,
    WHOLE,
    Allocation,
    Break,
    Change,
    Group,
    Pair,
    Person,
    Problem,
    Remedy,
    breaks_of,
    cost_of,
    follows,
    team_of,
    total_cost,
)
from jisr.events.groups.states import Rule
from jisr.matching.arrays import np

SECONDS_SET, SECONDS_PLACED = 20, 40
SECONDS_REMEDY = 5
LARGEST = 1_000_000
FEW_CELLS = 600
SHARE_OF_TEAMS = 0.8  # of the time
INFEASIBLE = 2
Cell = tuple[int, int]  # person and group by place in the problem
ALL_RULES = frozenset(Rule)


class OutOfTime(RuntimeError):
    """The solver found no plan in the time it had."""


class Infeasible(RuntimeError):
    """No plan keeps all rules that must hold."""


@dataclass
class _Model:
    """Columns and rows as they are added; solved as sparse arrays."""

    prices: list[float] = field(default_factory=list)
    most: list[float] = field(default_factory=list)
    rows: list[tuple[list[int], list[float], float, float]] = field(default_factory=list)

    def column(self, price: float, most: float = 1) -> int:
        self.prices.append(price)
        self.most.append(most)
        return len(self.prices) - 1

    def row(self, terms: Iterable[tuple[int, float]], least: float, most: float) -> None:
        listed = list(terms)
        self.rows.append(([column for column, _factor in listed], [factor for _column, factor in listed], least, most))

    def solve(
        self, seconds: float, *, whole: Collection[int] | None = None, given: Mapping[int, int] | None = None
    ) -> "_Found":
        """Only ``whole`` columns have whole values, or all; ``given`` ones have the value they are given.

        Raises ``Infeasible`` and ``OutOfTime``.
        """
        is_whole = np.ones(len(self.prices)) if whole is None else np.zeros(len(self.prices))
        is_whole[list(whole or ())] = 1
        least, most = np.zeros(len(self.prices)), np.array(self.most, float)
        for column, value in (given or {}).items():
            least[column] = most[column] = value
        columns = np.fromiter((column for row in self.rows for column in row[0]), np.int32)
        factors = np.fromiter((factor for row in self.rows for factor in row[1]), np.float64)
        numbers = np.repeat(np.arange(len(self.rows)), [len(row[0]) for row in self.rows])
        shape = (len(self.rows), len(self.prices))
        matrix = coo_array((factors, (numbers, columns)), shape=shape).tocsr()
        found = milp(
            np.array(self.prices),
            integrality=is_whole,
            bounds=Bounds(least, most),
            constraints=LinearConstraint(matrix, [row[2] for row in self.rows], [row[3] for row in self.rows]),
            options={"time_limit": max(0.1, seconds), "mip_rel_gap": 0.0},
        )
        if found.status == INFEASIBLE:
            raise Infeasible
        if found.x is None:
            raise OutOfTime(str(found.message))
        return _Found(np.rint(found.x).astype(int).tolist(), float(found.mip_dual_bound))


@dataclass(frozen=True)
class _Found:
    values: list[int]
    bound: float


@dataclass
class _Built:
    """A model with the columns of people in groups and of teams in groups."""

    model: _Model
    cells: dict[Cell, int] = field(default_factory=dict)
    teams: dict[tuple[int, Pair], int] = field(default_factory=dict)
    slack: dict[tuple[Rule, int, str], int] = field(default_factory=dict)

    def solve(self, seconds: float) -> _Found:
        """All at once; where teams are placed for many people, first the teams, then the people.

        Placed together, 300 people and 12 groups end 80 % above what is proven after 40 seconds. With people that may
        be split the teams are best after a quarter of that, and what is proven then holds for whole people, too.
        """
        if not self.teams or len(self.cells) <= FEW_CELLS:
            return self.model.solve(seconds)
        start = monotonic()
        split = self.model.solve(seconds * SHARE_OF_TEAMS, whole=[*self.teams.values(), *self.slack.values()])
        given = {column: split.values[column] for column in self.teams.values()}
        left = seconds - (monotonic() - start)
        try:
            return replace(self.model.solve(left, given=given), bound=split.bound)
        except Infeasible:
            return self.model.solve(left)


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
        built = _build(problem)
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
    built = _build(problem, bendable=ALL_RULES, price=price)
    solved = built.solve(seconds)
    bent = sum(price * solved.values[column] for column in built.slack.values())
    found = _read(problem, built, solved)
    bound = max(0.0, solved.bound - bent)
    return replace(found, bound=min(bound, found.objective), remedies=tuple(_remedies(problem, found.breaks)))


def _read(problem: Problem, built: _Built, solved: _Found) -> Allocation:
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


# The model


def _build(
    problem: Problem, *, bendable: frozenset[Rule] = frozenset(), price: float = 0, wishes: bool = True
) -> _Built:
    """All rules as rows; those that are ``bendable`` have a column that takes up what is missing, at ``price``."""
    built = _Built(_Model())
    bend = _Bend(built, bendable, price)
    _add_cells(problem, built, bend, wishes=wishes)
    if problem.rules.teams is not None:
        _add_teams(problem, built, bend)
    _one_group_each(problem, built)
    _sizes(problem, built, bend)
    _balance(problem, built, bend)
    _bodies(problem, built, bend)
    return built


@dataclass
class _Bend:
    """Gives rows the column by which they may bend, if they may."""

    built: _Built
    bendable: frozenset[Rule]
    price: float

    def terms(self, rule: Rule, group: int, who: str, factor: float) -> list[tuple[int, float]]:
        if rule not in self.bendable:
            return []
        column = self.built.model.column(self.price, LARGEST if rule != Rule.LANGUAGE else 1)
        self.built.slack[rule, group, who] = column
        return [(column, factor)]


def _add_cells(problem: Problem, built: _Built, bend: _Bend, *, wishes: bool) -> None:
    """One column for each person in each group where they may be. Who is fixed has only that one."""
    is_placing = problem.rules.teams is not None
    for number, person in enumerate(problem.people):
        for place, group in enumerate(problem.groups):
            if not _may_be(person, group):
                continue
            fits = is_placing or person.fixed == group.key or follows(person.languages, group.spoken, group.interpreted)
            if not fits and Rule.LANGUAGE not in bend.bendable:
                continue
            column = built.model.column(cost_of(person, group.key) if wishes else 0)
            built.cells[number, place] = column
            if not fits:
                terms = bend.terms(Rule.LANGUAGE, place, str(person.key), -1)
                built.model.row([(column, 1), *terms], -1, 0)


def _may_be(person: Person, group: Group) -> bool:
    return person.fixed is None or person.fixed == group.key


def _one_group_each(problem: Problem, built: _Built) -> None:
    of_person = defaultdict(list)
    for (person, _group), column in built.cells.items():
        of_person[person].append((column, 1))
    for number in range(len(problem.people)):
        if not of_person[number]:
            raise Infeasible
        built.model.row(of_person[number], 1, 1)


def _sizes(problem: Problem, built: _Built, bend: _Bend) -> None:
    for place, group in enumerate(problem.groups):
        inside = [(column, 1) for (_person, at), column in built.cells.items() if at == place]
        built.model.row([*inside, *bend.terms(Rule.CAPACITY, place, "", -1)], -LARGEST, group.capacity)
        built.model.row([*inside, *bend.terms(Rule.MINIMUM, place, "", 1)], group.minimum, LARGEST)


def _balance(problem: Problem, built: _Built, bend: _Bend) -> None:
    """Of all people of the two sides in a group, each side has its share."""
    share = problem.rules.least_share
    if not share:
        return
    for place in range(len(problem.groups)):
        cells = [
            (problem.people[person].side, column)
            for (person, at), column in built.cells.items()
            if at == place and problem.people[person].side in SIDES
        ]
        for side in SIDES:
            terms = [(column, WHOLE - share if own == side else -share) for own, column in cells]
            built.model.row([*terms, *bend.terms(Rule.BALANCE, place, side, WHOLE)], 0, LARGEST)


def _bodies(problem: Problem, built: _Built, bend: _Bend) -> None:
    most = problem.rules.most_per_body
    members = defaultdict(list)
    for number, person in enumerate(problem.people):
        for body in dict.fromkeys(person.bodies):
            members[body].append(number)
    for body, numbers in sorted(members.items()):
        if not most or len(numbers) <= most:
            continue
        for place in range(len(problem.groups)):
            terms = [(built.cells[number, place], 1) for number in numbers if (number, place) in built.cells]
            built.model.row([*terms, *bend.terms(Rule.BODY, place, body, -1)], -LARGEST, most)


def _add_teams(problem: Problem, built: _Built, bend: _Bend) -> None:
    """Who does not speak a language that is spoken somewhere is there only if a team interprets it into theirs."""
    _add_places_of_teams(problem, built)
    for (number, place), column in list(built.cells.items()):
        person, group = problem.people[number], problem.groups[place]
        missing = [each for each in group.spoken if each not in person.languages]
        if not person.languages or not missing or person.fixed == group.key:
            continue
        slack = bend.terms(Rule.LANGUAGE, place, str(person.key), -1)
        for spoken in missing:
            teams = [(built.teams[place, team_of(spoken, own)], -1) for own in person.languages]
            built.model.row([(column, 1), *teams, *slack], -LARGEST, 0)


def _add_places_of_teams(problem: Problem, built: _Built) -> None:
    known = sorted({each for person in problem.people for each in person.languages})
    for place, group in enumerate(problem.groups):
        wanted = {team_of(spoken, own) for spoken in group.spoken for own in known if own != spoken}
        for pair in sorted(wanted):
            built.teams[place, pair] = built.model.column(0)
    if built.teams:
        built.model.row([(column, 1) for column in built.teams.values()], 0, problem.rules.teams or 0)


# What would help


def _remedies(problem: Problem, breaks: Sequence[Break]) -> list[Remedy]:
    """For each kind of rule the least change that alone makes room; if none alone does, all changes together."""
    found = []
    for attempt in (_more_places, _smaller_minimum, _more_of_a_body, _less_balance, _without_languages):
        changes = attempt(problem)
        if changes:
            found.append(Remedy(changes=tuple(changes)))
    found.sort(key=lambda remedy: sum(abs(change.then - change.now) for change in remedy.changes))
    return found or [Remedy(changes=tuple(_change_for(problem, one) for one in breaks))]


def _feasible(problem: Problem, *bendable: Rule) -> tuple[_Built, _Found] | None:
    try:
        built = _build(problem, bendable=frozenset(bendable), price=1, wishes=False)
        return built, built.solve(SECONDS_REMEDY)
    except (Infeasible, OutOfTime):
        return None


def _used(problem: Problem, rule: Rule) -> list[tuple[int, str, int]]:
    """Where a rule bends, for whom, by how much, if it alone may bend as little as possible."""
    solved = _feasible(problem, rule)
    if solved is None:
        return []
    built, found = solved
    return [
        (group, who, found.values[column])
        for (_rule, group, who), column in built.slack.items()
        if found.values[column]
    ]


def _more_places(problem: Problem) -> list[Change]:
    return [
        _change_for(problem, Break(rule=Rule.CAPACITY, group=problem.groups[place].key, amount=amount))
        for place, _who, amount in _used(problem, Rule.CAPACITY)
    ]


def _smaller_minimum(problem: Problem) -> list[Change]:
    return [
        _change_for(problem, Break(rule=Rule.MINIMUM, group=problem.groups[place].key, amount=amount))
        for place, _who, amount in _used(problem, Rule.MINIMUM)
    ]


def _without_languages(problem: Problem) -> list[Change]:
    """Who would have to be interpreted for, and where."""
    return [
        _change_for(problem, Break(rule=Rule.LANGUAGE, group=problem.groups[place].key, amount=amount, who=who))
        for place, who, amount in _used(problem, Rule.LANGUAGE)
    ]


def _more_of_a_body(problem: Problem) -> list[Change]:
    """The limit holds for all, so the smallest one that works is the change."""
    if not _used(problem, Rule.BODY):
        return []
    now = problem.rules.most_per_body
    for then in range(now + 1, len(problem.people) + 1):
        if _feasible(replace(problem, rules=replace(problem.rules, most_per_body=then))):
            return [Change(rule=Rule.BODY, now=now, then=then)]
    return []


def _less_balance(problem: Problem) -> list[Change]:
    """The largest share that works, by halving."""
    now = problem.rules.least_share

    def works(share: int) -> bool:
        return _feasible(replace(problem, rules=replace(problem.rules, least_share=share))) is not None

    if not now or not works(0):
        return []
    low, high = 0, now
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if works(middle) else (low, middle)
    return [Change(rule=Rule.BALANCE, now=now, then=low)]


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
