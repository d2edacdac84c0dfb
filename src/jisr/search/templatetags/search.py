"""Filters of the search page."""

from collections.abc import Set as AbstractSet

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from jisr.search import highlighting
from jisr.search.finding import Name

register = template.Library()


@register.filter
def marked(text: str, forms: AbstractSet[str]) -> SafeString:
    """The text with the words that were found marked."""
    return highlighting.mark(text, forms)


@register.filter
def marked_name(name: Name, forms: AbstractSet[str]) -> SafeString:
    """The same for a name, kept apart from the text around it, with its language."""
    language = format_html(' lang="{}"', name.language) if name.language else ""
    return format_html('<bdi{} dir="{}">{}</bdi>', language, name.direction, highlighting.mark(name.text, forms))


@register.filter
def marked_excerpt(text: str, forms: AbstractSet[str]) -> SafeString:
    """The part of the text around what was found, with it marked."""
    return highlighting.mark(highlighting.excerpt(text, forms), forms)
