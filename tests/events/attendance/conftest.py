"""A meeting, those who run it, and somebody who was named to check people in."""

from dataclasses import dataclass

import pytest
from django.test import Client

from jisr.accounts.models import User
from jisr.accounts.states import Role
from jisr.events.models import Edition
from tests.factories.accounts import UserFactory
from tests.factories.attendance import CheckInPersonFactory
from tests.factories.events import EditionFactory


@dataclass
class Door:
    """An edition with its events team and one helper."""

    edition: Edition
    team: User
    helper: User


@pytest.fixture
def door(db):
    edition = EditionFactory(ahead=True, title_en="Conference", title_de="Konferenz", title_ar="مؤتمر", place_ar="برول")
    helper = CheckInPersonFactory(edition=edition).user
    return Door(edition, team=UserFactory(roles=[Role.EVENTS]), helper=helper)


@pytest.fixture
def browser():
    """A browser in which a person is signed in."""

    def signed_in(person):
        client = Client()
        client.force_login(person)
        return client

    return signed_in


@pytest.fixture(autouse=True)
def disk(settings, tmp_path):
    """Files of tests lie in a folder of their own."""
    backend = {
        "BACKEND": "jisr.documents.storage.PrivateStorage",
        "OPTIONS": {"location": tmp_path / "private", "base_url": None},
    }
    settings.STORAGES = {**settings.STORAGES, "documents": backend}
