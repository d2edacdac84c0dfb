"""What the tests of every room share."""

from collections.abc import Iterator

import hypothesis
import pytest
from django.core.cache import cache
from django.db import transaction
from django.utils import translation
from pytest_django.plugin import DjangoDbBlocker

from jisr.web import public_data

# How long an example takes says something of the machine, not of the product.
hypothesis.settings.register_profile("patient", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("patient")
pytest_plugins = ["tests.completeness", "tests.databases"]


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
