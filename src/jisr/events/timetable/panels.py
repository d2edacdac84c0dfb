"""What this part shows on pages of other parts."""

from datetime import date

from django.http import HttpRequest

from jisr.events.editions.models import Edition
from jisr.events.registration.models import Participant
from jisr.events.timetable import times
from jisr.events.timetable.models import ProgrammePick
from jisr.events.timetable.reading import latest
from jisr.web.panels import Panel


def of_edition(_request: HttpRequest, edition: Edition) -> Panel | None:
    """The days of the published programme, on the public page of a meeting. The same for everybody."""
    published = latest(edition)
    if published is None:
        return None
    counted: dict[date, int] = {}
    for session in published.programme.sessions:
        day = times.day_of(session.starts_at, published.zone)
        counted[day] = counted.get(day, 0) + 1
    return Panel("events/timetable/panel_edition.html", {"edition": edition, "days": sorted(counted.items())})


def of_participation(request: HttpRequest, participant: Participant) -> Panel | None:
    """One's own programme, for the person alone: what somebody chose is nobody else's."""
    if participant.user_id is None or participant.user_id != request.user.pk:
        return None
    edition = participant.edition
    count = ProgrammePick.objects.filter(user_id=participant.user_id, edition=edition).count()
    context = {"edition": edition, "count": count, "is_published": latest(edition) is not None}
    return Panel("events/timetable/panel_participation.html", context)
