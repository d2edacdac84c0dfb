"""The map of the site for search engines: every public page with its address in each language."""

from collections import defaultdict
from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse
from wagtail.models import Page

from jisr.content.tree import address
from jisr.events.models import Edition
from jisr.matching.requests.models import PartnershipRequest
from jisr.municipalities.models import Authority, Theme
from jisr.partnerships.models import Partnership


class RowSitemap(Sitemap):
    """The pages of one kind of row."""

    i18n = True
    alternates = True

    def __init__(self, rows: QuerySet[Any]) -> None:
        self.rows = rows

    def items(self) -> QuerySet[Any]:
        return self.rows.order_by("pk")

    def lastmod(self, row: Any) -> datetime | None:  # noqa: ANN401 - rows of several models
        return getattr(row, "updated_at", None)


class ProgrammeSitemap(RowSitemap):
    """The published programmes of meetings."""

    def location(self, edition: Edition) -> str:
        return reverse("timetable:programme", args=[edition.slug])


class ListSitemap(Sitemap):
    """The list pages."""

    i18n = True
    alternates = True
    names: ClassVar[list[str]] = [
        "partnerships:partnerships",
        "partnerships:map",
        "partnerships:figures",
        "requests:requests",
        "requests:map",
        "municipalities:authorities",
        "municipalities:themes",
        "events:editions",
        "advice:advice",
        "advice:ask",
        "advice:check",
    ]

    def items(self) -> list[str]:
        return self.names

    def location(self, name: str) -> str:
        return reverse(name)


class ContentSitemap(Sitemap):
    """Pages that editors write; a page that exists in fewer languages has fewer alternates."""

    def items(self) -> list[Page]:
        pages = Page.objects.live().public().filter(depth__gt=1).select_related("locale").order_by("pk")
        self.languages: dict[Any, dict[str, str]] = defaultdict(dict)
        for page in pages:
            self.languages[page.translation_key][page.locale.language_code] = page.url_path
        return list(pages)

    def location(self, page: Page) -> str:
        return address(page.locale.language_code, page.url_path)

    def lastmod(self, page: Page) -> datetime | None:
        return page.last_published_at

    def _urls(self, page: int, protocol: str, domain: str) -> list[dict[str, Any]]:
        urls: list[dict[str, Any]] = super()._urls(page, protocol, domain)
        for url in urls:
            others = self.languages[url["item"].translation_key]
            url["alternates"] = [
                {"lang_code": code, "location": f"{protocol}://{domain}{address(code, path)}"}
                for code, path in sorted(others.items())
                if code in dict(settings.LANGUAGES)
            ]
        return urls


def sitemaps() -> dict[str, Sitemap]:
    """One section for each kind of page."""
    return {
        "lists": ListSitemap(),
        "content": ContentSitemap(),
        "partnerships": RowSitemap(Partnership.objects.public()),
        "requests": RowSitemap(PartnershipRequest.objects.shown()),
        "municipalities": RowSitemap(Authority.objects.all()),
        "themes": RowSitemap(Theme.objects.all()),
        "events": RowSitemap(Edition.objects.public()),
        "programmes": ProgrammeSitemap(Edition.objects.public().filter(programme_versions__isnull=False).distinct()),
    }
