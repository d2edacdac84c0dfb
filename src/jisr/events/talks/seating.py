"""At which table a meeting is held and who interprets it, once it is known who meets when."""

from collections.abc import Mapping, Sequence

import numpy as np
from scipy.optimize import linear_sum_assignment

from jisr.events.talks.task import Held, Interpreter, LanguagePair, Wanted

Need = frozenset[LanguagePair]
NEVER = 1000.0


def interpreters_for(
    interpreters: Sequence[Interpreter],
    slot: int,
    needs: Sequence[Need],
    preferred: Mapping[int, str] | None = None,
) -> list[str]:
    """One interpreter for each need of a slot, in their order; nothing where there are not enough.

    ``preferred``: by place in ``needs``, who should go on if possible.
    """
    there = [one for one in interpreters if slot in one.slots]
    if not needs or len(needs) > len(there):
        return []
    cost = np.array([[0.0 if one.pairs & need else NEVER for one in there] for need in needs])
    for row, key in (preferred or {}).items():
        cost[row] += [-1.0 if one.key == key else 0.0 for one in there]
    rows, columns = linear_sum_assignment(cost)
    if cost[rows, columns].sum() > 0:
        return []
    return [there[column].key for column in columns]


def tables_for(
    slot: int,
    meetings: Sequence[Wanted],
    count: int,
    published: Mapping[str, Held],
    last: Mapping[str, int],
) -> list[int]:
    """A table for each meeting of a slot: the published one, else that at which one of the two sat ``last``."""
    cost = np.full((len(meetings), count), 2.0)
    for row, meeting in enumerate(meetings):
        for name in meeting.people:
            if 1 <= last.get(name, 0) <= count:
                cost[row, last[name] - 1] -= 1
        kept = published.get(meeting.key)
        if kept is not None and kept.slot == slot and 1 <= kept.table <= count:
            cost[row, kept.table - 1] = -NEVER
    _rows, columns = linear_sum_assignment(cost)
    return [int(column) + 1 for column in columns]
