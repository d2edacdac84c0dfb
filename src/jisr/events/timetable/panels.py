"""What this part shows on pages of other parts."""

from collections import Counter
from typing import Any

from django.db.models import Exists, OuterRef, Subquery
from django.http import HttpRequest

from jisr.events.agenda.models import ProgrammeVersion
from jisr.events.agenda.published import Programme
from jisr.events.editions.models import Edition
from jisr.events.registration.models import Participant
from jisr.events.timetable import times
from jisr.events.timetable.models import DocumentationFile, EditionPhoto, ProgrammePick
from jisr.events.timetable.reading import latest
from jisr.web.panels import Panel


def of_edition(_request: HttpRequest, edition: Edition) -> Panel | None:
    """The days of the published programme and a way to the documentation, in one query. The same for everybody."""
    content, *shown = _known_of(edition)
    if content is None and not any(shown):
        return None
    programme = Programme.read(content) if content else None
    days = Counter(times.day_of(row.starts_at, programme.zone) for row in programme.sessions) if programme else {}
    context = {"edition": edition, "days": sorted(days.items()), "has_documentation": any(shown)}
    return Panel("events/timetable/panel_edition.html", context)


def _known_of(edition: Edition) -> tuple[Any, bool, bool]:
    """The latest version, and whether there are photos and files to see."""
    of_this = {"edition": OuterRef("pk")}
    versions = ProgrammeVersion.objects.filter(**of_this).order_by("-number")
    photos = EditionPhoto.objects.shown().filter(**of_this)
    files = DocumentationFile.objects.shown().filter(**of_this)
    row = Edition.objects.filter(pk=edition.pk).values_list(
        Subquery(versions.values("content")[:1]), Exists(photos), Exists(files)
    )
    found: tuple[Any, bool, bool] = row.get()
    return found


def of_participation(request: HttpRequest, participant: Participant) -> Panel | None:
    """One's own programme, for the person alone: what somebody chose is nobody else's."""
    if participant.user_id is None or participant.user_id != request.user.pk:
        return None
    edition = participant.edition
    count = ProgrammePick.objects.filter(user_id=participant.user_id, edition=edition).count()
    context = {"edition": edition, "count": count, "is_published": latest(edition) is not None}
    return Panel("events/timetable/panel_participation.html", context)


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
