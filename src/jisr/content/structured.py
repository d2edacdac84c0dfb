"""What search engines read: JSON-LD beside the text that people read."""

import json
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe

from jisr.content.links import Link, expand

if TYPE_CHECKING:
    from jisr.content.models import NewsPage, StandardPage

_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def _written(data: dict[str, Any]) -> SafeString:
    """JSON that cannot end the element around it."""
    text = json.dumps({"@context": "https://schema.org", **data}, ensure_ascii=False)
    return mark_safe(text.translate(_ESCAPES))  # noqa: S308 - the three characters that matter are escaped


def news_article(page: "NewsPage") -> SafeString:
    changed = page.last_published_at.date() if page.last_published_at else page.date
    return _written(
        {
            "@type": "NewsArticle",
            "headline": page.title,
            "description": page.search_description or page.lead,
            "datePublished": page.date.isoformat(),
            "dateModified": max(changed, page.date).isoformat(),
            "inLanguage": page.language,
            "mainEntityOfPage": settings.BASE_URL + page.public_address(),
            "publisher": {"@type": "Organization", "name": settings.WAGTAIL_SITE_NAME, "url": settings.BASE_URL},
        }
    )


def questions(page: "StandardPage", links: dict[int, Link]) -> SafeString | None:
    """The page's questions and answers, if it has any."""
    asked = [item for block in page.body if block.block_type == "faq" for item in block.value]
    if not asked:
        return None
    return _written(
        {
            "@type": "FAQPage",
            "inLanguage": page.language,
            "mainEntity": [
                {
                    "@type": "Question",
                    "name": item["question"],
                    "acceptedAnswer": {
                        "@type": "Answer",
                        "text": strip_tags(expand(item["answer"].source, links, page.language)),
                    },
                }
                for item in asked
            ],
        }
    )
