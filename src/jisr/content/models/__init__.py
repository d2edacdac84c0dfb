"""Pages that editors write, the record of what was loaded, and what readers tell about barriers."""

from jisr.content.models.base import ContentPage, TextPage
from jisr.content.models.feedback import Feedback
from jisr.content.models.loaded import LoadedPage
from jisr.content.models.pages import (
    HomePage,
    IndexPage,
    MaterialPage,
    NewsIndexPage,
    NewsPage,
    OfferPage,
    StandardPage,
)

__all__ = [
    "ContentPage",
    "Feedback",
    "HomePage",
    "IndexPage",
    "LoadedPage",
    "MaterialPage",
    "NewsIndexPage",
    "NewsPage",
    "OfferPage",
    "StandardPage",
    "TextPage",
]
