"""Who meets whom when, at which table and with which interpreter: the best plan within the rules, and its bound.

A pure function of its input, for the worker alone: it loads numpy and scipy. The value of a plan is ten times the
weight of each meeting that is held, and 30, 20 and 10 for everybody's first, second and third one, so that nobody is
left over.
HiGHS gives a plan and a bound that no plan exceeds; the same input gives the same plan unless its time ran out.

Interpreters are counted by kind of need: the meetings of a slot can be interpreted exactly if, for each set of kinds,
there are as many interpreters for one of them as there are meetings (Hall's theorem). Who interprets is set afterwards.
"""

import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from jisr.events.talks.choices import Choices, Load, Need
from jisr.events.talks.seating import interpreters_for, tables_for
from jisr.events.talks.task import FIRST_MEETINGS, MOVED, WEIGHT, Held, Plan, Reason, Task, Wanted, value_of

GAP = 0.003  # HiGHS stops this near to the bound, as a share
HALF = 0.5

Bonus = tuple[str, int]


def plan(task: Task, *, seconds: float = 25.0) -> Plan:
    """The best plan that is found in ``seconds``, with a bound for all plans. Raises ``ValueError`` for bad input."""
    _refuse_nonsense(task)
    started = time.perf_counter()
    choices = Choices(task)
    chosen, bound = _solve(choices, seconds)
    placed = _fill_up(choices, {**choices.fixed, **chosen})
    held = _seated(choices, placed)
    value = value_of(task, held)
    return Plan(
        held=held,
        unplaced={wish.key: _why_not(choices, wish, placed) for wish in task.wanted if wish.key not in placed},
        value=value,
        bound=max(bound, value),
        seconds=time.perf_counter() - started,
        is_optimal=bound <= value,
    )


def _refuse_nonsense(task: Task) -> None:
    people = {person.key for person in task.people}
    if len(people) != len(task.people) or len({wish.key for wish in task.wanted}) != len(task.wanted):
        raise ValueError("a person or a meeting is named twice")
    pairs = {frozenset(wish.people) for wish in task.wanted}
    if len(pairs) != len(task.wanted) or any(wish.one == wish.other for wish in task.wanted):
        raise ValueError("a meeting joins two people, and two people meet once")
    if any(not pair <= people for pair in pairs):
        raise ValueError("a meeting is for somebody who is not there")


@dataclass
class _Rows:
    """The rules of the model: rows of coefficients with an upper bound each."""

    values: list[float] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)
    highest: list[float] = field(default_factory=list)

    def add(self, columns: Iterable[int], highest: float, *, minus: Iterable[int] = ()) -> None:
        """The sum of ``columns`` less that of ``minus`` is at most ``highest``."""
        row = len(self.highest)
        for sign, each in ((1.0, columns), (-1.0, minus)):
            for column in each:
                self.values.append(sign)
                self.rows.append(row)
                self.columns.append(column)
        self.highest.append(highest)

    def constraint(self, width: int) -> LinearConstraint:
        shape = (len(self.highest), width)
        table = coo_array((self.values, (self.rows, self.columns)), shape=shape).tocsr()
        return LinearConstraint(table, ub=np.array(self.highest))


def _solve(choices: Choices, seconds: float) -> tuple[dict[str, int], float]:
    """Where the movable meetings go, and the bound of the whole value."""
    bonuses = [(name, place) for name in sorted(choices.people) for place in range(len(FIRST_MEETINGS))]
    width, kept = len(choices.slots), sum(WEIGHT * choices.wanted[key].weight for key in choices.fixed)
    if not bonuses:
        return {}, kept
    cost = np.array(
        [-_worth(choices, key, slot) for key, slot in choices.slots]
        + [-float(FIRST_MEETINGS[place]) for _name, place in bonuses]
    )
    rules = _rules(choices, bonuses).constraint(len(cost))
    options = {"time_limit": seconds, "mip_rel_gap": GAP}
    whole = np.concatenate([np.ones(width), np.zeros(len(bonuses))])
    found = milp(cost, integrality=whole, bounds=Bounds(0, 1), constraints=rules, options=options)
    lowest = found.mip_dual_bound
    if lowest is None:  # the time was over before HiGHS told one: the bound of the relaxation
        lowest = milp(cost, bounds=Bounds(0, 1), constraints=rules).fun
    bound = kept - float(lowest)
    if found.x is None:  # nothing was found in time: what ``_fill_up`` adds is the plan
        return {}, bound
    chosen = {key: slot for (key, slot), is_on in zip(choices.slots, found.x[:width], strict=True) if is_on > HALF}
    return chosen, bound


def _worth(choices: Choices, key: str, slot: int) -> float:
    kept = choices.published.get(key)
    is_moved = choices.task.may_move and kept is not None and kept.slot != slot
    return WEIGHT * choices.wanted[key].weight - (MOVED if is_moved else 0)


