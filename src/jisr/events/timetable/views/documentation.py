"""The public documentation of a meeting: photos, files, and what other parts add. Only what is allowed."""

from itertools import groupby
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from jisr.documents.states import Format
from jisr.documents.views.serving import served
from jisr.events.editions.doors import edition_or_404, is_signed_in
from jisr.events.editions.models import Edition
from jisr.events.timetable.models import DocumentationFile, EditionPhoto
from jisr.events.timetable.presenting import entry_of
from jisr.events.timetable.reading import latest
from jisr.web.panels import panels_for

SMALL, LARGE = "small", "large"


@require_safe
def documentation_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The same for everybody: whoever may see more does so at the office's desk."""
    edition = edition_or_404(request, slug)
    files = list(DocumentationFile.objects.shown().filter(edition=edition).for_lists())
    context = {
        "edition": edition,
        "photos": list(EditionPhoto.objects.shown().filter(edition=edition)),
        "reports": [row for row in files if row.session is None],
        "sessions": _by_session(edition, [row for row in files if row.session is not None]),
        "panels": panels_for("edition_documentation", request, edition),
        "has_programme": latest(edition) is not None,
    }
    return render(request, "events/timetable/documentation.html", context)


def _by_session(edition: Edition, files: list[DocumentationFile]) -> list[tuple[Any, list[DocumentationFile]]]:
    """Files under their published sessions, in the order of time; of one that is not published nothing shows."""
    published = latest(edition)
    if published is None:
        return []
    found = []
    ordered = sorted(files, key=lambda row: (str(row.session.public_id), row.pk))
    for guid, rows in groupby(ordered, key=lambda row: str(row.session.public_id)):
        if session := published.by_guid.get(guid):
            found.append((entry_of(edition, published, session), list(rows)))
    return sorted(found, key=lambda pair: (pair[0].session.starts_at, pair[0].code))


def _actor(request: HttpRequest) -> Any:  # noqa: ANN401 - a person or nobody
    return request.user if is_signed_in(request) else AnonymousUser()


@require_safe
def photo_image(request: HttpRequest, slug: str, public_id: UUID, size: str) -> HttpResponseBase:
    """A photo, as long as it may be shown: each use asks again."""
    rows = EditionPhoto.objects.visible_to(_actor(request)).filter(edition__slug=slug)
    photo = get_object_or_404(rows.select_related("document", "preview"), public_id=public_id)
    if size not in {SMALL, LARGE}:
        raise Http404
    version = (photo.preview if size == SMALL else photo.document).newest
    response = served(request, version)
    if "Content-Disposition" in response.headers:
        response.headers["Content-Disposition"] = (
            f'inline; filename="{slug}-{public_id}.{Format(version.format).value}"'
        )
    return response


@require_safe
def documentation_file(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponseBase:
    rows = DocumentationFile.objects.visible_to(_actor(request)).filter(edition__slug=slug, document__isnull=False)
    row = get_object_or_404(rows.select_related("document"), public_id=public_id)
    return served(request, row.document.newest)
