"""A registry of one's own for each test, and short ways to fill the index."""

from collections.abc import Callable

import pytest

from jisr.search import services, sources
from jisr.search.sources import Item, Source, Text


@pytest.fixture
def registry(monkeypatch) -> dict:
    """No kinds at all; what the rooms registered comes back after the test."""
    kinds = {}
    monkeypatch.setattr(sources, "_registered", kinds)
    return kinds


@pytest.fixture
def publish(registry) -> Callable:
    """Make things findable: ``publish("page", one={"de": text(...)}, finder=...)``; again for more of the kind."""
    kept: dict[str, dict[str, Item]] = {}

    def publish(kind="page", *, finder=None, place=10, **things):
        known = kept.setdefault(kind, {})
        known.update({key: Item(key, texts) for key, texts in things.items()})

        def items(keys):
            return [item for key, item in known.items() if keys is None or key in keys]

        sources.register(kind, f"The {kind}s", Source(items, finder), place=place)
        services.rebuild(kind)

    return publish


def text(title, language="de", **parts) -> Text:
    """A text with an address made of its title."""
    return Text(title=title, path=f"/{language}/{title.split()[0].lower()}/", **parts)
