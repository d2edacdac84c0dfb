"""What the search knows about pages, and when it hears of a change."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import groupby
from typing import Any

from django.db.models.signals import post_delete
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import StreamValue
from wagtail.models import Page
from wagtail.rich_text import RichText
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from jisr.content.models import ContentPage
from jisr.search import services, sources

KIND = "page"
PLACE = 50
_waiting: ContextVar[set[str] | None] = ContextVar("waiting", default=None)


def register() -> None:
    """Make pages findable, and keep what is found up to date."""
    sources.register(KIND, _("Pages"), sources.Source(items), place=PLACE)
    for signal in (page_published, page_unpublished):
        signal.connect(_changed, dispatch_uid="jisr.content.searching")
    for signal in (page_slug_changed, post_page_move):
        signal.connect(_moved, dispatch_uid="jisr.content.searching")
    # Only when the row that all kinds of pages share is gone, the page is gone in all its parts.
    post_delete.connect(_changed, sender=Page, dispatch_uid="jisr.content.searching")


def items(keys: Collection[str] | None) -> Iterator[sources.Item]:
    """Published pages, one item for all languages of a page; ``keys`` are translation keys."""
    pages = Page.objects.live().filter(depth__gte=2).select_related("locale").order_by("translation_key", "path")
    if keys is not None:
        pages = pages.filter(translation_key__in=keys)
    rows = (page for page in pages.specific() if isinstance(page, ContentPage))
    for key, translations in groupby(rows, key=lambda page: page.translation_key):
        yield sources.Item(str(key), {page.locale.language_code: _text(page) for page in translations})


def _text(page: ContentPage) -> sources.Text:
    summary = getattr(page, "short", "") or page.search_description
    body = " ".join((page.lead, *_words(page.body)))
    return sources.Text(title=page.title, path=page.public_address(), summary=summary, body=body)


def _words(value: object) -> Iterator[str]:
    """All words in a page's parts, whatever they are made of."""
    if isinstance(value, RichText):
        yield strip_tags(value.source.replace("<", " <"))
    elif isinstance(value, str):
        yield value
    elif isinstance(value, StreamValue.StreamChild):
        yield from _words(value.value)
    elif isinstance(value, dict):
        for part in value.values():
            yield from _words(part)
    elif hasattr(value, "__iter__"):
        for part in value:
            yield from _words(part)


@contextmanager
def one_update() -> Iterator[None]:
    """Let many pages change and index them together at the end, also when something went wrong on the way."""
    waiting: set[str] = set()
    token = _waiting.set(waiting)
    try:
        yield
    finally:
        _waiting.reset(token)
        if waiting:
            services.rebuild(KIND)


def _update(key: str) -> None:
    waiting = _waiting.get()
    if waiting is None:
        services.update(KIND, key)
    else:
        waiting.add(key)


def _changed(sender: type, instance: Page, **_rest: Any) -> None:  # noqa: ANN401, ARG001 - a signal's arguments
    _update(str(instance.translation_key))


def _moved(sender: type, instance: Page, **_rest: Any) -> None:  # noqa: ANN401, ARG001 - a signal's arguments
    below = Page.objects.filter(path__startswith=instance.path).values_list("translation_key", flat=True)
    for key in set(below):
        _update(str(key))
