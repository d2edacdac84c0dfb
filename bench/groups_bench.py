"""How well and how fast people are placed in working groups: 300 people, 12 groups, all made up, three seeds.

Two sides, five ranked wishes each that favour some groups, 40 percent without English, at most three of the same
authority in a group, 30 percent of each side at least.
"""

import random
from collections.abc import Iterator
from time import perf_counter

from bench.figures import Figure, at_most, only

PEOPLE, GROUPS, WISHES, AUTHORITIES = 300, 12, 5, 60
SEEDS = (1, 2, 3)
TEAMS = 8
SECONDS_SET, SECONDS_PLACED = 2, 45


def figures() -> Iterator[Figure]:
    """With the languages that the groups have, then with teams of interpreters that the solver places itself."""
    from jisr.events.groups.allocating import allocate
    from jisr.events.groups.problem import total_cost

    for is_placing, words, budget in (
        (False, "languages set", SECONDS_SET),
        (True, f"{TEAMS} teams placed", SECONDS_PLACED),
    ):
        for seed in SEEDS:
            problem = made_up(seed, is_placing=is_placing)
            start = perf_counter()
            found = allocate(problem)
            taken, name = perf_counter() - start, f"working groups, {words}, seed {seed}"
            if found.breaks or found.objective != total_cost(problem, found.placement):
                raise RuntimeError(f"{name}: {found.breaks}")
            yield only(f"{name}, points", found.objective, "points")
            yield only(f"{name}, bound", found.bound, "points")
            yield only(f"{name}, first wishes", 100 * _share(problem, found.placement), "%")
            yield at_most(f"{name}, time", taken, "s", budget)


def made_up(seed: int, *, is_placing: bool):  # noqa: ANN201 - a problem
    from jisr.events.groups.problem import Group, Problem, Rules

    chance = random.Random(seed)
    weights = [chance.paretovariate(1.1) for _group in range(GROUPS)]
    people = [_person(key, weights, chance) for key in range(1, PEOPLE + 1)]
    wanted = sorted(range(GROUPS), key=lambda place: -weights[place])[:8]
    groups = []
    for place in range(GROUPS):
        is_both = not is_placing and place in wanted
        groups.append(
            Group(
                key=place + 1,
                capacity=chance.randint(26, 31),
                minimum=15,
                spoken=("de", "ar") if is_both else ("en",),
                interpreted=(("de", "ar"), ("ar", "de")) if is_both else (),
            )
        )
    rules = Rules(most_per_body=3, least_share=30, teams=TEAMS if is_placing else None)
    return Problem(people=people, groups=groups, rules=rules, seed=seed)


def _person(key: int, weights: list[float], chance: random.Random):  # noqa: ANN202 - as above
    from jisr.events.groups.problem import Person

    side = "DE" if key <= PEOPLE / 2 else "PS"
    languages = ("de" if side == "DE" else "ar", *(("en",) if chance.random() < 0.6 else ()))
    left, wishes = dict(enumerate(weights, 1)), []
    while len(wishes) < WISHES:
        group = chance.choices(list(left), list(left.values()))[0]
        wishes.append(group)
        del left[group]
    body = f"{side}{chance.randrange(AUTHORITIES)}"
    return Person(key=key, side=side, bodies=(body,), languages=languages, wishes=tuple(wishes))


def _share(problem, placement: dict[int, int]) -> float:  # noqa: ANN001 - as above
    return sum(placement[person.key] == person.wishes[0] for person in problem.people) / len(problem.people)
