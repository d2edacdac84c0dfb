"""How the text of a page is written out."""

from django import template
from django.utils.safestring import SafeString, mark_safe
from wagtail.rich_text import RichText

from jisr.content.links import Link, expand

register = template.Library()


@register.simple_tag
def rich(value: RichText, links: dict[int, Link], language: str) -> SafeString:
    """Write rich text with its links to pages in the reader's language."""
    return mark_safe(expand(value.source, links, language))  # noqa: S308 - Wagtail let only its own features in
