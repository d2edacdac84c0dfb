"""What every answer carries, and how pages for anonymous readers are kept and given out whole."""

import gzip
import hashlib
import re
from collections.abc import Callable
from http import HTTPStatus
from typing import NamedTuple

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.cache import patch_vary_headers

import jisr
from jisr.web import public_data
from jisr.web.desk_policy import desk_policy
from jisr.web.views import errors

Handler = Callable[[HttpRequest], HttpResponse]

CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'self'",
    ]
)


class ContentSecurityPolicyMiddleware:
    """Sets the policy of the page: no inline code and no other host, but for the editors' desk."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if "Content-Security-Policy" not in response.headers:
            is_desk = request.path_info.startswith("/cms/")
            response.headers["Content-Security-Policy"] = desk_policy(response) if is_desk else CONTENT_SECURITY_POLICY
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()")
        return response


class NotAllowedMiddleware:
    """Who opens an address that only takes forms reads why nothing is there; Django's answer is empty."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and not response.content:
            response.content = errors.not_allowed(request).content
        return response


class StoredPage(NamedTuple):
    """A whole page as it was answered. ``body`` is compressed with gzip."""

    etag: str
    content_type: str
    language: str
    body: bytes


class PublicPageMiddleware:
    """Answers anonymous readers from memory until public data changes.

    The key holds the data's generation, so that an edit shows at once without telling anybody; the day, since ages of
    facts are shown; the release and the whole address. Pages that set a cookie, vary by cookie or forbid it are not
    kept.
    """

    seconds = 24 * 60 * 60
    longest_address = 300

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in {"GET", "HEAD"}:
            return self.get_response(request)
        if not self._may_keep(request):
            with public_data.at():
                return self.get_response(request)
        generation = public_data.generation()
        key = self._key(request, generation)
        page = cache.get(key)
        if page is None:
            with public_data.at(generation):
                response = self.get_response(request)
            page = self._page_of(response)
            if page is None:
                return response
            cache.set(key, page, self.seconds)
        return self._answer(request, page)

    def _may_keep(self, request: HttpRequest) -> bool:
        return (
            settings.SESSION_COOKIE_NAME not in request.COOKIES
            and request.path[:4] in {"/de/", "/en/", "/ar/"}
            and "/accounts/" not in request.path
            and len(request.get_full_path()) <= self.longest_address
        )

    def _key(self, request: HttpRequest, generation: str) -> str:
        day = timezone.localdate().isoformat()
        address = f"{request.scheme}://{request.get_host()}{request.get_full_path()}"
        parts = "|".join((jisr.__version__, generation, day, address))
        return "page:" + hashlib.blake2b(parts.encode(), digest_size=20).hexdigest()

    def _page_of(self, response: HttpResponse) -> StoredPage | None:
        forbidden = response.headers.get("Cache-Control", "")
        if (
            response.status_code != HTTPStatus.OK
            or response.streaming
            or response.cookies
            or "no-store" in forbidden
            or "private" in forbidden
            or "cookie" in response.headers.get("Vary", "").lower()
        ):
            return None
        digest = hashlib.blake2b(response.content, digest_size=12).hexdigest()
        return StoredPage(
            etag=f'W/"{digest}"',
            content_type=response.headers["Content-Type"],
            language=response.headers.get("Content-Language", ""),
            body=gzip.compress(response.content, compresslevel=6, mtime=0),
        )

    def _answer(self, request: HttpRequest, page: StoredPage) -> HttpResponse:
        if page.etag in request.META.get("HTTP_IF_NONE_MATCH", ""):
            response: HttpResponse = HttpResponseNotModified()
        elif _reads_gzip(request.META.get("HTTP_ACCEPT_ENCODING", "")):
            response = HttpResponse(page.body, content_type=page.content_type)
            response.headers["Content-Encoding"] = "gzip"
            response.headers["Content-Length"] = str(len(page.body))
        else:
            response = HttpResponse(gzip.decompress(page.body), content_type=page.content_type)
        response.headers["ETag"] = page.etag
        response.headers["Cache-Control"] = "no-cache"
        if page.language:
            response.headers["Content-Language"] = page.language
        patch_vary_headers(response, ["Accept-Encoding"])
        return response


def _reads_gzip(accepted: str) -> bool:
    """Whether the reader's ``Accept-Encoding`` names gzip without refusing it (``q=0``)."""
    for offer in accepted.lower().split(","):
        name, _semicolon, weight = offer.replace(" ", "").partition(";")
        if name == "gzip":
            return not re.fullmatch(r"q=0(\.0*)?", weight)
    return False
