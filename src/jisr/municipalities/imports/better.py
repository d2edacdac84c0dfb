"""Which facts of ours have a better source than a file. Every answer is a code of ``reasons.KEPT``, or nothing."""

from collections.abc import Iterable
from datetime import date
from typing import cast

from django.utils import timezone

from jisr.kernel.dates import PartialDate
from jisr.municipalities.models import FactSource, Import, Population

RANK = {Population.Kind.CENSUS: 0, Population.Kind.GEONAMES: 1, Population.Kind.STATED: 2}


def better_source(source: FactSource | None, imported: Import) -> str:
    """Whether the source of a fact that we have beats the file.

    A fact without a noted source came with the programme, undated: any dated file beats it. On the same day ours stays,
    unless the file comes from the same address and so corrects it. A source without a date counts from its entry.
    """
    if source is None:
        return ""
    theirs, told = last_day(imported.as_of), source.as_of
    ours = last_day(told) if told else timezone.localdate(source.entered_at)
    is_same_place = source.source_url == imported.source_url
    return "newer_source" if ours > theirs or (ours == theirs and not is_same_place) else ""


def better_figure(figures: Iterable[Population], kind: str, as_of: PartialDate, imported: Import) -> str:
    """Whether a figure that we have beats one of ``kind`` at ``as_of``."""
    for figure in figures:
        if RANK[Population.Kind(figure.kind)] < RANK[Population.Kind(kind)] and _is_as_new(figure, as_of):
            return "better_kind"
    for figure in figures:
        if figure.kind != kind or figure.as_of_on is None:
            continue
        if figure.as_of_on == as_of.first and figure.source_url != imported.source_url:
            return "same_date"
        if figure.as_of_on > as_of.first:
            return "newer_figure"
    return ""


def _is_as_new(figure: Population, as_of: PartialDate) -> bool:
    return figure.as_of is not None and last_day(figure.as_of) >= as_of.last


def last_day(value: object) -> date:
    """The last day of a partial date of a row."""
    return cast("PartialDate", value).last
