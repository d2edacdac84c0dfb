"""What the tests of every room share."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.utils import translation

pytest_plugins = ["tests.completeness"]


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Each test begins in the language of the source texts, whatever the one before it left behind."""
    with translation.override("en"):
        yield


@pytest.fixture
def page_cache(settings: object) -> Iterator[None]:
    """A real cache, empty at the start and at the end; other tests run without one."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "test"}}
    cache.clear()
    yield
    cache.clear()
