"""The open profiles of one country, turned round: who offers a theme, who looks for it, whose text is about it.

One ranking over 11,000 authorities so touches only those that share something with the one that asks, and needs no
numpy.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from jisr.matching.scoring import SIZE_SCALE
from jisr.matching.states import ReasonKind

if TYPE_CHECKING:
    from jisr.matching.profiles import Profile

Shares = Mapping[str, float]
Listed = dict[str, list[tuple[int, float]]]  # by theme: the place of a profile, and what the theme counts there


class Index:
    """``shares`` are what the needs of each profile count, in the order of ``profiles``."""

    def __init__(self, profiles: Sequence["Profile"], shares: Iterable[Shares]) -> None:
        self.profiles = profiles
        self.looking_for = _turned(shares)
        self.offering = _turned(dict.fromkeys(profile.offers, 1.0) for profile in profiles)
        self.need_texts = _turned(unit(profile.need_text) for profile in profiles)
        self.offer_texts = _turned(unit(profile.offer_text) for profile in profiles)
        self.sizes = [math.log(profile.inhabitants) if profile.inhabitants else None for profile in profiles]
        self.languages = [profile.languages for profile in profiles]

    def scores(self, mine: "Profile", shares: Shares, own: Shares, others: Shares) -> list[float]:
        """The fused score of each profile for ``mine``, whose needs count ``shares``; the weights by kind."""
        both = (ReasonKind.SIZE, ReasonKind.LANGUAGES)
        to_me = self._common(mine, own)
        is_same = all(own.get(kind) == others.get(kind) for kind in both)
        to_them = to_me.copy() if is_same else self._common(mine, others)
        _add(to_me, self.offering, shares, own.get(ReasonKind.NEEDS, 0.0))
        _add(to_them, self.looking_for, dict.fromkeys(mine.offers, 1.0), others.get(ReasonKind.OFFERS, 0.0))
        _add(to_me, self.offer_texts, unit(mine.need_text), own.get(ReasonKind.TEXT, 0.0))
        _add(to_them, self.need_texts, unit(mine.offer_text), others.get(ReasonKind.TEXT, 0.0))
        # ``scoring.fuse`` without the clipping, as all values are clipped already and the call would take its time
        return [2 * one * two / (one + two) if one and two else 0.0 for one, two in zip(to_me, to_them, strict=True)]

    def _common(self, mine: "Profile", weights: Shares) -> list[float]:
        """Size and languages, which count the same way in both directions."""
        size, tongues = weights.get(ReasonKind.SIZE, 0.0), weights.get(ReasonKind.LANGUAGES, 0.0)
        here = math.log(mine.inhabitants) if mine.inhabitants else None
        exp = math.exp
        if size and here is not None:
            values = [0.0 if there is None else size * exp(-abs(here - there) / SIZE_SCALE) for there in self.sizes]
        else:
            values = [0.0] * len(self.profiles)
        if tongues and mine.languages:
            apart = mine.languages.isdisjoint
            values = [
                value if apart(theirs) else value + tongues
                for value, theirs in zip(values, self.languages, strict=True)
            ]
        return values


def unit(weights: Shares) -> Shares:
    """Weights of themes as a vector of length 1."""
    length = math.hypot(*weights.values())
    return {theme: weight / length for theme, weight in weights.items()} if length else {}


def _turned(rows: Iterable[Shares]) -> Listed:
    found: Listed = defaultdict(list)
    for place, row in enumerate(rows):
        for theme, weight in row.items():
            found[theme].append((place, weight))
    return dict(found)


def _add(totals: list[float], listed: Listed, wanted: Shares, weight: float) -> None:
    """Add what each profile shares with ``wanted`` to its total."""
    if not weight:
        return
    for theme, share in wanted.items():
        factor = weight * share
        for place, value in listed.get(theme, ()):
            totals[place] += factor * value
