"""A list of things that is registered for tests alone, and people to take it along."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.test import Client

from jisr.exports import tables
from jisr.exports.policies import STAFF_LISTS
from jisr.exports.tables import Column
from jisr.municipalities.models import Region
from tests.factories.accounts import UserFactory

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


@pytest.fixture
def adviser():
    return UserFactory(adviser=True)


@pytest.fixture
def outsider():
    return UserFactory()


@pytest.fixture
def signed_in(adviser) -> Client:
    client = Client()
    client.force_login(adviser)
    return client


@pytest.fixture
def regions_table() -> Iterator[str]:
    """Regions as a table: the smallest rows there are."""
    columns = (
        Column("name", "Name", lambda region: region.name_en),
        Column("number", "Number", lambda region: region.pk, "number"),
    )
    tables.register(
        "test-regions",
        "Regions",
        columns=columns,
        rows=lambda _actor, parameters: Region.objects.filter(slug__startswith=parameters.get("q", "")).order_by("pk"),
        permission=STAFF_LISTS,
    )
    yield "test-regions"
    tables._tables.pop("test-regions")


def read(response) -> bytes:
    return b"".join(response.streaming_content)


@pytest.fixture
def time_stands(monkeypatch):
    """It is half past nine on 22 November 2026."""
    monkeypatch.setattr("jisr.exports.views.export.timezone.now", lambda: NOW)
