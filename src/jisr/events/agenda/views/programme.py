"""The programme that the office plans: all sessions as a list, a day as a grid, conflicts."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from jisr.events.agenda import grid
from jisr.events.agenda.checking import Board, board_of
from jisr.events.agenda.days import MOST_DAYS, bounds, days_of
from jisr.events.agenda.drafting import last_heading
from jisr.events.agenda.forms import MoveForm
from jisr.events.agenda.models import Session
from jisr.events.agenda.states import ConflictKind, Level, SessionKind
from jisr.events.agenda.views.finding import edition_or_404, frame, office_reads
from jisr.events.editions.clock import clock, local, other_zone
from jisr.events.editions.models import Edition
from jisr.kernel.tables import LANGUAGES
from jisr.web.listing import Filter, Listing, read_listing

FIRST_HOUR, LAST_HOUR = 8, 18
MOST_CONFLICTS = 100
Rows = QuerySet[Session]


def _by_title(rows: Rows, value: str) -> Rows:
    hits = Q(code__iexact=value) | Q(speakers__full_name__icontains=value)
    for code in LANGUAGES:
        hits |= Q(**{f"title_{code}__icontains": value})
    return rows.filter(hits).distinct()


def _by_state(rows: Rows, value: str) -> Rows:
    narrowed = {
        "scheduled": rows.scheduled().taking_place(),
        "unscheduled": rows.unscheduled(),
        "cancelled": rows.filter(is_cancelled=True),
    }
    return narrowed[value]


def _states() -> list[tuple[str, str]]:
    return [
        ("scheduled", gettext("with a time")),
        ("unscheduled", gettext("without a time")),
        ("cancelled", gettext("cancelled")),
    ]


FILTERS = (
    Filter("q", _("Title, speaker or code"), _by_title),
    Filter("kind", _("Kind"), lambda rows, value: rows.filter(kind=value), lambda: SessionKind.choices),
    Filter("state", pgettext_lazy("session", "Time"), _by_state, _states),
)
SORTS = {"time": (pgettext_lazy("session", "Time"), ["starts_at", "pk"]), "title": (_("Title"), ["title", "pk"])}


def session_listing(actor: Any, edition: Edition | None, parameters: QueryDict) -> Listing:  # noqa: ANN401 - a person
    """The list as its address asks for it, for the page and for its file."""
    rows = Session.objects.visible_to(actor).filter(edition=edition).for_lists()
    return read_listing(parameters, rows, filters=FILTERS, sorts=SORTS)


@office_reads
@require_safe
def programme(request: HttpRequest, slug: str) -> HttpResponse:
    edition = edition_or_404(request, slug)
    query = request.GET.copy()
    query["edition"] = edition.slug
    counted = _counted(edition)
    context = frame(
        request,
        edition,
        listing=session_listing(request.user, edition, request.GET),
        export_query=query,
        days=day_links(counted),
        unscheduled=counted.get(None, 0),
        version=last_heading(edition),
    )
    return render(request, "agenda/programme.html", context)


def _counted(edition: Edition) -> dict[date | None, int]:
    """How many sessions each day has, those of the meeting and others; under None those without a time."""
    moments = edition.sessions.taking_place().order_by().values_list("starts_at").annotate(number=Count("pk"))
    counted: dict[date | None, int] = dict.fromkeys(days_of(edition), 0)
    for at, number in moments:
        on = local(at, edition.zone).date() if at else None
        counted[on] = counted.get(on, 0) + number
    return counted


def day_links(counted: dict[date | None, int], current: date | None = None) -> list[dict[str, Any]]:
    """The days as links."""
    days = sorted(on for on in counted if on is not None)[: 2 * MOST_DAYS]
    return [{"day": on, "count": counted[on], "is_current": on == current} for on in days]


@office_reads
@require_safe
def day(request: HttpRequest, slug: str, on: str) -> HttpResponse:
    edition = edition_or_404(request, slug)
    try:
        asked = date.fromisoformat(on)
    except ValueError:
        raise Http404 from None
    board = board_of(edition)
    context = frame(
        request,
        edition,
        day=asked,
        days=day_links(_counted(edition), asked),
        grid=_grid(board, asked),
        unscheduled=list(edition.sessions.unscheduled().order_by("pk")[:200]),
        counts=board.counts(),
        move_form=MoveForm(rooms=(), zone=edition.zone, auto_id=False),
    )
    return render(request, "agenda/day.html", context)


def _grid(board: Board, asked: date) -> dict[str, Any]:
    """Rooms as columns and times as rows, as the template shows them."""
    zone = board.edition.zone
    first, last = bounds(asked, zone)
    shown = [row for row in board.sessions.values() if first <= row.starts_at < last]
    columns: list[int | None] = [*board.rooms, None]
    placed = [grid.Placed(row.room_id, row.starts_at, min(row.ends_at, last), row) for row in shown]
    begins, ends = _office_hours(asked, zone)
    built = grid.build(placed, columns, begins, ends)
    troubled = {key: board.levels[each.kind] for each in reversed(board.found) for key in each.sessions}
    troubled |= {key: Level.BLOCK for each in board.blocking for key in each.sessions}
    heads = [{"room": board.rooms.get(key) if key else None, "lanes": built.lanes[n]} for n, key in enumerate(columns)]
    rows = [_row(row, heads, zone, troubled) for row in built.rows]
    return {"heads": heads, "rows": rows, "is_empty": not shown, "language": get_language()}


def _office_hours(asked: date, zone: str) -> tuple[datetime, datetime]:
    """From morning to evening by the clocks of that day; on a day of 23 hours, too."""
    _first, last = bounds(asked, zone)
    return last - timedelta(hours=24 - FIRST_HOUR), last - timedelta(hours=24 - LAST_HOUR)


def _row(row: grid.Row, heads: list[dict[str, Any]], zone: str, troubled: dict[int, Level]) -> dict[str, Any]:
    cells = [
        {
            "room": heads[cell.column]["room"],
            "rows": cell.rows,
            "session": cell.placed.thing if cell.placed else None,
            "level": troubled.get(cell.placed.thing.pk, "") if cell.placed else "",
        }
        for cell in row.cells
    ]
    other = other_zone(zone)
    return {"start": clock(row.starts_at, zone), "elsewhere": clock(row.starts_at, other), "cells": cells}


@office_reads
@require_safe
def conflicts(request: HttpRequest, slug: str) -> HttpResponse:
    edition = edition_or_404(request, slug)
    board = board_of(edition)
    groups = []
    for level in (Level.BLOCK, Level.WARN):
        for kind in ConflictKind:
            found = [each for each in board.found if each.kind == kind and board.levels[kind] == level]
            if found:
                groups.append(
                    {"kind": kind, "level": level, "count": len(found), "rows": board.conflicts(found[:MOST_CONFLICTS])}
                )
    context = frame(request, edition, groups=groups, counts=board.counts())
    return render(request, "agenda/conflicts.html", context)
