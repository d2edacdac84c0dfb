"""Addresses that machines read."""

from django.conf import settings
from django.contrib.sitemaps.views import index, sitemap
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from jisr.opendata.sitemaps import sitemaps


@require_safe
def site_index(request: HttpRequest) -> HttpResponse:
    return index(request, sitemaps(), sitemap_url_name="sitemap-section")


@require_safe
def site_section(request: HttpRequest, section: str) -> HttpResponse:
    return sitemap(request, sitemaps(), section=section)


@require_safe
def robots(_request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", "Disallow: /cms/", *(f"Disallow: /{code}/search/" for code, _name in settings.LANGUAGES)]
    return HttpResponse("\n".join([*lines, f"Sitemap: {settings.BASE_URL}/sitemap.xml", ""]), content_type="text/plain")
