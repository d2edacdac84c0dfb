"""Pages of imports: upload, columns, progress, report."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jisr.accounts.access import staff_required
from jisr.documents.uploading import receives_files
from jisr.kernel.errors import DomainError
from jisr.kernel.policy import may
from jisr.municipalities.imports import services
from jisr.municipalities.imports.columns import usual_mapping
from jisr.municipalities.imports.forms import ColumnsForm, UploadForm
from jisr.municipalities.imports.policies import IMPORT_FACTS, IMPORTING_STAFF, REPORT_READERS
from jisr.municipalities.imports.reading import rows_of
from jisr.municipalities.imports.reasons import reason_text
from jisr.municipalities.imports.report import TABLE, again_of, changes_of, kept_of, report_listing
from jisr.municipalities.imports.states import FileKind, ImportState, Outcome
from jisr.municipalities.models import Import
from jisr.web.listing import read_listing

LOOK_AGAIN_SECONDS = 3
SAMPLE_ROWS = 3
SORTS = {"uploaded": (_("Uploaded"), ["-uploaded_at"])}


@staff_required(*REPORT_READERS)
@require_safe
def import_list(request: HttpRequest) -> HttpResponse:
    rows = Import.objects.visible_to(request.user).select_related("uploaded_by")
    listing = read_listing(request.GET, rows, sorts=SORTS)
    context = {"listing": listing, "may_import": may(request.user, IMPORT_FACTS)}
    return render(request, "municipalities/import_list.html", context)


@receives_files
@staff_required(*IMPORTING_STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
def import_upload(request: HttpRequest) -> HttpResponse:
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_bound and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            made = services.upload_import(
                file.file, file.name or "", origin=form.origin, actor=request.user, at=timezone.now()
            )
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            return redirect("municipalities:import_columns", made.public_id) if _wants_columns(made) else redirect(made)
    return render(request, "municipalities/import_upload.html", {"form": form}, status=422 if form.errors else 200)


def _wants_columns(made: Import) -> bool:
    return made.kind == FileKind.TABLE and made.state in {ImportState.UPLOADED, ImportState.CHECKED}


@staff_required(*IMPORTING_STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
def import_columns(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Which column holds which fact: as for the last file with this header, else as their names suggest."""
    made = _import_or_404(request, public_id)
    if not _wants_columns(made):
        return redirect(made)
    try:
        sample = _sample(made)
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
        return redirect(made)
    form = ColumnsForm(
        request.POST if request.method == "POST" else None,
        made=made,
        sample=sample[0] if sample else [],
        initial=ColumnsForm.initial_of(_known_mapping(made)),
    )
    if form.is_bound and form.is_valid():
        services.name_columns(made.pk, form.mapping, actor=request.user, at=timezone.now())
        return redirect(made)
    context = {"made": made, "form": form, "sample": sample}
    return render(request, "municipalities/import_columns.html", context, status=422 if form.errors else 200)


def _known_mapping(made: Import) -> dict[str, int]:
    if made.mapping:
        return dict(made.mapping)
    before = Import.objects.with_header(made.header_digest).first()
    return dict(before.mapping) if before else usual_mapping(made.header)


def _sample(made: Import) -> list[list[str]]:
    """The first rows of a table."""
    rows = rows_of(services.content_of(made).decode(made.encoding), made.delimiter)
    next(rows, None)
    return [row.cells[: len(made.header)] for _place, row in zip(range(SAMPLE_ROWS), rows, strict=False)]


@staff_required(*REPORT_READERS)
@require_safe
def import_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """How far it is, then the report. While the worker is busy the page looks again by itself, without a script."""
    made = _import_or_404(request, public_id)
    is_silent = made.is_silent(at=timezone.now())
    may_import = may(request.user, IMPORT_FACTS)
    context: dict[str, Any] = {"made": made, "is_silent": is_silent, "may_import": may_import}
    if made.checked_at and not made.is_under_way:
        context |= _report(request, made)
    response = render(request, "municipalities/import_detail.html", context)
    if made.is_under_way and not is_silent:
        response.headers["Refresh"] = str(LOOK_AGAIN_SECONDS)
    return response


def _report(request: HttpRequest, made: Import) -> dict[str, Any]:
    listing = report_listing(request.GET, made)
    query = listing.query.copy()
    query["import"] = str(made.public_id)
    rows = [
        (line, reason_text(line.reason, line.reason_fact), changes_of(line), kept_of(line), again_of(line))
        for line in listing.page
    ]
    tiles = [(label, made.counts.get(value, 0), value) for value, label in Outcome.choices]
    return {"listing": listing, "rows": rows, "tiles": tiles, "table": TABLE, "file_query": query}


def _step(service: Callable[..., Import]) -> Callable[..., HttpResponse]:
    """The view of a button: run a service and show the import."""

    @staff_required(*IMPORTING_STAFF)
    @require_POST
    def view(request: HttpRequest, public_id: UUID) -> HttpResponse:
        made = _import_or_404(request, public_id)
        try:
            made = service(made.pk, actor=request.user)
        except DomainError as refusal:
            messages.error(request, str(refusal.message))
        return redirect(made)

    return view


import_apply = _step(lambda pk, actor: services.apply_import(pk, actor=actor, at=timezone.now()))
import_check = _step(lambda pk, actor: services.check_again(pk, actor=actor, at=timezone.now()))
import_go_on = _step(lambda pk, actor: services.go_on(pk, actor=actor, at=timezone.now()))
import_drop = _step(services.drop_import)


def _import_or_404(request: HttpRequest, public_id: UUID) -> Import:
    rows = Import.objects.visible_to(request.user).select_related("uploaded_by", "applied_by")
    made: Import = get_object_or_404(rows, public_id=public_id)
    return made