def _rules(choices: Choices, bonuses: Sequence[Bonus]) -> _Rows:
    """At most what people, tables and interpreters that are left can bear; first meetings count when they are held."""
    rules, taken = _Rows(), choices.load(choices.fixed)
    of: dict[Any, list[int]] = defaultdict(list)
    for column, (key, slot) in enumerate(choices.slots):
        of["meeting", key].append(column)
        of["slot", slot].append(column)
        for name in choices.wanted[key].people:
            of["person", name].append(column)
            of["seat", (name, slot)].append(column)
    for (kind, what), columns in list(of.items()):
        rules.add(columns, _left(choices, taken, kind, what))
    for slot in sorted({slot for _key, slot in choices.slots}):
        for needed, left in _interpreters_left(choices, slot, taken):
            rules.add(
                [column for column in of["slot", slot] if choices.needs[choices.slots[column][0]] in needed], left
            )
    own: dict[str, list[int]] = defaultdict(list)
    for place, (name, _rank) in enumerate(bonuses):
        own[name].append(len(choices.slots) + place)
    for name, columns in own.items():
        rules.add(columns, taken.of_person[name], minus=of["person", name])
    return rules


def _left(choices: Choices, taken: Load, kind: str, what: Any) -> float:  # noqa: ANN401 - by kind
    match kind:
        case "meeting":
            return 1
        case "slot":
            return max(0, choices.task.tables[what] - taken.tables[what])
        case "person":
            return max(0, choices.people[what].most - taken.of_person[what])
        case _:
            return 0 if what in taken.busy else 1


def _interpreters_left(choices: Choices, slot: int, taken: Load) -> Iterator[tuple[set[Need], int]]:
    """For each set of kinds of needs, how many more meetings of these kinds the slot can bear."""
    there = [one for one in choices.task.interpreters if slot in one.slots]
    for size in range(1, len(choices.kinds) + 1):
        for kinds in combinations(choices.kinds, size):
            able = sum(1 for one in there if one.pairs & frozenset().union(*kinds))
            yield set(kinds), max(0, able - sum(1 for need in taken.needs[slot] if need in kinds))


def _fill_up(choices: Choices, placed: dict[str, int]) -> dict[str, int]:
    """Add what still fits, the weightiest first: a plan that ended with its time may leave something open."""
    load = choices.load(placed)
    for key in sorted(choices.movable(), key=lambda key: (-choices.wanted[key].weight, key)):
        if key in placed:
            continue
        for slot in choices.slots_of(key):
            if _worth(choices, key, slot) > 0 and choices.obstacle(load, key, slot) is None:
                placed[key] = slot
                choices.take(load, key, slot)
                break
    return placed


def _why_not(choices: Choices, wish: Wanted, placed: Mapping[str, int]) -> Reason:
    """The first reason that somebody could do something about."""
    if choices.task.absent.intersection(wish.people):
        return Reason.ABSENT
    if not choices.common_slots(wish.key):
        return Reason.NO_COMMON_SLOT
    possible = choices.slots_of(wish.key)
    if not possible:
        return Reason.NO_INTERPRETER
    load = choices.load(placed)
    found = {choices.obstacle(load, wish.key, slot) for slot in possible}
    order = (Reason.MOST_MEETINGS, Reason.INTERPRETERS_BUSY, Reason.TABLES_FULL)
    return next((reason for reason in order if reason in found), Reason.OTHERS_WEIGHED_MORE)


def _seated(choices: Choices, placed: Mapping[str, int]) -> list[Held]:
    """Number the tables so that people change theirs rarely; what was published keeps table and interpreter."""
    by_slot: dict[int, list[Wanted]] = defaultdict(list)
    for key in sorted(placed):
        by_slot[placed[key]].append(choices.wanted[key])
    last: dict[str, int] = {}
    held: list[Held] = []
    for slot in sorted(by_slot):
        meetings = by_slot[slot]
        tables = tables_for(slot, meetings, choices.task.tables[slot], choices.published, last)
        interpreters = _interpreters_of(choices, slot, meetings)
        for meeting, table in zip(meetings, tables, strict=True):
            held.append(Held(meeting.key, slot, table, interpreters.get(meeting.key, "")))
            last.update(dict.fromkeys(meeting.people, table))
    return sorted(held, key=lambda each: (each.slot, each.table))


def _interpreters_of(choices: Choices, slot: int, meetings: Sequence[Wanted]) -> dict[str, str]:
    needing = [meeting.key for meeting in meetings if choices.needs[meeting.key]]
    kept = {row: choices.published[key] for row, key in enumerate(needing) if key in choices.published}
    preferred = {row: held.interpreter for row, held in kept.items() if held.slot == slot}
    needs = [choices.needs[key] for key in needing]
    found = interpreters_for(choices.task.interpreters, slot, needs, preferred)
    return dict(zip(needing, found, strict=True)) if needing else {}
