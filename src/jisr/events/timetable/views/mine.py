"""Somebody's own programme: choosing sessions, the list, and its calendar."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from jisr.documents import pdf
from jisr.documents.views.doors import signed_in
from jisr.events.editions.doors import edition_or_404
from jisr.events.editions.models import Edition
from jisr.events.timetable import services, sheets
from jisr.events.timetable.models import CalendarFeed
from jisr.events.timetable.own import programme_of, standings_of
from jisr.events.timetable.presenting import by_day
from jisr.events.timetable.reading import latest
from jisr.events.timetable.views.files import published_or_404
from jisr.kernel.errors import DomainError
from jisr.web.structured_data import absolute


@never_cache
@signed_in
@require_safe
def my_programme(request: HttpRequest, slug: str) -> HttpResponse:
    edition = edition_or_404(request, slug)
    published = latest(edition)
    rows = programme_of(request.user, edition, published)
    by_guid = {row.entry.guid: row for row in rows}
    days = [(day, [by_guid[entry.guid] for entry in entries]) for day, entries in by_day([row.entry for row in rows])]
    feed = CalendarFeed.objects.filter(user=request.user, edition=edition).first()
    context: dict[str, Any] = {
        "edition": edition,
        "published": published,
        "rows": rows,
        "days": days,
        "standings": standings_of(request.user, edition, published, at=timezone.now()),
        "news": [row for row in rows if row.is_news],
        "clashing": [row for row in rows if row.clashes],
        "feed": feed,
        "feed_url": absolute(feed_path(feed)) if feed else "",
    }
    return render(request, "events/timetable/my_programme.html", context)


def feed_path(feed: CalendarFeed) -> str:
    return reverse("timetable:feed", args=[services.token_of(feed)])


@never_cache
@signed_in
@require_POST
def pick_session(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    edition = edition_or_404(request, slug)

    def act() -> None:
        services.pick(edition, code, actor=request.user, at=timezone.now())

    return _try(request, edition, act, _("The session is in your programme."))


@never_cache
@signed_in
@require_POST
def drop_session(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    edition = edition_or_404(request, slug)

    def act() -> None:
        services.drop(edition, code, actor=request.user)

    return _try(request, edition, act, _("The session is not in your programme any more."))


@never_cache
@signed_in
@require_POST
def take_note(request: HttpRequest, slug: str) -> HttpResponse:
    edition, number = edition_or_404(request, slug), request.POST.get("version", "")
    if number.isdecimal() and number.isascii() and services.take_note(edition, int(number[:9]), actor=request.user):
        messages.success(request, _("Thank you. The new times are in your programme."))
    return redirect("my_timetable:programme", slug=slug)


@never_cache
@signed_in
@require_POST
def renew_feed(request: HttpRequest, slug: str) -> HttpResponse:
    edition = edition_or_404(request, slug)

    def act() -> None:
        services.renew_feed(edition, actor=request.user, at=timezone.now(), seen=request.POST.get("seen", ""))

    return _try(request, edition, act, _("Your calendar has its address now. Keep it to yourself."))


@never_cache
@signed_in
@require_POST
def stop_feed(request: HttpRequest, slug: str) -> HttpResponse:
    edition = edition_or_404(request, slug)

    def act() -> None:
        services.stop_feed(edition, actor=request.user)

    return _try(request, edition, act, _("The address of your calendar leads nowhere any more."))


@never_cache
@signed_in
@require_safe
def my_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """One's own programme on paper."""
    edition, language = edition_or_404(request, slug), get_language() or "en"
    published = published_or_404(edition)
    sheet = sheets.own_sheet(edition, published, programme_of(request.user, edition, published))
    content = pdf.render_apart(sheets.TEMPLATE, sheet, language=language)
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{slug}-{language}.pdf"'
    return response


def _try(request: HttpRequest, edition: Edition, act: Callable[[], object], told: str) -> HttpResponse:
    """Do it, say what was done or why not, and go back to where the reader was."""
    try:
        act()
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, told)
    back = request.POST.get("next", "")
    if back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        return redirect(back)
    return redirect("my_timetable:programme", slug=edition.slug)
