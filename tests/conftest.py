"""What the tests of every room share."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.utils import translation

from jisr.web import public_data

pytest_plugins = ["tests.completeness"]


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Each test begins in the language of the source texts, whatever the one before it left behind."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def forgetful() -> None:
    """Nothing is remembered from the test before: a rollback takes its data away without moving the token on."""
    public_data.forget()


@pytest.fixture
def page_cache(settings: object) -> Iterator[None]:
    """A real cache, empty at the start and at the end; other tests run without one."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "test"}}
    cache.clear()
    yield
    cache.clear()
