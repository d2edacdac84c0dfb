"""Lists as files, and the pages of those that the worker writes."""

from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_safe

from jisr.accounts.access import View, second_factor_first
from jisr.exports import tables
from jisr.exports.models import Export
from jisr.exports.services import NotReady, ask_for_export, take_at_once, take_prepared
from jisr.exports.states import Format, State
from jisr.kernel.policy import Refused, may

TYPES = {
    Format.CSV: "text/csv; charset=utf-8",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
LOOK_AGAIN_SECONDS = 3
LONGEST_PARAMETERS = 2000
SHOWN = 50


def _private(view: View) -> View:
    """For people who are signed in, those of the programme office with their second factor; nobody keeps the page."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # noqa: ANN401 - as the view takes
        if request.user.is_programme_staff and not request.user.has_second_factor:
            return second_factor_first(request)
        return view(request, *args, **kwargs)

    return never_cache(login_required(guarded))


@require_GET
@_private
def list_as_file(request: HttpRequest, name: str, kind: str) -> HttpResponseBase:
    """A short list at once; a long one through the worker. A list that one may not see is not there."""
    table = tables.find(name)
    if table is None or not may(request.user, table.permission):
        raise Http404
    parameters = request.GET.copy()
    parameters.pop("page", None)
    if len(parameters.urlencode()) > LONGEST_PARAMETERS:
        raise Http404
    asked = {"actor": request.user, "kind": kind, "language": get_language(), "at": timezone.now()}
    if table.rows(request.user, parameters).count() > settings.EXPORTS_ROWS_AT_ONCE:
        return redirect(ask_for_export(table, parameters, **asked))
    export, parts = take_at_once(table, parameters, **asked)
    response = StreamingHttpResponse(parts, content_type=TYPES[Format(kind)])
    response.headers["Content-Disposition"] = f'attachment; filename="{export.download_name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
@_private
def export_list(request: HttpRequest) -> HttpResponse:
    exports = Export.objects.visible_to(request.user).prepared()[:SHOWN]
    return render(request, "exports/export_list.html", {"exports": exports, "kept_days": settings.EXPORTS_KEPT_DAYS})


@require_safe
@_private
def export_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """How far it is. Until it is over the page looks again by itself, without a script."""
    export = get_object_or_404(Export.objects.visible_to(request.user).prepared(), public_id=public_id)
    is_silent = export.is_silent(at=timezone.now())
    response = render(request, "exports/export_detail.html", {"export": export, "is_silent": is_silent})
    if export.state in {State.WAITING, State.RUNNING} and not is_silent:
        response.headers["Refresh"] = str(LOOK_AGAIN_SECONDS)
    return response


@require_GET
@_private
def export_file(request: HttpRequest, public_id: str) -> HttpResponseBase:
    export = get_object_or_404(Export.objects.visible_to(request.user).prepared(), public_id=public_id)
    try:
        export = take_prepared(export.pk, actor=request.user, at=timezone.now())
    except NotReady as refusal:
        messages.error(request, refusal.message)
        return redirect(export)
    except Refused as refusal:
        raise Http404 from refusal
    response = FileResponse(
        export.file.open("rb"),
        as_attachment=True,
        filename=export.download_name,
        content_type=TYPES[Format(export.format)],
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
