"""A round of suggestions for the whole programme: the best total that nobody's limit of introductions forbids.

It is a transport problem, whose linear relaxation has whole numbers as its solution. It is solved with the best pairs
of each row only; the prices of the solution then prove that no other pair could better it, or name those that could.
Runs in the worker.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from scipy.optimize import linprog
from scipy.sparse import coo_array

from jisr.matching import bulk
from jisr.matching.arrays import np
from jisr.matching.profiles import Pool, Profile
from jisr.matching.ranking import FEWEST_REASONS, points_of
from jisr.matching.scoring import POINTS, Weights

PER_AUTHORITY = 5
ARCS = 40  # pairs of each row that the first solution may choose from
MOST_PASSES = 8
TOLERANCE = 1e-6


class Unsolved(RuntimeError):
    """The solver gave up; it says why."""


@dataclass(frozen=True, kw_only=True)
class Exposure:
    """How suggestions are spread over the authorities of one side. ``gini`` is 0 if all are shown equally often."""

    authorities: int
    most: int
    gini: float
    never: int


@dataclass(frozen=True, kw_only=True)
class Pair:
    """A suggestion; ``points`` by kind of reason, seen from ``palestinian``."""

    palestinian: Profile
    german: Profile
    points: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.points.values())


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The pairs of a round.

    ``proven`` is the most that any choice within the limits can reach, in points; ``unlimited`` is what the top lists
    would come to if nobody had a limit.
    """

    pairs: tuple[Pair, ...]
    proven: int
    unlimited: int
    german: Exposure
    palestinian: Exposure

    @property
    def total(self) -> int:
        return sum(pair.total for pair in self.pairs)

    @property
    def given_up(self) -> float:
        """The share of the best possible total within the limits that this round does not reach."""
        return max(0.0, 1 - self.total / self.proven) if self.proven else 0.0


def plan(
    pool: Pool,
    *,
    weights: Weights,
    bound: Collection[tuple[int, int]] = (),
    former: Collection[int] = (),
    per_authority: int = PER_AUTHORITY,
) -> Plan:
    """Suggest up to ``per_authority`` partners to each Palestinian authority. ``bound`` pairs have it first."""
    open_ones = [one for one in pool.profiles if one.is_open and one.authority not in former]
    rows = [one for one in open_ones if one.country == "PS"]
    columns = [one for one in open_ones if one.country == "DE"]
    scores = _allowed_scores(pool, rows, columns, weights, bound)
    wanted = np.array([min(per_authority, row.free) for row in rows], int)
    free = np.array([column.free for column in columns], int)
    chosen, proven = _solve(scores, wanted, free)
    pairs = [
        Pair(
            palestinian=rows[row],
            german=columns[column],
            points=points_of(pool, rows[row], columns[column], weights=weights),
        )
        for row, column in chosen
    ]
    pairs = sorted(
        (pair for pair in pairs if len(pair.points) >= FEWEST_REASONS),
        key=lambda pair: (pair.palestinian.slug, -pair.total, pair.german.slug),
    )
    return Plan(
        pairs=tuple(pairs),
        proven=round(proven * POINTS),
        unlimited=round(_unlimited(scores, wanted) * POINTS),
        german=exposure(columns, [pair.german for pair in pairs]),
        palestinian=exposure(rows, [pair.palestinian for pair in pairs]),
    )


def exposure(everybody: Sequence[Profile], shown: Sequence[Profile]) -> Exposure:
    """How ``shown`` is spread over ``everybody``."""
    times = Counter(one.authority for one in shown)
    counts = sorted(times[one.authority] for one in everybody)
    total, size = sum(counts), len(counts)
    gini = (
        sum((2 * place - size - 1) * count for place, count in enumerate(counts, 1)) / (size * total) if total else 0.0
    )
    return Exposure(authorities=size, most=max(counts, default=0), gini=round(gini, 4), never=counts.count(0))


def _allowed_scores(
    pool: Pool,
    rows: Sequence[Profile],
    columns: Sequence[Profile],
    weights: Weights,
    bound: Collection[tuple[int, int]],
) -> np.ndarray:
    if not rows or not columns:
        return np.zeros((len(rows), len(columns)), np.float32)
    scores = np.vstack(list(bulk.scores(pool, rows, columns, weights=weights)))
    row_of = {row.authority: place for place, row in enumerate(rows)}
    column_of = {column.authority: place for place, column in enumerate(columns)}
    for palestinian, german in bound:
        if palestinian in row_of and german in column_of:
            scores[row_of[palestinian], column_of[german]] = 0
    return scores


def _unlimited(scores: np.ndarray, wanted: np.ndarray) -> float:
    """What each row's best come to, whoever else is shown them."""
    most = min(int(wanted.max(initial=0)), scores.shape[1])
    if not most:
        return 0.0
    best = -np.sort(-np.partition(scores, scores.shape[1] - most, axis=1)[:, -most:], axis=1)
    return float((best * (np.arange(most) < wanted[:, None])).sum(dtype=np.float64))


def _solve(scores: np.ndarray, wanted: np.ndarray, free: np.ndarray) -> tuple[list[tuple[int, int]], float]:
    """The chosen cells, and the total that is proven to be the most possible."""
    is_arc = _first_arcs(scores)
    if not is_arc.any():
        return [], 0.0
    for _pass in range(MOST_PASSES):
        rows, columns = np.nonzero(is_arc)
        taken, prices, total = _transport(scores[rows, columns], rows, columns, wanted, free)
        better = (
            (scores - prices[: len(wanted), None] - prices[None, len(wanted) :] > TOLERANCE) & (scores > 0) & ~is_arc
        )
        if not better.any():
            return list(zip(rows[taken].tolist(), columns[taken].tolist(), strict=True)), total
        is_arc |= better
    raise Unsolved(f"after {MOST_PASSES} passes there are still better pairs")


def _first_arcs(scores: np.ndarray) -> np.ndarray:
    is_arc = np.zeros(scores.shape, bool)
    most = min(ARCS, scores.shape[1])
    if most and scores.shape[0]:
        best = np.argpartition(scores, scores.shape[1] - most, axis=1)[:, -most:]
        np.put_along_axis(is_arc, best, values=True, axis=1)
    return is_arc & (scores > 0)


def _transport(
    gains: np.ndarray, rows: np.ndarray, columns: np.ndarray, wanted: np.ndarray, free: np.ndarray
) -> tuple[np.ndarray, np.ndarray, float]:
    """Which arcs are taken, the price of each limit (rows, then columns), and the total gain."""
    count = len(gains)
    places = np.concatenate([rows, len(wanted) + columns])
    limits = coo_array(
        (np.ones(2 * count), (places, np.tile(np.arange(count), 2))), shape=(len(wanted) + len(free), count)
    ).tocsr()
    found = linprog(
        -gains.astype(np.float64),
        A_ub=limits,
        b_ub=np.concatenate([wanted, free]),
        bounds=(0, 1),
        method="highs-ds",
    )
    if found.x is None:
        raise Unsolved(str(found.message))
    return found.x > 0.5, -found.ineqlin.marginals, -float(found.fun)  # noqa: PLR2004 - 0 or 1 but for rounding
