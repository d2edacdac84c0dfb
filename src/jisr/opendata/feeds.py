"""Atom feeds, one in each language."""

from collections.abc import Iterable
from datetime import UTC, datetime, time
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from jisr.content.models import NewsPage
from jisr.matching.requests.models import PartnershipRequest
from jisr.matching.requests.translating import shown_texts
from jisr.partnerships.models import Partnership

LONGEST = 30


class LanguageFeed(Feed):
    """A feed whose words and links are of the language in its address."""

    feed_type: ClassVar[type] = Atom1Feed

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ANN401
        with override(kwargs["language"]):
            return super().__call__(request, *args, **kwargs)

    def get_object(self, _request: HttpRequest, language: str) -> str:
        if language not in dict(settings.LANGUAGES):
            raise Http404
        return language


class PartnershipFeed(LanguageFeed):
    """New ties, the newest entry of the directory first."""

    def title(self) -> str:
        return _("New partnerships")

    def subtitle(self) -> str:
        return _("Ties between German and Palestinian local authorities that are new in the directory.")

    def link(self, language: str) -> str:
        return f"/{language}/partnerships/"

    def items(self, _language: str) -> Iterable[Partnership]:
        return Partnership.objects.public().for_lists().order_by("-created_at", "-since_on", "pk")[:LONGEST]

    def item_title(self, tie: Partnership) -> str:
        return str(tie)

    def item_description(self, tie: Partnership) -> str:
        themes = ", ".join(theme.name for theme in tie.themes.all())
        return ". ".join(part for part in (str(tie.get_form_display()), tie.founding_event, themes) if part)

    def item_updateddate(self, tie: Partnership) -> datetime:
        return tie.updated_at

    def item_pubdate(self, tie: Partnership) -> datetime:
        return tie.created_at


class RequestFeed(LanguageFeed):
    """Requests and offers that everybody may see, the newest publication first."""

    def title(self) -> str:
        return _("New requests and offers")

    def subtitle(self) -> str:
        return _("Local authorities that look for a partner or offer a partnership.")

    def link(self, language: str) -> str:
        return f"/{language}/requests/"

    def items(self, _language: str) -> Iterable[PartnershipRequest]:
        rows = PartnershipRequest.objects.shown().for_lists().filter(published_on__isnull=False)
        return rows.prefetch_related("texts", "wanted__theme").order_by("-published_on", "pk")[:LONGEST]

    def item_title(self, request: PartnershipRequest) -> str:
        return str(request)

    def item_description(self, request: PartnershipRequest) -> str:
        themes = ", ".join(row.theme.name for row in request.wanted.all())
        profile = shown_texts(request, get_language() or "en").get("profile")
        return ". ".join(part for part in (themes, profile.text if profile else "") if part)

    def item_updateddate(self, request: PartnershipRequest) -> datetime:
        return request.updated_at

    def item_pubdate(self, request: PartnershipRequest) -> datetime:
        return datetime.combine(request.published_on, time.min, tzinfo=UTC)


class NewsFeed(LanguageFeed):
    """News of the programme office, the newest first."""

    def title(self) -> str:
        return _("News")

    def subtitle(self) -> str:
        return _("News on German-Palestinian municipal partnerships.")

    def link(self, language: str) -> str:
        return f"/{language}/news/"

    def items(self, language: str) -> Iterable[NewsPage]:
        return NewsPage.objects.live().filter(locale__language_code=language).order_by("-date", "-pk")[:LONGEST]

    def item_title(self, page: NewsPage) -> str:
        return page.title

    def item_description(self, page: NewsPage) -> str:
        return page.lead

    def item_link(self, page: NewsPage) -> str:
        return page.public_address()

    def item_updateddate(self, page: NewsPage) -> datetime:
        return page.last_published_at

    def item_pubdate(self, page: NewsPage) -> datetime:
        return page.first_published_at
