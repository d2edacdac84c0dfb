"""The programme as files: calendars, ``schedule.xml``, ``schedule.json`` and PDF. All are kept whole like pages."""

from collections.abc import Callable, Iterable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.views.decorators.http import conditional_page, require_safe

from jisr.documents import pdf
from jisr.events.agenda.published import PublishedSession
from jisr.events.editions.doors import edition_or_404
from jisr.events.editions.models import Edition
from jisr.events.timetable import calendars, schedule_files, sheets, xcal
from jisr.events.timetable.reading import Published, latest
from jisr.events.timetable.views.programme import session_or_404

Write = Callable[[Edition, Published, str], bytes]


def language_of(request: HttpRequest) -> str:
    """The language of a file: ``?lang=ar``, else that of the address."""
    asked = request.GET.get("lang", "")
    return asked if asked in dict(settings.LANGUAGES) else get_language() or "en"


def published_or_404(edition: Edition) -> Published:
    published = latest(edition)
    if published is None:
        raise Http404
    return published


def calendar_response(content: bytes) -> HttpResponse:
    return HttpResponse(content, content_type=calendars.MEDIA_TYPE)


@require_safe
@conditional_page
def programme_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    edition = edition_or_404(request, slug)
    published = published_or_404(edition)
    return calendar_response(_calendar(request, edition, published, published.programme.sessions))


@require_safe
@conditional_page
def session_calendar(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    edition = edition_or_404(request, slug)
    published, session = session_or_404(edition, code)
    return calendar_response(_calendar(request, edition, published, [session]))


@require_safe
@conditional_page
def programme_xcal(request: HttpRequest, slug: str) -> HttpResponse:
    edition = edition_or_404(request, slug)
    published, language = published_or_404(edition), language_of(request)
    part = _part(edition, published, published.programme.sessions)
    with override(language):
        content = xcal.xcal_of([part], name=edition.title, language=language)
    return HttpResponse(content, content_type=xcal.MEDIA_TYPE)


def _part(edition: Edition, published: Published, sessions: Iterable[PublishedSession]) -> calendars.Part:
    today = timezone.localdate()
    kept = [session for session in sessions if calendars.is_kept(edition, session, today)]
    return calendars.Part(edition, published, kept)


def _calendar(
    request: HttpRequest, edition: Edition, published: Published, sessions: Iterable[PublishedSession]
) -> bytes:
    language, part = language_of(request), _part(edition, published, sessions)
    with override(language):
        return calendars.calendar_of([part], name=edition.title, language=language)


def _file(request: HttpRequest, slug: str, write: Write, content_type: str) -> HttpResponse:
    edition = edition_or_404(request, slug)
    published, language = published_or_404(edition), language_of(request)
    with override(language):
        return HttpResponse(write(edition, published, language), content_type=content_type)


@require_safe
@conditional_page
def schedule_xml(request: HttpRequest, slug: str) -> HttpResponse:
    return _file(request, slug, schedule_files.as_xml, schedule_files.XML_TYPE)


@require_safe
@conditional_page
def schedule_json(request: HttpRequest, slug: str) -> HttpResponse:
    return _file(request, slug, schedule_files.as_json, schedule_files.JSON_TYPE)


@require_safe
def programme_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """On paper, in the language of the address."""
    response = _file(request, slug, _as_pdf, "application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{slug}-{language_of(request)}.pdf"'
    return response


def _as_pdf(edition: Edition, published: Published, language: str) -> bytes:
    sheet = sheets.programme_sheet(edition, published)
    return pdf.render_apart(sheets.TEMPLATE, sheet, language=language)
