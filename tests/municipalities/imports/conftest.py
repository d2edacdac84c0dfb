"""Files, people and a worker for the tests of imports."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from bench.register_file import MUNICIPALITY, record
from jisr.kernel.dates import PartialDate
from jisr.municipalities.imports import running, services
from jisr.municipalities.imports.columns import usual_mapping
from jisr.municipalities.imports.services import Origin
from jisr.municipalities.imports.states import FileKind
from jisr.municipalities.models import Import
from tests.factories.accounts import UserFactory
from tests.factories.municipalities import CountryFactory, RegionFactory

SOURCE = "https://source.example/register"
HEADER = "key;name;kind;region;latitude;longitude;population;population_as_of;aliases"


@pytest.fixture
def adviser():
    return UserFactory(adviser=True)


@pytest.fixture
def signed_in(adviser) -> Client:
    client = Client()
    client.force_login(adviser)
    return client


@pytest.fixture
def land():
    CountryFactory(code="DE")
    return RegionFactory(slug="nordrhein-westfalen", code="05", iso_code="DE-NW", name_en="North Rhine-Westphalia")


def town(key: str, name: str, *, inhabitants: int = 1000, mark: int = 63, day: str = "20251031") -> str:
    """A record of a municipality."""
    return record(MUNICIPALITY, key, name, mark=mark, inhabitants=inhabitants, day=day)


def register(*records: str) -> bytes:
    return "\r\n".join(records).encode()


def table(*rows: str, header: str = HEADER) -> bytes:
    return "\n".join([header, *rows]).encode()


@pytest.fixture
def upload(adviser) -> Callable[..., Import]:
    """Take a file in and have it checked; a table with the columns that its header suggests."""

    def upload(content: bytes, **more: Any) -> Import:
        origin = Origin(**{"source_url": SOURCE, "as_of": None, **more})
        if not content.startswith((b"10", b"40", b"60")) and origin.as_of is None:
            origin = Origin(**{"source_url": SOURCE, "as_of": PartialDate.parse("2025-10-31"), **more})
        made = services.upload_import(BytesIO(content), "file.txt", origin=origin, actor=adviser, at=timezone.now())
        if made.kind == FileKind.TABLE:
            services.name_columns(made.pk, usual_mapping(made.header), actor=adviser, at=timezone.now())
        work(made)
        return made

    return upload


@pytest.fixture
def bring_in(upload, adviser) -> Callable[..., Import]:
    """Take a file in, have it checked and applied."""

    def bring_in(content: bytes, **more: Any) -> Import:
        return apply(upload(content, **more), adviser)

    return bring_in


def apply(made: Import, actor: Any) -> Import:
    services.apply_import(made.pk, actor=actor, at=timezone.now())
    return work(made)


def work(made: Import) -> Import:
    """What the worker does when it takes the import's task."""
    running.run(made.pk, now=timezone.now)
    made.refresh_from_db()
    return made
