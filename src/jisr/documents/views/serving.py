"""Hand out a private file: only through the policy, whole or in part, and never as a page of this site."""

import re
import unicodedata
from collections.abc import Iterator
from http import HTTPStatus
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import http_date, parse_http_date_safe
from django.views.decorators.http import require_safe

from jisr.documents import ranges
from jisr.documents.models import Document, Version
from jisr.documents.storage import private
from jisr.documents.views.doors import signed_in

POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"
_CHUNK = 65_536


@require_safe
@signed_in
def document_file(request: HttpRequest, public_id: str, number: int) -> HttpResponseBase:
    """One version as a download."""
    document = get_object_or_404(Document.objects.filter(public_id=public_id).visible_to(request.user))
    return served(request, get_object_or_404(document.versions, number=number))


def served(request: HttpRequest, version: Version) -> HttpResponseBase:
    """The file of a version, for a view that has asked whether the reader may have it."""
    response = _answer(request, version)
    for name, value in _about(version).items():
        response.headers[name] = value
    return response


def _about(version: Version) -> dict[str, str]:
    return {
        "ETag": _etag(version),
        "Last-Modified": http_date(version.created_at.timestamp()),
        "Accept-Ranges": "bytes",
        # Each use asks again whether the reader still may; an unchanged file is then not sent again.
        "Cache-Control": "private, no-cache",
        "Content-Disposition": disposition(version.file_name),
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": POLICY,
        "Cross-Origin-Resource-Policy": "same-origin",
    }


def disposition(file_name: str) -> str:
    """As a download, with the name in ASCII for old readers and in full for all others (RFC 6266, RFC 8187)."""
    stem, _dot, ending = file_name.rpartition(".")
    letters = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode()
    plain = f"{re.sub(r'[^A-Za-z0-9._-]+', '-', letters).strip('-.') or 'document'}.{ending}"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(file_name, safe='')}"


def _answer(request: HttpRequest, version: Version) -> HttpResponseBase:
    if ranges.names(request.headers.get("If-None-Match", ""), _etag(version)):
        return HttpResponse(status=HTTPStatus.NOT_MODIFIED)
    try:
        asked = request.headers.get("Range", "") if _range_counts(request, version) else ""
        span = ranges.wanted(asked, version.size)
    except ranges.Unsatisfiable:
        response = HttpResponse(status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
        response.headers["Content-Range"] = f"bytes */{version.size}"
        return response
    return _content(request, version, span)


def _content(request: HttpRequest, version: Version, span: ranges.Span | None) -> HttpResponseBase:
    status = HTTPStatus.PARTIAL_CONTENT if span else HTTPStatus.OK
    length = span.length if span else version.size
    if request.method == "HEAD":
        response: HttpResponseBase = HttpResponse(status=status, content_type=version.content_type)
    else:
        response = StreamingHttpResponse(_Part(version, span), status=status, content_type=version.content_type)
    response.headers["Content-Length"] = str(length)
    if span:
        response.headers["Content-Range"] = f"bytes {span.first}-{span.last}/{version.size}"
    return response


def _range_counts(request: HttpRequest, version: Version) -> bool:
    """``If-Range``: the part is only wanted if the rest that the reader has is of the same version."""
    condition = request.headers.get("If-Range", "").strip()
    if not condition:
        return True
    if condition.startswith(('"', "W/")):
        return condition == _etag(version)  # a weak one never counts
    return parse_http_date_safe(condition) == int(version.created_at.timestamp())


def _etag(version: Version) -> str:
    return f'"{version.sha256}"'


class _Part:
    """The bytes of a span, read as they are sent; closes the file with the answer."""

    def __init__(self, version: Version, span: ranges.Span | None) -> None:
        try:
            self.file = private().open(version.stored_as)
        except FileNotFoundError as missing:
            raise Http404 from missing
        self.left = span.length if span else version.size
        self.file.seek(span.first if span else 0)

    def __iter__(self) -> Iterator[bytes]:
        while self.left and (chunk := self.file.read(min(_CHUNK, self.left))):
            self.left -= len(chunk)
            yield chunk

    def close(self) -> None:
        self.file.close()
