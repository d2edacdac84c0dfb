"""The kinds of pages. They are few: what a page shows is decided by its parts."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, Panel
from wagtail.models import Page, PageManager
from wagtail.query import PageQuerySet
from wagtail_localize.fields import BaseTranslatableField, SynchronizedField

from jisr.content.links import Link
from jisr.content.models.base import ContentPage, TextPage
from jisr.content.structured import news_article, questions
from jisr.web import panels

OFFER_ICONS = [
    ("advice", _("advice")),
    ("search", _("search")),
    ("meeting", _("meeting")),
    ("project", _("project")),
    ("seminar", _("seminar")),
    ("education", _("education")),
    ("start", _("start")),
]
# Which drawing of the house stands for each; the house has few on purpose.
_DRAWINGS = {
    "advice": "info",
    "search": "search",
    "meeting": "people",
    "project": "arc",
    "seminar": "calendar",
    "education": "document",
    "start": "place",
}
WAYS = (1, 2, 3)
NEWS_PER_PAGE = 10
NEWS_AT_HOME = 3


def _way_page() -> "models.ForeignKey[Page | None]":
    return models.ForeignKey(
        Page, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("page it leads to")
    )


def _way_panel(number: int) -> MultiFieldPanel:
    parts = [FieldPanel(f"way{number}_title"), FieldPanel(f"way{number}_text"), FieldPanel(f"way{number}_page")]
    return MultiFieldPanel(parts, heading=_("Way in %(number)d") % {"number": number})


def _with_language(pages: Iterable[ContentPage], language: str) -> list[ContentPage]:
    """Tell pages of one tree their language, so that none of them asks for it."""
    known = list(pages)
    for page in known:
        page.language = language
    return known


class NewsQuerySet(PageQuerySet):
    """Questions about news."""

    def latest_below(self, page: Page) -> "NewsQuerySet":
        return self.descendant_of(page).live().order_by("-date", "-pk")


class HomePage(ContentPage):
    """What this is, and three ways in."""

    way1_title = models.CharField(_("title"), max_length=80)
    way1_text = models.CharField(_("text"), max_length=240)
    way1_page = _way_page()
    way2_title = models.CharField(_("title"), max_length=80)
    way2_text = models.CharField(_("text"), max_length=240)
    way2_page = _way_page()
    way3_title = models.CharField(_("title"), max_length=80)
    way3_text = models.CharField(_("text"), max_length=240)
    way3_page = _way_page()

    content_panels: ClassVar[list[Panel]] = [*ContentPage.content_panels, *(_way_panel(number) for number in WAYS)]
    # Home pages stand side by side, so that each needs a part of the address of its own.
    override_translatable_fields: ClassVar[list[BaseTranslatableField]] = [
        BaseTranslatableField("slug"),
        SynchronizedField("show_in_menus", overridable=False),
    ]
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401
        context = super().get_context(request, *args, **kwargs)
        context["ways"] = self._ways(context["links"])
        context["panels"] = panels.panels_for("home", request, self)
        context["news"] = _with_language(NewsPage.objects.latest_below(self)[:NEWS_AT_HOME], self.language)
        return context

    def crumbs(self) -> list[tuple[str, str]]:
        return []  # nothing stands above it

    def linked_pages(self) -> set[int]:
        chosen = {getattr(self, f"way{number}_page_id") for number in WAYS}
        return super().linked_pages() | (chosen - {None})

    def _ways(self, links: dict[int, Link]) -> list[dict[str, str]]:
        found = []
        for number in WAYS:
            link = links.get(getattr(self, f"way{number}_page_id"))
            title, text = getattr(self, f"way{number}_title"), getattr(self, f"way{number}_text")
            found.append({"title": title, "text": text, "url": link.url if link else ""})
        return found


class StandardPage(TextPage):
    """A page that is read from top to bottom."""

    class Meta:
        verbose_name = _("text page")
        verbose_name_plural = _("text pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401
        context = super().get_context(request, *args, **kwargs)
        context["structured"] = questions(self, context["links"])
        return context


class IndexPage(ContentPage):
    """Leads to the pages below it."""

    class Meta:
        verbose_name = _("overview")
        verbose_name_plural = _("overviews")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401
        return super().get_context(request, *args, **kwargs) | {"children": self.published_children()}


class OfferPage(TextPage):
    """One of the programme's offers."""

    icon = models.CharField(_("icon"), max_length=20, choices=OFFER_ICONS, blank=True)

    content_panels: ClassVar[list[Panel]] = [*TextPage.content_panels, FieldPanel("icon")]
    parent_page_types: ClassVar[list[str]] = ["content.IndexPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("offer")
        verbose_name_plural = _("offers")

    @property
    def drawn_icon(self) -> str:
        return _DRAWINGS.get(self.icon, "")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401
        others = OfferPage.objects.sibling_of(self, inclusive=False).live()
        context = super().get_context(request, *args, **kwargs)
        return context | {"others": _with_language(others, self.language)}


class MaterialPage(TextPage):
    """Something to use in information and education work."""

    parent_page_types: ClassVar[list[str]] = ["content.IndexPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("material")
        verbose_name_plural = _("materials")


class NewsIndexPage(ContentPage):
    """All news, the latest first."""

    subpage_types: ClassVar[list[str]] = ["content.NewsPage"]

    class Meta:
        verbose_name = _("news overview")
        verbose_name_plural = _("news overviews")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401
        context = super().get_context(request, *args, **kwargs)
        shown = Paginator(NewsPage.objects.latest_below(self), NEWS_PER_PAGE).get_page(request.GET.get("page"))
        shown.object_list = _with_language(shown.object_list, self.language)
        query = request.GET.copy()
        query.pop("page", None)
        return context | {"shown": shown, "query": query}


class NewsPage(TextPage):
    """One piece of news. It does not change afterwards except to correct it."""

    date = models.DateField(_("date"))

    objects = PageManager.from_queryset(NewsQuerySet)()

    content_panels: ClassVar[list[Panel]] = [FieldPanel("date"), *TextPage.content_panels]
    parent_page_types: ClassVar[list[str]] = ["content.NewsIndexPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("piece of news")
        verbose_name_plural = _("news")
        indexes: ClassVar = [models.Index(fields=["-date"], name="content_news_by_date")]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401
        return super().get_context(request, *args, **kwargs) | {"structured": news_article(self)}
