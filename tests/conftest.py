"""What the tests of every room share."""

from collections.abc import Iterator

import hypothesis
import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.utils import translation
from pytest_django.plugin import DjangoDbBlocker, blocking_manager_key

from jisr.audit.triggers import guard_entries, lift_guard
from jisr.web import public_data

# How long an example takes says something of the machine, not of the product.
hypothesis.settings.register_profile("patient", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("patient")
pytest_plugins = ["tests.completeness", "tests.databases"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test with real transactions empties the database at its end; the rows of migrations are to come back."""
    for item in items:
        if empties_database(item):
            kept = pytest.mark.django_db(transaction=True, serialized_rollback=True)
            item.add_marker(kept, append=False)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """Once the tables are empty, which is after all fixtures of the test: guard the trail, bring back the rows."""
    result = yield
    if nextitem and empties_database(item):
        with item.config.stash[blocking_manager_key].unblock():
            guard_entries()
            connection.creation.deserialize_db_from_string(connection._test_serialized_contents)
    return result


def empties_database(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    return marker is not None and bool(marker.kwargs.get("transaction"))


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Each test begins in the language of the source texts, whatever the one before it left behind."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def forgetful() -> None:
    """Nothing is remembered from the test before: a rollback takes its data away without moving the token on."""
    public_data.forget()


@pytest.fixture(scope="module")
def module_transaction(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Data that a fixture with scope "module" writes after this one lasts for the module, and is gone behind it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


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
    if not empties_database(request.node):
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    lift_guard()
