"""Filters of the search page."""

from collections.abc import Set as AbstractSet

from django import template
from django.utils.safestring import SafeString

from jisr.search import highlighting

register = template.Library()


@register.filter
def marked(text: str, forms: AbstractSet[str]) -> SafeString:
    """The text with the words that were found marked."""
    return highlighting.mark(text, forms)


@register.filter
def marked_excerpt(text: str, forms: AbstractSet[str]) -> SafeString:
    """The part of the text around what was found, with it marked."""
    return highlighting.mark(highlighting.excerpt(text, forms), forms)
