"""The events team, and a conference that is ready to be announced."""

from datetime import date

import pytest

from jisr.accounts.models import User
from jisr.accounts.states import Role
from jisr.events.editions.states import State
from jisr.events.models import Edition
from jisr.web import panels
from tests.factories.accounts import UserFactory
from tests.factories.events import EditionFactory, ParticipantKindFactory


@pytest.fixture
def lena(db) -> User:
    """Somebody of the events team."""
    return UserFactory(roles=[Role.EVENTS], display_name="Lena")


@pytest.fixture
def alone(monkeypatch) -> None:
    """Pages without the panels of parts above, whose queries those parts count."""
    monkeypatch.setattr(panels, "_providers", {})


@pytest.fixture
def conference(db) -> Edition:
    """Planned, with all that the steps up to the registration need."""
    texts = {
        f"{name}_{language}": f"{name} {language}"
        for name in ("title", "summary", "place")
        for language in ("de", "en", "ar")
    }
    edition = EditionFactory(
        ahead=True, state=State.PLANNED, registration_deadline=date(2027, 8, 1), zone="Asia/Hebron", **texts
    )
    ParticipantKindFactory(edition=edition)
    return edition
