"""Numbers for those who book rooms, transfers and meals, and lists with names for those who need them."""

from pathlib import Path
from tempfile import TemporaryDirectory

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from jisr.accounts.access import staff_required
from jisr.accounts.states import Role
from jisr.events.travel.counting import needs_of, visas_of
from jisr.events.travel.forms import NamesForm
from jisr.events.travel.names import take_names
from jisr.events.travel.policies import READ_TRAVEL_NAMES
from jisr.events.travel.states import NameList
from jisr.events.travel.views.finding import OK, UNPROCESSABLE, edition_or_404
from jisr.exports.comma import csv_parts
from jisr.exports.sheet import write_sheet
from jisr.exports.states import Format
from jisr.exports.tables import Column
from jisr.exports.views.export import TYPES
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import may
from jisr.municipalities.policies import READING_STAFF

COUNTS = (
    Column("section", _("What"), lambda row: row[0]),
    Column("label", _("Exactly"), lambda row: row[1]),
    Column("number", _("Number"), lambda row: row[2], "number"),
)


@staff_required(*READING_STAFF)
@require_safe
def counts_page(request: HttpRequest, slug: str) -> HttpResponse:
    edition = edition_or_404(slug)
    context = {
        "edition": edition,
        "sections": needs_of(edition),
        "visas": visas_of(edition),
        "may_names": may(request.user, READ_TRAVEL_NAMES, edition),
        "may_list": request.user.has_role(Role.EVENTS),
    }
    return render(request, "events/travel_counts.html", context)


@staff_required(*READING_STAFF)
@require_safe
def counts_file(_request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    edition = edition_or_404(slug)
    if kind not in Format.values:
        raise Http404
    rows = [(section.title, count.label, count.number) for section in needs_of(edition) for count in section.rows]
    return _file(COUNTS, rows, kind, name=f"{slug}-travel-counts", title=str(_("Numbers")))


@staff_required(Role.EVENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def names_page(request: HttpRequest, slug: str) -> HttpResponse:
    """For administrators without the role of the events team it is not there."""
    edition = edition_or_404(slug)
    if not may(request.user, READ_TRAVEL_NAMES, edition):
        raise Http404
    form = NamesForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            columns, people = take_names(edition, typed["list"], reason=typed["reason"], actor=request.user)
        except DomainError as refusal:
            form.add_error(None, str(refusal.message))
        else:
            chosen = NameList(typed["list"])
            return _file(columns, people, typed["format"], name=f"{slug}-{chosen.value}", title=str(chosen.label))
    context = {"edition": edition, "form": form}
    return render(request, "events/travel_names.html", context, status=UNPROCESSABLE if form.is_bound else OK)


def _file(columns, rows, kind: str, *, name: str, title: str) -> HttpResponse:  # noqa: ANN001 - as exports take them
    """A short list as a file; nobody keeps it on the way."""
    language = get_language()
    if kind == Format.CSV:
        content = b"".join(csv_parts(columns, [rows], language=language))
    else:
        with TemporaryDirectory() as folder:
            path = Path(folder, "file")
            write_sheet(path, title=title, columns=columns, chunks=[rows], language=language)
            content = path.read_bytes()
    response = HttpResponse(content, content_type=TYPES[Format(kind)])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
