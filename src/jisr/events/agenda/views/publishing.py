"""Publishing a programme, and what each version changed."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jisr.events.agenda.checking import board_of
from jisr.events.agenda.comparing import Difference, What, changed_rooms, differences, fingerprint
from jisr.events.agenda.drafting import draft_of, last_version, read
from jisr.events.agenda.forms import PublishForm
from jisr.events.agenda.models import ProgrammeVersion, SessionSpeaker
from jisr.events.agenda.published import Programme
from jisr.events.agenda.publishing import is_new, publish
from jisr.events.agenda.states import SpeakerRole
from jisr.events.agenda.telling import choose, parts
from jisr.events.agenda.views.finding import (
    CONFLICT,
    OK,
    UNPROCESSABLE,
    edition_or_404,
    frame,
    office_plans,
    office_reads,
)
from jisr.events.editions.models import Edition
from jisr.kernel.errors import DomainError
from jisr.web.components import labels_of

MOST_VERSIONS = 50
TONES = {What.NEW: "good", What.REVIVED: "good", What.CANCELLED: "bad", What.MOVED: "waiting", What.ROOM: "waiting"}


@office_plans
@require_http_methods(["GET", "HEAD", "POST"])
def publish_page(request: HttpRequest, slug: str) -> HttpResponse:
    """What would change for readers; then one button."""
    edition = edition_or_404(request, slug)
    status, problem = OK, ""
    if request.method == "POST":
        form = PublishForm(request.POST)
        if form.is_valid():
            try:
                seen, news = form.cleaned_data["seen"], form.news
                version = publish(edition, seen=seen, news=news, actor=request.user, at=timezone.now())
            except DomainError as refusal:
                status, problem = CONFLICT, str(refusal.message)
            else:
                messages.success(request, _("Version %(number)s is published.") % {"number": version.number})
                return redirect("agenda:versions", slug)
        else:
            return _publish_page(request, edition, typed=form, status=UNPROCESSABLE)
    return _publish_page(request, edition, problem=problem, status=status)


def _publish_page(
    request: HttpRequest, edition: Edition, *, typed: PublishForm | None = None, problem: str = "", status: int
) -> HttpResponse:
    before = last_version(edition)
    last = read(before)
    draft = draft_of(edition, last, at=timezone.now())
    board = board_of(edition)
    kept = {name: value for name, value in request.POST.items() if name.startswith("note_")}
    form = typed or PublishForm(initial={**kept, "seen": fingerprint(draft)})
    context = frame(
        request,
        edition,
        form=form,
        problem=problem,
        version=before,
        changes=shown(differences(last, draft), edition.zone),
        rooms=[choose(room.name) for room in changed_rooms(last, draft)],
        is_new=is_new(last, draft),
        counts=board.counts(),
        silent=_waiting_for_consent(edition),
    )
    return render(request, "agenda/publish.html", context, status=status)


def _waiting_for_consent(edition: Edition) -> list[dict[str, Any]]:
    """Who is not shown since they have not agreed, with the session."""
    rows = SessionSpeaker.objects.filter(session__edition=edition, session__is_cancelled=False, consented_at=None)
    named = rows.exclude(full_name="").select_related("session").order_by("session__starts_at", "pk")
    roles, found = labels_of(SpeakerRole), []
    for row in named:
        row.session.edition = edition
        found.append({"session": row.session, "name": row.full_name, "role": roles[row.role]})
    return found


def shown(changes: list[Difference], zone: str) -> list[dict[str, Any]]:
    """Changes as a page lists them."""
    names = {
        What.NEW: _("new"),
        What.CANCELLED: _("cancelled"),
        What.REVIVED: _("takes place after all"),
        What.MOVED: _("moved"),
        What.ROOM: _("room or meeting point"),
        What.PEOPLE: _("speakers"),
        What.LANGUAGES: _("languages"),
        What.TEXT: _("text"),
    }
    return [
        {
            "title": choose(each.after.title),
            "guid": each.after.guid,
            "badges": [(names[what], TONES.get(what, "info")) for what in each.what],
            "parts": parts(each, zone),
        }
        for each in changes
    ]


@office_reads
@require_safe
def versions(request: HttpRequest, slug: str) -> HttpResponse:
    edition = edition_or_404(request, slug)
    rows = list(edition.programme_versions.select_related("published_by").order_by("-number")[: MOST_VERSIONS + 1])
    programmes = {row.number: Programme.read(row.content) for row in rows}
    told = []
    for row in rows[:MOST_VERSIONS]:
        changes = differences(programmes.get(row.number - 1), programmes[row.number])
        told.append(
            {"version": row, "note": _note_of(row), "count": len(changes), "changes": shown(changes[:5], edition.zone)}
        )
    return render(request, "agenda/versions.html", frame(request, edition, versions=told))


def _note_of(row: ProgrammeVersion) -> str:
    """What is new, for the reader; of older versions as it was written."""
    return choose(row.news) if row.news else row.note


@office_reads
@require_safe
def version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    edition = edition_or_404(request, slug)
    rows = {row.number: row for row in edition.programme_versions.filter(number__in=[number, number - 1])}
    if number not in rows:
        raise Http404
    programme = Programme.read(rows[number].content)
    found = differences(read(rows.get(number - 1)), programme)
    shown_here = shown(found, edition.zone)
    context = frame(request, edition, version=rows[number], note=_note_of(rows[number]), changes=shown_here)
    return render(request, "agenda/version.html", context)
