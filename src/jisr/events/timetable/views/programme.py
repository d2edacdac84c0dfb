"""The published programme for everybody: the list, one session, and what changed."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from jisr.events.agenda.published import PublishedSession
from jisr.events.editions.doors import edition_or_404, is_signed_in
from jisr.events.editions.models import Edition
from jisr.events.timetable import changes, structured, wording
from jisr.events.timetable.listing import programme_listing
from jisr.events.timetable.own import does_of, guids_of, standings_of
from jisr.events.timetable.policies import KEEP_PROGRAMME
from jisr.events.timetable.presenting import by_day, entries_of, entry_of
from jisr.events.timetable.reading import Published, latest
from jisr.kernel.policy import may


@require_safe
def programme_page(request: HttpRequest, slug: str) -> HttpResponse:
    edition = edition_or_404(request, slug)
    published = latest(edition)
    context: dict[str, Any] = {"edition": edition, "published": published, **_keeping(request, edition, published)}
    if published is None:
        return render(request, "events/timetable/programme_empty.html", context)
    entries = entries_of(edition, published)
    listing = programme_listing(request.GET, entries)
    shown = list(listing.page)
    context |= {
        "listing": listing,
        "news": wording.line(published.news),
        "days": by_day(shown),
        "json_ld": structured.programme(edition, shown),
    }
    return render(request, "events/timetable/programme.html", context)


@require_safe
def session_page(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    edition = edition_or_404(request, slug)
    published, session = session_or_404(edition, code)
    entry = entry_of(edition, published, session)
    context = {
        "edition": edition,
        "published": published,
        "entry": entry,
        "json_ld": structured.session(edition, entry),
        **_keeping(request, edition, published),
    }
    return render(request, "events/timetable/session.html", context)


@require_safe
def changes_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The latest versions, each with what it changed."""
    edition = edition_or_404(request, slug)
    published = latest(edition)
    if published is None:
        raise Http404
    steps = [(step, [_told(edition, step, change) for change in step.changes]) for step in changes.history(edition)]
    context = {"edition": edition, "published": published, "steps": steps}
    return render(request, "events/timetable/changes.html", context)


def session_or_404(edition: Edition, code: str) -> tuple[Published, PublishedSession]:
    """A session of the published programme, also a cancelled one."""
    published = latest(edition)
    session = published.by_code.get(code) if published else None
    if published is None or session is None:
        raise Http404
    return published, session


def _told(edition: Edition, step: changes.Step, change: changes.Change) -> dict[str, Any]:
    return {
        "kinds": change.kinds,
        "entry": entry_of(edition, step.new, change.after),
        "before": entry_of(edition, step.old, change.before) if change.before else None,
    }


def _keeping(request: HttpRequest, edition: Edition, published: Published | None) -> dict[str, Any]:
    """What the reader picked and how sign-up stands, for those who are signed in; these pages are never kept."""
    if not is_signed_in(request) or not may(request.user, KEEP_PROGRAMME, edition):
        return {"picked": None, "standings": None, "does": {}}
    return {
        "picked": guids_of(request.user, edition),
        "standings": standings_of(request.user, edition, published, at=timezone.now()),
        "does": does_of(request.user, edition),
    }
