"""What this part shows on pages of other parts."""

from collections import Counter

from django.http import HttpRequest

from jisr.events.editions.models import Edition
from jisr.events.registration.models import Participant
from jisr.events.timetable import times
from jisr.events.timetable.models import DocumentationFile, EditionPhoto, ProgrammePick
from jisr.events.timetable.reading import latest
from jisr.web.panels import Panel


def of_edition(_request: HttpRequest, edition: Edition) -> Panel | None:
    """The days of the published programme, on the public page of a meeting. The same for everybody."""
    published = latest(edition)
    if published is None:
        return None
    counted = Counter(times.day_of(session.starts_at, published.zone) for session in published.programme.sessions)
    return Panel("events/timetable/panel_edition.html", {"edition": edition, "days": sorted(counted.items())})


def of_participation(request: HttpRequest, participant: Participant) -> Panel | None:
    """One's own programme, for the person alone: what somebody chose is nobody else's."""
    if participant.user_id is None or participant.user_id != request.user.pk:
        return None
    edition = participant.edition
    count = ProgrammePick.objects.filter(user_id=participant.user_id, edition=edition).count()
    context = {"edition": edition, "count": count, "is_published": latest(edition) is not None}
    return Panel("events/timetable/panel_participation.html", context)


def documentation_of(_request: HttpRequest, edition: Edition) -> Panel | None:
    """A link to the documentation once there is something in it. The same for everybody."""
    if not has_documentation(edition):
        return None
    return Panel("events/timetable/panel_documentation.html", {"edition": edition})


def has_documentation(edition: Edition) -> bool:
    photos = EditionPhoto.objects.shown().filter(edition=edition)
    return photos.exists() or DocumentationFile.objects.shown().filter(edition=edition).exists()


def of_desk(_request: HttpRequest, edition: Edition) -> Panel | None:
    """How far the documentation is, for the office."""
    photos = EditionPhoto.objects.filter(edition=edition)
    files = DocumentationFile.objects.filter(edition=edition)
    context = {
        "edition": edition,
        "photos": photos.count(),
        "photos_shown": photos.shown().count(),
        "files": files.count(),
        "files_shown": files.shown().count(),
    }
    return Panel("events/timetable/panel_desk.html", context)
