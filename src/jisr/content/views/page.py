"""Wagtail's pages, served as Wagtail does it, but for the site: there is one in memory, which it need not look up."""

from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port
from wagtail import views
from wagtail.models import Site

from jisr.web.public_data import remembered


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Answer with the published page at ``path``."""
    host, _port = split_domain_port(request.get_host())
    request._wagtail_site = remembered(f"site of {host}", lambda: Site.find_for_request(request))
    answer: HttpResponse = views.serve(request, path)
    return answer
