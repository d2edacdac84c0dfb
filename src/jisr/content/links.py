"""Links between pages: kept as the number of a page, shown as its address in the reader's language."""

import json
import re
from collections.abc import Iterable
from html import escape
from typing import NamedTuple

from wagtail.fields import StreamValue
from wagtail.models import Page
from wagtail.rich_text import expand_db_html

from jisr.content.tree import SOURCE_LANGUAGE, address

_ANCHOR = re.compile(r"<a\s([^>]*)>")
_PAGE = re.compile(r'linktype="page"')
_NUMBER = re.compile(r'\bid="(\d+)"')


class Link(NamedTuple):
    """Where a page is read, and in which language."""

    url: str
    language: str


def pages_linked_in(body: StreamValue) -> set[int]:
    """The numbers of all pages that a text links to."""
    text = json.dumps(list(body.raw_data), default=str).replace('\\"', '"')
    return {number for attributes in _ANCHOR.findall(text) if (number := _page_number(attributes)) is not None}


def _page_number(attributes: str) -> int | None:
    found = _NUMBER.search(attributes) if _PAGE.search(attributes) else None
    return int(found[1]) if found else None


def resolve(numbers: Iterable[int], language: str) -> dict[int, Link]:
    """Find the published page in ``language`` for each number, or else the one in the source language. One query."""
    numbers = set(numbers)
    if not numbers:
        return {}
    keys = Page.objects.filter(pk__in=numbers).values("translation_key")
    rows = Page.objects.filter(translation_key__in=keys).values_list(
        "pk", "translation_key", "locale__language_code", "url_path", "live"
    )
    by_key: dict[object, dict[str, Link]] = {}
    key_of = {}
    for pk, key, code, url_path, is_live in rows:
        key_of[pk] = key
        if is_live:
            by_key.setdefault(key, {})[code] = Link(address(code, url_path), code)
    found = {}
    for number in numbers & key_of.keys():
        choices = by_key.get(key_of[number], {})
        if choice := choices.get(language) or choices.get(SOURCE_LANGUAGE):
            found[number] = choice
    return found


def expand(html: str, links: dict[int, Link], language: str) -> str:
    """Turn stored rich text into HTML for readers. A link to a page that is gone becomes plain text."""

    def anchor(match: re.Match[str]) -> str:
        number = _page_number(match[1])
        if number is None:
            return match[0]
        link = links.get(number)
        if link is None:
            return "<a>"
        foreign = f' hreflang="{link.language}"' if link.language != language else ""
        return f'<a href="{escape(link.url)}"{foreign}>'

    return expand_db_html(_ANCHOR.sub(anchor, html))
