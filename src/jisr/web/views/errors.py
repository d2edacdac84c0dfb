"""Pages for what went wrong, in the reader's language and without a table being read where none may answer."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language_from_request, override


def _page(request: HttpRequest, template: str, status: int) -> HttpResponse:
    with override(get_language_from_request(request, check_path=True)):
        return HttpResponse(render_to_string(template, {}, request), status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    return HttpResponse(render_to_string("errors/plain.html", {"kind": "bad_request"}), status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    return _page(request, "errors/403.html", 403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    return _page(request, "errors/404.html", 404)


def not_allowed(request: HttpRequest) -> HttpResponse:
    return _page(request, "errors/405.html", 405)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    return _page(request, "errors/csrf.html", 403)


def server_error(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """500, or 503 when the database is away; both in all three languages and from files alone."""
    failure = sys.exc_info()[1]
    if isinstance(failure, OperationalError | InterfaceError):
        response = HttpResponse(render_to_string("errors/plain.html", {"kind": "away"}), status=503)
        response.headers["Retry-After"] = "60"
        return response
    return HttpResponse(render_to_string("errors/plain.html", {"kind": "broken"}), status=500)
