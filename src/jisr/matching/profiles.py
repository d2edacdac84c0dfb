"""What ranking knows of an authority, and the pool of all of them.

``Profile`` is the one input of ranking. Requests and offers feed it through ``services.keep_profile``.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from jisr.matching.index import Index


@dataclass(frozen=True, kw_only=True)
class Profile:
    """One authority as a possible partner.

    ``needs`` are themes in the order in which they are wanted; ``need_text`` and ``offer_text`` are what the free texts
    are about, as weights of themes. ``free`` is how many more introductions the authority can take on.
    """

    authority: int
    slug: str
    country: str
    needs: tuple[str, ...] = ()
    offers: frozenset[str] = frozenset()
    inhabitants: int | None = None
    languages: frozenset[str] = frozenset()
    need_text: Mapping[str, float] = field(default_factory=dict)
    offer_text: Mapping[str, float] = field(default_factory=dict)
    is_willing: bool = True
    free: int = 1

    @property
    def is_open(self) -> bool:
        """Whether the authority may be suggested to others, and others to it."""
        return self.is_willing and self.free > 0


def rank_weight(place: int) -> float:
    """What a need counts by its place in the order of wishes: 1, 0.71, 0.58, 0.5 ..."""
    return 1 / math.sqrt(place + 1)


class Pool:
    """All profiles at one moment, with how rare each theme is among them."""

    def __init__(self, profiles: Iterable[Profile]) -> None:
        self.profiles = sorted(profiles, key=lambda profile: profile.slug)
        self.by_authority = {profile.authority: profile for profile in self.profiles}
        self._indices: dict[str, Index] = {}

    @cached_property
    def rarity(self) -> dict[str, float]:
        """A weight per theme: 1 for one that everybody names, more for a rare one."""
        named = Counter(theme for profile in self.profiles for theme in {*profile.needs, *profile.offers})
        return {theme: 1 + math.log((1 + len(self.profiles)) / (1 + count)) for theme, count in named.items()}

    def need_shares(self, profile: Profile) -> dict[str, float]:
        """What each need of an authority counts: by its place and its rarity, all together 1."""
        weights = {theme: rank_weight(place) * self.rarity.get(theme, 1.0) for place, theme in enumerate(profile.needs)}
        total = sum(weights.values())
        return {theme: weight / total for theme, weight in weights.items()}

    def abroad(self, country: str) -> Index:
        """The open profiles of the other countries, for ranking."""
        if country not in self._indices:
            chosen = [profile for profile in self.profiles if profile.is_open and profile.country != country]
            self._indices[country] = Index(chosen, map(self.need_shares, chosen))
        return self._indices[country]
