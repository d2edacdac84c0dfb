"""The doors: the bare address and addresses without a language."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request
from django.views.decorators.http import require_safe


@require_safe
def choose_language(request: HttpRequest) -> HttpResponse:
    """Lead from ``/`` to the language that the browser asks for."""
    response = HttpResponseRedirect(f"/{get_language_from_request(request)}/")
    patch_vary_headers(response, ["Accept-Language"])
    return response


@require_safe
def other_language(request: HttpRequest, rest: str) -> HttpResponse:
    """Lead from a language that this site does not speak to the same page in one that the reader does."""
    query = request.META["QUERY_STRING"]
    response = HttpResponseRedirect(f"/{get_language_from_request(request)}/{rest}" + (f"?{query}" if query else ""))
    patch_vary_headers(response, ["Accept-Language"])
    return response
