"""Results in words and addresses, for pages and files."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Value
from django.urls import reverse
from django.utils.translation import get_language

from jisr.events.editions.models import Edition
from jisr.events.results.accounts import spoken
from jisr.events.results.minutes import title_in
from jisr.events.results.models import Decision, Minutes, Outcome, ResultSheet

SHEET, MINUTES = "event_results:sheet", "event_results:minutes"


@dataclass(frozen=True)
class PublicDecision:
    """A decision as everybody reads it."""

    row: Decision
    title: str
    text: str
    language: str
    decided_by: str


def results_url(edition: Edition) -> str:
    return reverse("event_results:results", args=[edition.slug])


def opening_url(edition: Edition) -> str:
    return reverse("event_results:opening", args=[edition.slug])


def desk_url(edition: Edition) -> str:
    return reverse("results:overview", args=[edition.slug])


def released_title(row: Outcome) -> str:
    """What the session was called when the row was released, in the reader's language; else the meeting's title."""
    content: dict[str, Any] = row.released or {}
    return title_in(content.get("titles", {}), get_language() or "en") or str(row.edition.title)


def public_texts(edition: Edition) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Titles and addresses of the published sheets and minutes of a meeting, in one query."""
    sheets, minutes = (
        model.objects.released()
        .filter(edition=edition)
        .order_by()
        .values_list(Value(route), "pk", "public_id", "released")
        for model, route in ((ResultSheet, SHEET), (Minutes, MINUTES))
    )
    found: dict[str, list[tuple[str, str]]] = {SHEET: [], MINUTES: []}
    for route, _pk, public_id, released in sorted(sheets.union(minutes, all=True), key=lambda row: row[:2]):
        title = title_in(released["titles"], get_language() or "en") or str(edition.title)
        found[route].append((title, reverse(route, args=[edition.slug, public_id])))
    return found[SHEET], found[MINUTES]


def public_decisions(rows: Iterable[Decision]) -> list[PublicDecision]:
    language = get_language() or "en"
    found = []
    for row in rows:
        content: dict[str, Any] = row.released or {}
        text, code = spoken(content["text"], language, content["language"])
        by, _code = spoken(content["decided_by"], language, content["language"])
        title = title_in(content["titles"], language)
        found.append(PublicDecision(row, title, text, code, by))
    return found
