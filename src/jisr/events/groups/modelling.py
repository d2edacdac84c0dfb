"""The linear programme of working groups: its columns, its rows, and how it is solved. Runs in the worker."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from time import monotonic

from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from jisr.events.groups.problem import SIDES, WHOLE, Group, Pair, Person, Problem, cost_of, follows, team_of
from jisr.events.groups.states import Rule
from jisr.matching.arrays import np

LARGEST = 1_000_000
FEW_CELLS = 600
SHARE_OF_TEAMS = 0.8  # of the time
INFEASIBLE = 2
Cell = tuple[int, int]  # person and group by place in the problem


class OutOfTime(RuntimeError):
    """The solver found no plan in the time it had."""


class Infeasible(RuntimeError):
    """No plan keeps all rules that must hold."""


@dataclass
class Model:
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
    ) -> "Found":
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
        return Found(np.rint(found.x).astype(int).tolist(), float(found.mip_dual_bound))


@dataclass(frozen=True)
class Found:
    values: list[int]
    bound: float


@dataclass
class Built:
    """A model with the columns of people in groups and of teams in groups."""

    model: Model
    cells: dict[Cell, int] = field(default_factory=dict)
    teams: dict[tuple[int, Pair], int] = field(default_factory=dict)
    slack: dict[tuple[Rule, int, str], int] = field(default_factory=dict)

    def solve(self, seconds: float) -> Found:
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


def build(problem: Problem, *, bendable: frozenset[Rule] = frozenset(), price: float = 0, wishes: bool = True) -> Built:
    """All rules as rows; those that are ``bendable`` have a column that takes up what is missing, at ``price``."""
    built = Built(Model())
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

    built: Built
    bendable: frozenset[Rule]
    price: float

    def terms(self, rule: Rule, group: int, who: str, factor: float) -> list[tuple[int, float]]:
        if rule not in self.bendable:
            return []
        column = self.built.model.column(self.price, LARGEST if rule != Rule.LANGUAGE else 1)
        self.built.slack[rule, group, who] = column
        return [(column, factor)]


def _add_cells(problem: Problem, built: Built, bend: _Bend, *, wishes: bool) -> None:
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


def _one_group_each(problem: Problem, built: Built) -> None:
    of_person = defaultdict(list)
    for (person, _group), column in built.cells.items():
        of_person[person].append((column, 1))
    for number in range(len(problem.people)):
        if not of_person[number]:
            raise Infeasible
        built.model.row(of_person[number], 1, 1)


def _sizes(problem: Problem, built: Built, bend: _Bend) -> None:
    for place, group in enumerate(problem.groups):
        inside = [(column, 1) for (_person, at), column in built.cells.items() if at == place]
        built.model.row([*inside, *bend.terms(Rule.CAPACITY, place, "", -1)], -LARGEST, group.capacity)
        built.model.row([*inside, *bend.terms(Rule.MINIMUM, place, "", 1)], group.minimum, LARGEST)


def _balance(problem: Problem, built: Built, bend: _Bend) -> None:
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


def _bodies(problem: Problem, built: Built, bend: _Bend) -> None:
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


def _add_teams(problem: Problem, built: Built, bend: _Bend) -> None:
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


def _add_places_of_teams(problem: Problem, built: Built) -> None:
    known = sorted({each for person in problem.people for each in person.languages})
    for place, group in enumerate(problem.groups):
        wanted = {team_of(spoken, own) for spoken in group.spoken for own in known if own != spoken}
        for pair in sorted(wanted):
            built.teams[place, pair] = built.model.column(0)
    if built.teams:
        built.model.row([(column, 1) for column in built.teams.values()], 0, problem.rules.teams or 0)
