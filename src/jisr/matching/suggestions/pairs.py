"""Two authorities that may meet: how an address names them, what their points are now, and what stands in the way."""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Self

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from jisr.matching import pools, ranking
from jisr.matching.introductions.models import Introduction
from jisr.matching.models import BlockedPair, WeightSet
from jisr.matching.profiles import Pool, Profile
from jisr.matching.ranking import Reason
from jisr.matching.scoring import Weights
from jisr.matching.states import BINDING
from jisr.municipalities.models import Authority, Theme
from jisr.partnerships.models import Partnership

BETWEEN = "~"  # stands in no slug
MOST_PAIRS = 50  # in one go


@dataclass(frozen=True)
class Pair:
    """A Palestinian and a German authority. Its key names it in addresses and forms."""

    palestinian: Authority
    german: Authority

    @classmethod
    def of(cls, one: Authority, other: Authority) -> Self:
        return cls(one, other) if one.country_id == "PS" else cls(other, one)

    @property
    def key(self) -> str:
        return f"{self.palestinian.slug}{BETWEEN}{self.german.slug}"

    @property
    def numbers(self) -> tuple[int, int]:
        return self.palestinian.pk, self.german.pk

    def __str__(self) -> str:
        return f"{self.palestinian.name} – {self.german.name}"


def read_pairs(keys: Iterable[str]) -> list[Pair]:
    """The pairs that keys name, each once and in their order; what names none is left out."""
    split = [key.split(BETWEEN) for key in dict.fromkeys(keys)][:MOST_PAIRS]
    wanted = {slug for parts in split for slug in parts}
    found = {row.slug: row for row in Authority.objects.filter(slug__in=wanted).for_lists()}
    pairs = []
    for parts in split:
        sides = [found.get(slug) for slug in parts]
        if [side.country_id if side else "" for side in sides] == ["PS", "DE"]:
            palestinian, german = sides
            assert palestinian is not None  # noqa: S101 - both have a country
            assert german is not None  # noqa: S101
            pairs.append(Pair(palestinian, german))
    return pairs


@dataclass(frozen=True)
class Moment:
    """What is known when a page is made: all profiles, the weights of the day, what rules pairs out."""

    pool: Pool
    weights: Weights
    weight_set: WeightSet | None
    partners: Collection[tuple[int, int]]
    blocked: Collection[tuple[int, int]]
    under_way: Mapping[tuple[int, int], Introduction]
    themes: Mapping[str, Theme]

    @classmethod
    def bare(cls) -> Self:
        """Profiles and weights alone, for pairs that the ranking has chosen: nothing stands in their way."""
        weight_set = WeightSet.objects.valid_on(timezone.localdate()).first()
        return cls(
            pool=pools.current(),
            weights=weight_set.weights() if weight_set else Weights(),
            weight_set=weight_set,
            partners=(),
            blocked=(),
            under_way={},
            themes={},
        )

    @classmethod
    def now(cls, pairs: Iterable[Pair]) -> Self:
        """Everything that the pairs need, in as many queries for one pair as for fifty."""
        listed = list(pairs)
        palestinian, german = {pair.palestinian.pk for pair in listed}, {pair.german.pk for pair in listed}
        within = Q(palestinian__in=palestinian, german__in=german)
        ties = Partnership.objects.filter(within, status__in=BINDING)
        live = Introduction.objects.live().filter(within)
        return replace(
            cls.bare(),
            partners=set(ties.values_list("palestinian_id", "german_id")),
            blocked=set(BlockedPair.objects.filter(within).values_list("palestinian_id", "german_id")),
            under_way={(row.palestinian_id, row.german_id): row for row in live},
            themes=Theme.objects.in_bulk(field_name="slug"),
        )

    def profile(self, authority: Authority) -> Profile | None:
        return self.pool.by_authority.get(authority.pk)

    def points(self, pair: Pair) -> dict[str, int]:
        """The parts of a pair's score by kind of reason, seen from the Palestinian side; none without two profiles."""
        one, other = self.profile(pair.palestinian), self.profile(pair.german)
        return ranking.points_of(self.pool, one, other, weights=self.weights) if one and other else {}

    def reasons(self, pair: Pair) -> tuple[Reason, ...]:
        """Why the two may suit each other, seen from the Palestinian side."""
        points = self.points(pair)
        if not points:
            return ()
        return ranking.reasons_of(self.pool, pair.palestinian, pair.german, points, themes=self.themes)

    def hindrance(self, pair: Pair) -> str:
        """Why a pair cannot be suggested, in words for the office; empty if it can."""
        if pair.palestinian.country_id == pair.german.country_id:
            return _("Both are in the same country.")
        for authority in (pair.palestinian, pair.german):
            if authority.is_former:
                return _("%(name)s no longer exists as an authority of its own.") % {"name": authority.name}
        if pair.numbers in self.partners:
            return _("These two are partners already.")
        if pair.numbers in self.blocked:
            return _("These two are not to be suggested to each other: one side said no, or the office ruled it out.")
        return self._unwilling(pair) or self._full(pair)

    def _unwilling(self, pair: Pair) -> str:
        for authority in (pair.palestinian, pair.german):
            profile = self.profile(authority)
            if profile is None or not profile.is_willing:
                return _("%(name)s has not agreed to be suggested.") % {"name": authority.name}
        return ""

    def _full(self, pair: Pair) -> str:
        for authority in (pair.palestinian, pair.german):
            profile = self.profile(authority)
            if profile is not None and profile.free < 1:
                names = {"name": authority.name}
                return _("%(name)s has as many open introductions as it wants at a time.") % names
        return ""


def mark_of(reasons: Iterable[Reason]) -> str:
    """Changes with every part of a score: a page that was open for long so shows that it is no longer true."""
    told = json.dumps(sorted((str(reason.kind), reason.points) for reason in reasons))
    return hashlib.blake2b(told.encode(), digest_size=8).hexdigest()
