"""Whose turn a series is, and when: what it proposes for the next edition, and why one differs from that."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from jisr.events.editions.models import Deviation, Edition, Series
from jisr.events.editions.states import ALTERNATING, Aspect, Mode, State
from jisr.kernel.dates import PartialDate, add_months

NO_TURN = (State.CANCELLED, State.POSTPONED)


@dataclass(frozen=True)
class Turn:
    """What a series proposes. ``country``: whose turn it is; ``None`` and dates of ``None``: nothing is proposed.

    ``last`` is the last edition of whatever mode, from which the time counts; ``last_host`` the last one that was a
    turn, ``skipped`` how many online ones came after that.
    """

    series: Series
    country: str | None
    from_on: date | None
    to_on: date | None
    last: Edition | None
    last_host: Edition | None
    skipped: int

    def is_overdue(self, today: date) -> bool:
        return self.to_on is not None and self.to_on < today


def turn_of(series: Series, *, before: date | None = None, but: int | None = None) -> Turn:
    """What comes after the editions that were held or are planned, before a day and without one of them.

    One query, or none where ``series.editions`` were fetched before.
    """
    rows = [row for row in series.editions.all() if row.state not in NO_TURN and row.pk != but]
    held = sorted((row for row in rows if before is None or row.start_on < before), key=lambda row: row.start_on)
    turns = [row for row in held if is_turn(row)] if series.alternates else []
    last, last_host = (held or [None])[-1], (turns or [None])[-1]
    country = next((code for code in ALTERNATING if last_host and code != last_host.country_id), None)
    skipped = held[held.index(last_host) + 1 :] if last_host else []
    has_rhythm = last is not None and series.from_months is not None
    ended_on = last.end.last if last else None
    return Turn(
        series=series,
        country=country,
        from_on=add_months(ended_on, series.from_months) if has_rhythm else None,
        to_on=add_months(ended_on, series.to_months) if has_rhythm else None,
        last=last,
        last_host=last_host,
        skipped=sum(1 for row in skipped if row.mode == Mode.ONLINE),
    )


def is_turn(edition: Edition) -> bool:
    """Whether one of the two countries was its host; nobody hosts an online edition."""
    return edition.mode != Mode.ONLINE and edition.country_id in ALTERNATING


@dataclass(frozen=True)
class Difference:
    """One aspect in which an edition differs from what is due."""

    aspect: Aspect
    due: str
    chosen: str


def differences(series: Series, values: Mapping[str, Any], *, but: int | None = None) -> list[Difference]:
    """Where ``values`` (start, mode, country) differ from what the series proposes for that time."""
    start: PartialDate | None = values.get("start")
    if start is None:
        return []
    turn, found = turn_of(series, before=start.first, but=but), []
    country = getattr(values.get("country"), "pk", values.get("country")) or ""
    if turn.country and values.get("mode") != Mode.ONLINE and country != turn.country:
        found.append(Difference(Aspect.HOST, turn.country, country))
    if turn.from_on and turn.to_on and not (start.last >= turn.from_on and start.first <= turn.to_on):
        found.append(Difference(Aspect.TIME, f"{turn.from_on} – {turn.to_on}", str(start)))
    return found


def unexplained(edition: Edition, found: list[Difference]) -> list[Difference]:
    """Those of which no reason is kept yet."""
    known = {(row.aspect, row.due, row.chosen) for row in Deviation.objects.filter(edition=edition)}
    return [each for each in found if (each.aspect.value, each.due, each.chosen) not in known]


def in_words(difference: Difference) -> str:
    """What is due and what was chosen, for the reader."""
    if difference.aspect == Aspect.HOST:
        return _("It is the turn of another country to host this meeting.")
    return _("The meeting is not at the time that its series proposes.")
