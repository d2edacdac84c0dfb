"""How good and how fast the plan of 1:1 meetings is: 200 people, 20 slots, 40 tables, 8 interpreters, all made up."""

import random
from collections.abc import Iterator
from dataclasses import replace

from bench.figures import Figure, at_most, only

PEOPLE, SLOTS, TABLES, INTERPRETERS = 200, 20, 40, 8
WISHES, ACCEPTED, THERE, ENGLISH = 14, 0.62, 0.85, 0.55
GAP_PERCENT, PLAN_S, AGAIN_S = 0.5, 30, 3


def figures() -> Iterator[Figure]:
    """Three rooms full of people; then five of them stay away."""
    from jisr.events.talks.planning import plan

    for seed in (1, 2, 3):
        asked = _task(seed)
        made = plan(asked)
        name = f"1:1 meetings, seed {seed}"
        yield only(f"{name}: agreed, held", len(made.held) / len(asked.wanted) * 100, "%")
        yield only(f"{name}: value", made.value, "points")
        yield only(f"{name}: bound", made.bound, "points")
        yield at_most(f"{name}: below the bound", made.gap * 100, "%", GAP_PERCENT)
        yield at_most(f"{name}: planned in", made.seconds, "s", PLAN_S)
        absent = frozenset(f"p{number}" for number in range(3, PEOPLE, PEOPLE // 5))
        again = plan(replace(asked, published=made.held, absent=absent))
        wanted = {wish.key: wish for wish in asked.wanted}
        stay = {each for each in made.held if not absent.intersection(wanted[each.wanted].people)}
        yield at_most(f"{name}: moved after no-shows", len(stay - set(again.held)), "meetings", 0)
        yield only(f"{name}: filled again", len(set(again.held) - stay), "meetings")
        yield at_most(f"{name}: planned again in", again.seconds, "s", AGAIN_S)


def _task(seed: int) -> "object":
    """One half speaks German, the other one Arabic, some English; everybody wishes for 14 of the other half."""
    from jisr.events.talks.task import Interpreter, Person, Task, Wanted

    drawn = random.Random(seed)
    people = [
        Person(
            f"p{number}",
            frozenset(slot for slot in range(SLOTS) if drawn.random() < THERE),
            10,
            frozenset({"ar" if number % 2 else "de", *(["en"] if drawn.random() < ENGLISH else [])}),
        )
        for number in range(PEOPLE)
    ]
    weights: dict[tuple[int, int], float] = {}
    for number in range(PEOPLE):
        others = drawn.sample([other for other in range(PEOPLE) if other % 2 != number % 2], WISHES)
        for rank, other in enumerate(others):
            if drawn.random() < ACCEPTED:
                pair = (min(number, other), max(number, other))
                weights[pair] = weights.get(pair, 0) + (1.5 if rank < 3 else 1.0 if rank < 8 else 0.5)
    wanted = [Wanted(f"w{a}-{b}", f"p{a}", f"p{b}", weight) for (a, b), weight in sorted(weights.items())]
    both = frozenset({frozenset({"de", "ar"})})
    more = both | {frozenset({"en", "ar"})}
    voices = [Interpreter(f"i{n}", frozenset(range(SLOTS)), more if n % 2 else both) for n in range(INTERPRETERS)]
    return Task(people=people, wanted=wanted, tables=dict.fromkeys(range(SLOTS), TABLES), interpreters=voices)
