"""What search engines read: JSON-LD beside the text that people read."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.html import strip_tags
from django.utils.safestring import SafeString

from jisr.content.links import Link, expand
from jisr.web.structured_data import absolute, json_ld

if TYPE_CHECKING:
    from jisr.content.models import NewsPage, StandardPage


def news_article(page: "NewsPage") -> SafeString:
    changed = page.last_published_at.date() if page.last_published_at else page.date
    return json_ld(
        "NewsArticle",
        headline=page.title,
        description=page.search_description or page.lead,
        datePublished=page.date.isoformat(),
        dateModified=max(changed, page.date).isoformat(),
        inLanguage=page.language,
        mainEntityOfPage=absolute(page.public_address()),
        publisher={"@type": "Organization", "name": settings.WAGTAIL_SITE_NAME, "url": settings.BASE_URL},
    )


def questions(page: "StandardPage", links: dict[int, Link]) -> SafeString | None:
    """The page's questions and answers, if it has any."""
    asked = [item for block in page.body if block.block_type == "faq" for item in block.value]
    if not asked:
        return None
    entities = [
        {
            "@type": "Question",
            "name": item["question"],
            "acceptedAnswer": {
                "@type": "Answer",
                "text": strip_tags(expand(item["answer"].source, links, page.language)),
            },
        }
        for item in asked
    ]
    return json_ld("FAQPage", inLanguage=page.language, mainEntity=entities)
