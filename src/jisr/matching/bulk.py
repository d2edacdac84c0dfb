"""Scores of all pairs at once, for the worker: the same figures as ``ranking``, by numpy, some rows at a time."""

from collections.abc import Iterator, Sequence

from jisr.kernel.text.stems import LANGUAGES
from jisr.matching.arrays import np
from jisr.matching.profiles import Pool, Profile
from jisr.matching.scoring import SIZE_SCALE, Weights
from jisr.matching.states import ReasonKind

ROWS_AT_ONCE = 64
Matrix = np.ndarray


class Side:
    """The profiles of one country as matrices: a row each, a column per theme or language."""

    def __init__(
        self, pool: Pool, profiles: Sequence[Profile], themes: dict[str, int], tongues: dict[str, int]
    ) -> None:
        self.needs = _matrix([pool.need_shares(profile) for profile in profiles], themes)
        self.offers = _matrix([dict.fromkeys(profile.offers, 1.0) for profile in profiles], themes)
        self.need_text = _unit(_matrix([profile.need_text for profile in profiles], themes))
        self.offer_text = _unit(_matrix([profile.offer_text for profile in profiles], themes))
        self.languages = _matrix([dict.fromkeys(profile.languages, 1.0) for profile in profiles], tongues)
        counts = np.array([profile.inhabitants or 0 for profile in profiles], np.float32)
        self.log_size = np.log(np.maximum(counts, 1))
        self.is_sized = counts > 0


def scores(pool: Pool, rows: Sequence[Profile], columns: Sequence[Profile], *, weights: Weights) -> Iterator[Matrix]:
    """Fused scores from 0 to 1 of ``rows`` with ``columns``, in blocks of ``ROWS_AT_ONCE`` rows."""
    themes = _places(theme for profile in (*rows, *columns) for theme in _named(profile))
    tongues = _places((*LANGUAGES, *(code for profile in (*rows, *columns) for code in profile.languages)))
    right = Side(pool, columns, themes, tongues)
    own, others = weights.directions()
    for start in range(0, len(rows), ROWS_AT_ONCE):
        left = Side(pool, rows[start : start + ROWS_AT_ONCE], themes, tongues)
        yield _fused(left, right, own, others)


def _fused(left: Side, right: Side, own: dict[str, float], others: dict[str, float]) -> Matrix:
    alike = np.exp(-np.abs(left.log_size[:, None] - right.log_size[None]) / np.float32(SIZE_SCALE))
    alike *= left.is_sized[:, None] & right.is_sized[None]
    common = (left.languages @ right.languages.T > 0).astype(np.float32)
    both = own.get(ReasonKind.SIZE, 0.0) * alike + own.get(ReasonKind.LANGUAGES, 0.0) * common
    one = both + own.get(ReasonKind.NEEDS, 0.0) * np.clip(left.needs @ right.offers.T, 0, 1)
    one += own.get(ReasonKind.TEXT, 0.0) * np.clip(left.need_text @ right.offer_text.T, 0, 1)
    two = both + others.get(ReasonKind.OFFERS, 0.0) * np.clip(left.offers @ right.needs.T, 0, 1)
    two += others.get(ReasonKind.TEXT, 0.0) * np.clip(left.offer_text @ right.need_text.T, 0, 1)
    one, two = np.clip(one, 0, 1), np.clip(two, 0, 1)
    total = one + two
    return np.divide(2 * one * two, total, out=np.zeros_like(total), where=total > 0)


def _named(profile: Profile) -> set[str]:
    return {*profile.needs, *profile.offers, *profile.need_text, *profile.offer_text}


def _places(names: "Iterator[str] | tuple[str, ...]") -> dict[str, int]:
    return {name: place for place, name in enumerate(sorted(set(names)))}


def _matrix(rows: "list[dict[str, float]]", places: dict[str, int]) -> Matrix:
    found = np.zeros((len(rows), len(places)), np.float32)
    for number, row in enumerate(rows):
        for name, value in row.items():
            found[number, places[name]] = value
    return found


def _unit(rows: Matrix) -> Matrix:
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), np.float32(1e-9))
