"""The calendar of somebody's own programme, under a secret address, for calendar software without a session."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import conditional_page, require_safe

from jisr.events.agenda.standings import guids_of as signed_up_guids
from jisr.events.editions.states import State
from jisr.events.timetable import calendars
from jisr.events.timetable.limiting import is_guessing, is_read_too_often
from jisr.events.timetable.models import CalendarFeed
from jisr.events.timetable.own import does_of, guids_of
from jisr.events.timetable.reading import latest
from jisr.events.timetable.services import feed_of
from jisr.events.timetable.views.files import calendar_response, language_of


@require_safe
@conditional_page
def feed(request: HttpRequest, token: str) -> HttpResponse:
    if is_guessing(request, missed=False):
        return _only(HTTPStatus.TOO_MANY_REQUESTS)
    found = feed_of(token)
    if found is None or found.edition.state == State.PLANNED:
        return _only(HTTPStatus.TOO_MANY_REQUESTS if is_guessing(request, missed=True) else HTTPStatus.NOT_FOUND)
    if is_read_too_often(found.digest):
        return _only(HTTPStatus.TOO_MANY_REQUESTS)
    response = calendar_response(_content(request, found))
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _content(request: HttpRequest, found: CalendarFeed) -> bytes:
    edition, language, today = found.edition, language_of(request), timezone.localdate()
    published = latest(edition)
    guids = guids_of(found.user, edition) | signed_up_guids(found.user, edition, with_waiting=False)
    with override(language):
        does = does_of(found.user, edition)
        name = _("My programme: %(meeting)s") % {"meeting": edition.title}
        if published is None:
            return calendars.calendar_of([], name=name, language=language)
        sessions = [
            session
            for session in published.programme.sessions
            if session.guid in guids | does.keys() and calendars.is_kept(edition, session, today)
        ]
        return calendars.calendar_of([calendars.Part(edition, published, sessions, does)], name=name, language=language)


def _only(status: HTTPStatus) -> HttpResponse:
    """No page: calendars read none, and a wrong address shall tell nothing."""
    response = HttpResponse(status.phrase, status=status, content_type="text/plain; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        response.headers["Retry-After"] = "3600"
    return response
