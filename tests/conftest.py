"""What the tests of every room share."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.utils import translation
from pytest_django.plugin import blocking_manager_key

from jisr.audit.triggers import guard_entries, lift_guard

pytest_plugins = ["tests.completeness"]
GUARD_LIFTED = pytest.StashKey[bool]()


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


@pytest.fixture(autouse=True)
def trail_guard(request: pytest.FixtureRequest) -> Iterator[None]:
    """Tests with real transactions empty all tables afterwards; the trail lets them and is guarded again after that."""
    marker = request.node.get_closest_marker("django_db")
    if "transactional_db" not in request.fixturenames and not (marker and marker.kwargs.get("transaction")):
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    lift_guard()
    request.node.stash[GUARD_LIFTED] = True


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """Guard the trail again once the tables are empty, which is after all fixtures of the test."""
    result = yield
    if nextitem is not None and item.stash.get(GUARD_LIFTED, False):
        with item.config.stash[blocking_manager_key].unblock():
            guard_entries()
    return result
