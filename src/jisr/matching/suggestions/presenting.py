"""Suggestions as pages show them: points with their parts, facts of the other side, what is under way."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import get_language_info, pgettext
from django.utils.translation import gettext as _

from jisr.matching.models import WeightSet
from jisr.matching.profiles import Pool, Profile
from jisr.matching.ranking import PartnerSuggestion, Reason
from jisr.matching.scoring import POINTS, Weights
from jisr.matching.states import ReasonKind
from jisr.matching.suggestions.pairs import Moment, Pair, mark_of
from jisr.matching.suggestions.queries import open_requests
from jisr.municipalities import choices
from jisr.municipalities.models import Authority
from jisr.municipalities.reference import placing
from jisr.web.components import labels_of
from jisr.web.templatetags.jisr import listed

HUNDRED = POINTS // 100  # points of the scale from 0 to 100 that readers see


@dataclass(frozen=True)
class Line:
    """One reason: its sentence, its part in points, and how long its bar is of 100."""

    kind: str
    text: str
    points: str
    share: int


@dataclass(frozen=True)
class Shown:
    """One suggestion on a page."""

    pair: Pair
    other: Authority
    points: str
    lines: Sequence[Line]
    mark: str
    facts: Sequence[tuple[str, str]]
    request: Any
    under_way: Any
    hindrance: str = ""

    @property
    def key(self) -> str:
        return self.pair.key


def spoken_points(points: int) -> str:
    """Points as readers see them: of 100, with two digits, so that parts visibly add up."""
    return number_format(points / HUNDRED, 2)


def lines_of(reasons: Iterable[Reason]) -> list[Line]:
    return [
        Line(reason.kind, reason.text, spoken_points(reason.points), round(reason.points / HUNDRED))
        for reason in reasons
    ]


def parts_in_words(parts: Mapping[str, int]) -> str:
    """The parts of a stored score on one line, the largest first; they are seen from the Palestinian side."""
    labels = {
        **labels_of(ReasonKind),
        ReasonKind.NEEDS: _("needs of the Palestinian side"),
        ReasonKind.OFFERS: _("needs of the German side"),
    }
    ordered = sorted(parts.items(), key=lambda item: (-item[1], item[0]))
    return "; ".join(f"{labels.get(kind, kind)} {spoken_points(count)}" for kind, count in ordered)


def shown_pairs(pairs: Sequence[Pair], moment: Moment, *, public_on: date | None = None) -> list[Shown]:
    """Pairs as they stand now, told from the Palestinian side; with a day only requests that everybody may see."""
    requests = open_requests({number for pair in pairs for number in pair.numbers}, only_public_on=public_on)
    return [
        show(pair, moment.reasons(pair), moment, other=pair.german, requests=requests, hindrance=moment.hindrance(pair))
        for pair in pairs
    ]


def show(
    pair: Pair,
    reasons: Sequence[Reason],
    moment: Moment,
    *,
    other: Authority,
    requests: Mapping[int, Any],
    hindrance: str = "",
) -> Shown:
    """One pair with the facts of ``other``."""
    return Shown(
        pair=pair,
        other=other,
        points=spoken_points(sum(reason.points for reason in reasons)),
        lines=lines_of(reasons),
        mark=mark_of(reasons),
        facts=facts_of(other, moment.profile(other)),
        request=requests.get(other.pk),
        under_way=moment.under_way.get(pair.numbers),
        hindrance=hindrance,
    )


def show_found(
    authority: Authority, found: Iterable[PartnerSuggestion], moment: Moment, requests: Mapping[int, Any]
) -> list[Shown]:
    """What the ranking found for ``authority``, with its reasons as they were found."""
    place, rows = placing(), []
    for one in found:
        place(one.authority)
        pair = Pair.of(authority, one.authority)
        rows.append(show(pair, one.reasons, moment, other=one.authority, requests=requests))
    return rows


def facts_of(authority: Authority, profile: Profile | None) -> list[tuple[str, str]]:
    """Region, size, themes and languages, as far as they are known."""
    names = dict(choices.themes())
    needs = [names.get(slug, slug) for slug in profile.needs] if profile else []
    offers = sorted(names.get(slug, slug) for slug in profile.offers) if profile else []
    count = number_format(profile.inhabitants, force_grouping=True) if profile and profile.inhabitants else ""
    found = [
        (_("Region"), str(authority.region.name)),
        (_("Inhabitants"), count),
        (pgettext("fact of an authority", "Looks for"), listed(needs)),
        (pgettext("fact of an authority", "Offers"), listed(offers)),
        (_("Languages of the administration"), languages_in_words(profile.languages if profile else ())),
    ]
    return [(label, value) for label, value in found if value]


def languages_in_words(codes: Iterable[str]) -> str:
    return listed(sorted(_language(code) for code in codes))


def _language(code: str) -> str:
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code


def switches(authority: Authority, weights: Weights, without: Collection[str] = ()) -> list[tuple[str, str, bool]]:
    """The reasons that can be left out: kind, words, and whether it is left out."""
    labels = labels_of(ReasonKind)
    name = {"name": authority.name}
    told = {
        ReasonKind.NEEDS: (weights.themes, _("what %(name)s looks for and the other side offers") % name),
        ReasonKind.OFFERS: (weights.themes, _("what the other side looks for and %(name)s offers") % name),
        ReasonKind.SIZE: (weights.size, labels[ReasonKind.SIZE]),
        ReasonKind.LANGUAGES: (weights.languages, labels[ReasonKind.LANGUAGES]),
        ReasonKind.TEXT: (weights.text, labels[ReasonKind.TEXT]),
    }
    return [(str(kind), label, kind in without) for kind, (share, label) in told.items() if share > 0]


def weights_in_words(weight_set: WeightSet | None, weights: Weights) -> list[tuple[str, int]]:
    """What counts how much, in percent; the built-in weights before any are loaded."""
    return [
        (_("needs met by offers"), weight_set.themes if weight_set else round(weights.themes * 100)),
        (_("similar size"), weight_set.size if weight_set else round(weights.size * 100)),
        (_("common languages"), weight_set.languages if weight_set else round(weights.languages * 100)),
        (_("similar descriptions"), weight_set.text if weight_set else round(weights.text * 100)),
    ]


def why_none(pool: Pool, authority: Authority, *, without: Collection[str] = ()) -> str:
    """Why nobody is suggested to an authority."""
    profile = pool.by_authority.get(authority.pk)
    if authority.is_former:
        return _("%(name)s no longer exists as an authority of its own.") % {"name": authority.name}
    if profile is None or not profile.is_willing:
        return _("%(name)s has not agreed to be suggested.") % {"name": authority.name}
    if profile.free < 1:
        return _("%(name)s has as many open introductions as it wants at a time.") % {"name": authority.name}
    if without:
        return _("With the reasons that are left out nobody fits. Switch some of them on again.")
    return _("Nobody of the other country has at least two reasons to fit. More themes or languages help.")


def today() -> date:
    return timezone.localdate()
