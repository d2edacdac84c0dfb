"""A case whose papers some people may read and some may add to."""

import pytest

from jisr.documents import access
from jisr.documents.storage import private
from tests.factories.accounts import UserFactory


class Circle:
    """Who may read the case, and who may add to it."""

    def __init__(self) -> None:
        self.readers: set[int] = set()
        self.writers: set[int] = set()


@pytest.fixture
def circle(monkeypatch):
    people = Circle()
    monkeypatch.setattr(access, "_rules", {})
    access.register(
        "tests.case",
        lambda actor, key: key == "1" and actor.pk in people.readers,
        lambda actor, key: key == "1" and actor.pk in people.writers,
        lambda key: access.Place(f"Case {key}", "/en/"),
    )
    return people


@pytest.fixture
def disk(settings, tmp_path):
    """An empty private folder."""
    folder = tmp_path / "private"
    backend = {"BACKEND": "jisr.documents.storage.PrivateStorage", "OPTIONS": {"location": folder, "base_url": None}}
    settings.STORAGES = {**settings.STORAGES, "documents": backend}
    assert private().base_location == folder
    return folder


@pytest.fixture
def writer(circle):
    person = UserFactory()
    circle.readers.add(person.pk)
    circle.writers.add(person.pk)
    return person


@pytest.fixture
def reader(circle):
    person = UserFactory()
    circle.readers.add(person.pk)
    return person


def files_in(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
