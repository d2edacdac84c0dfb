"""The partners that suit one authority best, each with reasons whose parts add up to its score."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from heapq import nlargest

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import get_language_info, pgettext
from django.utils.translation import gettext as _

from jisr.matching import pools, scoring
from jisr.matching.models import WeightSet
from jisr.matching.profiles import Pool, Profile
from jisr.matching.scoring import POINTS, Weights
from jisr.matching.states import ReasonKind
from jisr.municipalities.models import Authority, Theme

FEWEST_REASONS = 2
SPARE = 20  # candidates looked at beyond the limit, as one without two reasons is passed over


@dataclass(frozen=True)
class Reason:
    """One reason; ``part`` is what it contributes to the score. ``text`` is in the language of its reading."""

    kind: ReasonKind
    points: int
    authority: Authority
    other: Authority
    themes: tuple[Theme, ...] = ()
    languages: tuple[str, ...] = ()
    inhabitants: tuple[int | None, int | None] = (None, None)

    @property
    def part(self) -> float:
        return self.points / POINTS

    @property
    def text(self) -> str:
        names = {"authority": self.authority.name, "other": self.other.name}
        match self.kind:
            case ReasonKind.NEEDS:
                told = _("%(other)s offers what %(authority)s looks for: %(themes)s.")
            case ReasonKind.OFFERS:
                told = _("%(authority)s offers what %(other)s looks for: %(themes)s.")
            case ReasonKind.SIZE:
                told = _("Size: %(authority)s has %(own_size)s inhabitants, %(other)s has %(other_size)s.")
            case ReasonKind.LANGUAGES:
                told = _("Both administrations can work in: %(languages)s.")
            case ReasonKind.TEXT:
                told = _("Both descriptions are about: %(themes)s.")
        own_size, other_size = (
            number_format(count or 0, use_l10n=True, force_grouping=True) for count in self.inhabitants
        )
        return told % {
            **names,
            "themes": _listed(theme.name for theme in self.themes),
            "languages": _listed(_language_name(code) for code in self.languages),
            "own_size": own_size,
            "other_size": other_size,
        }


@dataclass(frozen=True)
class PartnerSuggestion:
    """An authority that may suit, and why. ``points`` of all reasons add up to ``points``; so do the parts."""

    authority: Authority
    points: int
    reasons: tuple[Reason, ...]

    @property
    def score(self) -> float:
        return self.points / POINTS


def rank_partners(
    authority: Authority, *, limit: int = 10, without: Collection[ReasonKind | str] = (), pool: Pool | None = None
) -> list[PartnerSuggestion]:
    """The best partners for an authority, best first and among equals by slug; none unless it is willing and free.

    ``without`` switches kinds of reasons off; the weights of the others then count for more. Never suggested are:
    partners, blocked pairs, those that are being introduced already, authorities that are unwilling, full or no longer
    exist. ``pool``: the profiles of now, for a caller that has them.
    """
    pool = pool or pools.current()
    mine = pool.by_authority.get(authority.pk)
    if mine is None or not mine.is_open or authority.is_former or limit < 1:
        return []
    weights = WeightSet.objects.weights_on(timezone.localdate())
    excluded = pools.bound_to(authority)
    found = best(pool, mine, weights=weights, excluded=excluded, limit=limit, without=without)
    return explained(found, pool, authority)


Found = tuple[Profile, dict[str, int]]


def best(
    pool: Pool,
    mine: Profile,
    *,
    weights: Weights,
    excluded: Collection[int] = (),
    limit: int = 10,
    without: Collection[str] = (),
) -> list[Found]:
    """The best profiles of the other country with their points by kind of reason. Asks no database."""
    own, others = weights.directions(without)
    fewest = min(FEWEST_REASONS, len({*own, *others}))
    index = pool.abroad(mine.country)
    scores = index.scores(mine, pool.need_shares(mine), own, others)
    chosen = nlargest(limit + SPARE + len(excluded), scores)
    least = max(1, round(chosen[-1] * POINTS)) if chosen else 1
    least_score = (least - 1) / POINTS
    candidates = sorted(
        (-points, other.slug, other)
        for score, other in zip(scores, index.profiles, strict=True)
        if score > least_score and (points := round(score * POINTS)) >= least and other.authority not in excluded
    )
    found = [
        (other, points_of(pool, mine, other, weights=weights, without=without))
        for _points, _slug, other in candidates[: limit + SPARE]
    ]
    shown = [(other, points) for other, points in found if len(points) >= fewest]
    return sorted(shown, key=lambda one: (-sum(one[1].values()), one[0].slug))[:limit]


def values(pool: Pool, mine: Profile, other: Profile) -> dict[str, float]:
    """How far ``mine`` gets what it looks for from ``other``, from 0 to 1: needs met, size, languages, text."""
    shares = pool.need_shares(mine)
    return {
        "themes": scoring.clip(sum(share for theme, share in shares.items() if theme in other.offers)),
        ReasonKind.SIZE: scoring.size_closeness(mine.inhabitants, other.inhabitants),
        ReasonKind.LANGUAGES: float(not mine.languages.isdisjoint(other.languages)),
        ReasonKind.TEXT: scoring.likeness(mine.need_text, other.offer_text),
    }


def points_of(
    pool: Pool, mine: Profile, other: Profile, *, weights: Weights, without: Collection[str] = ()
) -> dict[str, int]:
    """Points of a pair by kind of reason, the largest first; their sum is the score."""
    own, others = weights.directions(without)
    to_me, to_them = values(pool, mine, other), values(pool, other, mine)
    to_me[ReasonKind.NEEDS], to_them[ReasonKind.OFFERS] = to_me.pop("themes"), to_them.pop("themes")
    points = scoring.shared_out(
        {kind: weight * to_me[kind] for kind, weight in own.items()},
        {kind: weight * to_them[kind] for kind, weight in others.items()},
    )
    return dict(sorted(points.items(), key=lambda item: (-item[1], item[0])))


def explained(found: Collection[Found], pool: Pool, authority: Authority) -> list[PartnerSuggestion]:
    """Put authorities and themes to what was found, in two queries."""
    authorities = Authority.objects.in_bulk([other.authority for other, _points in found])
    themes = Theme.objects.in_bulk(field_name="slug")
    suggestions = []
    for profile, points in found:
        other = authorities[profile.authority]
        reasons = reasons_of(pool, authority, other, points, themes=themes)
        suggestions.append(PartnerSuggestion(other, sum(points.values()), reasons))
    return suggestions


def reasons_of(
    pool: Pool, authority: Authority, other: Authority, points: Mapping[str, int], *, themes: Mapping[str, Theme]
) -> tuple[Reason, ...]:
    """The points of a pair as reasons, seen from ``authority``; both need a profile. ``themes``: all, by slug."""
    mine, theirs = pool.by_authority[authority.pk], pool.by_authority[other.pk]
    matched = _matched(pool, mine, theirs)
    return tuple(
        Reason(
            ReasonKind(kind),
            count,
            authority,
            other,
            themes=tuple(themes[slug] for slug in matched.get(kind, ()) if slug in themes),
            languages=tuple(sorted(mine.languages & theirs.languages)),
            inhabitants=(mine.inhabitants, theirs.inhabitants),
        )
        for kind, count in points.items()
    )


def _matched(pool: Pool, mine: Profile, other: Profile) -> dict[str, list[str]]:
    """The themes behind each kind of reason, the weightiest first."""
    both = {*mine.need_text, *mine.offer_text} & {*other.need_text, *other.offer_text}
    return {
        ReasonKind.NEEDS: _by_weight(pool.need_shares(mine), other.offers),
        ReasonKind.OFFERS: _by_weight(pool.need_shares(other), mine.offers),
        ReasonKind.TEXT: sorted(
            theme
            for theme in both
            if (theme in mine.need_text and theme in other.offer_text)
            or (theme in other.need_text and theme in mine.offer_text)
        ),
    }


def _by_weight(shares: Mapping[str, float], offers: Collection[str]) -> list[str]:
    return sorted((theme for theme in shares if theme in offers), key=lambda theme: (-shares[theme], theme))


def _listed(items: Iterable[str]) -> str:
    return pgettext("between the items of a list", ", ").join(items)


def _language_name(code: str) -> str:
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code
