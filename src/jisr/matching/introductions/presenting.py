"""Introductions in words, for pages and files."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jisr.matching.introductions.models import Introduction
from jisr.matching.introductions.states import BOTH, Side
from jisr.matching.requests.models import PartnershipRequest
from jisr.matching.scoring import POINTS
from jisr.matching.states import ReasonKind
from jisr.municipalities.models import Theme


@dataclass(frozen=True)
class ReasonLine:
    """One reason in the reader's language, and what it counts."""

    text: str
    points: int

    @property
    def share(self) -> float:
        """Its part in per cent; the parts of a suggestion add up to its score."""
        return self.points * 100 / POINTS


def reasons_in_words(introduction: Introduction) -> list[ReasonLine]:
    """Why the two may suit each other, as it was told when they were asked; the names stand, not a perspective."""
    slugs = {slug for row in introduction.reasons for slug in row.get("themes", ())}
    names = {theme.slug: theme.name for theme in Theme.objects.filter(slug__in=slugs)} if slugs else {}
    found = []
    for row in introduction.reasons:
        listed = [names[slug] for slug in row.get("themes", ()) if slug in names]
        themes = pgettext("between items of a list", ", ").join(listed)
        text = row.get("text") or _in_words(row["kind"], introduction, themes)
        if text:
            found.append(ReasonLine(text, row["points"]))
    return found


def _in_words(kind: str, introduction: Introduction, themes: str) -> str:
    names = {"authority": introduction.palestinian.name, "other": introduction.german.name, "themes": themes}
    match kind:
        case ReasonKind.NEEDS if themes:
            told = _("%(other)s offers what %(authority)s looks for: %(themes)s.")
        case ReasonKind.NEEDS:
            told = _("%(other)s offers what %(authority)s looks for.")
        case ReasonKind.OFFERS if themes:
            told = _("%(authority)s offers what %(other)s looks for: %(themes)s.")
        case ReasonKind.OFFERS:
            told = _("%(authority)s offers what %(other)s looks for.")
        case ReasonKind.SIZE:
            told = _("The two are of a similar size.")
        case ReasonKind.LANGUAGES:
            told = _("Both administrations can work in the same language.")
        case ReasonKind.TEXT if themes:
            told = _("Both descriptions are about: %(themes)s.")
        case ReasonKind.TEXT:
            told = _("Both descriptions are about similar things.")
        case _other:
            return ""
    return told % names


def names_of(introduction: Introduction) -> dict[Side, str]:
    """What the sides are called on pages: the authorities by their names."""
    return {side: introduction.name_of(side) for side in Side}


def public_requests(introduction: Introduction) -> dict[Side, list[PartnershipRequest]]:
    """What each side has published about what it looks for and offers."""
    pair = [introduction.german_id, introduction.palestinian_id]
    rows = list(PartnershipRequest.objects.shown().filter(authority__in=pair).order_by("-published_on"))
    return {side: [row for row in rows if row.authority_id == introduction.authority_of(side).pk] for side in BOTH}


def answers_of(introduction: Introduction, sides: Iterable[Side], *, for_office: bool) -> list[dict[str, Any]]:
    """What ``sides`` said. Who spoke, and why somebody said no, is for the office."""
    found = []
    for side in sides:
        row = {
            "name": introduction.authority_of(side).name,
            "label": introduction.get_german_answer_display()
            if side == Side.GERMAN
            else introduction.get_palestinian_answer_display(),
            "at": getattr(introduction, f"{side.value}_answered_at"),
        }
        if for_office:
            row["by"] = getattr(introduction, f"{side.value}_answered_by")
            row["note"] = getattr(introduction, f"{side.value}_no_note")
        found.append(row)
    return found
