"""A meeting ahead in Brühl, and its published programme."""

import pytest

from tests.events.timetable.building import make_room, make_session, publish
from tests.factories.events import EditionFactory


@pytest.fixture
def edition(db):
    return EditionFactory(ahead=True, slug="conf-6-2027", title_en="Sixth conference", title_ar="المؤتمر السادس")


@pytest.fixture
def hall():
    return make_room()


@pytest.fixture
def talk(edition, hall):
    """The one session of the published programme."""
    session = make_session(room=hall.guid)
    publish(edition, session, rooms=[hall])
    return session


@pytest.fixture(autouse=True)
def disk(settings, tmp_path):
    """Files of tests lie in a folder of their own."""
    backend = {
        "BACKEND": "jisr.documents.storage.PrivateStorage",
        "OPTIONS": {"location": tmp_path / "private", "base_url": None},
    }
    settings.STORAGES = {**settings.STORAGES, "documents": backend}
