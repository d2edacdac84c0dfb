"""A meeting in Germany, a Palestinian delegate with a coordinator, a German one, and the people of the office."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from jisr.accounts.models import User
from jisr.accounts.states import Role
from jisr.events.models import Edition, Mode, Participant
from jisr.events.travel.programme import load_travel
from jisr.municipalities.models import Authority
from tests.factories.accounts import UserFactory
from tests.factories.events import EditionFactory, ParticipantFactory, ParticipantKindFactory
from tests.factories.memberships import MembershipFactory
from tests.factories.municipalities import AuthorityFactory, CountryFactory

NOW = datetime(2027, 5, 3, 9, tzinfo=UTC)
STARTS = date(2027, 9, 13)
PASSPORT = {
    "passport_name": "DELEGATE LAYLA",
    "passport_number": "N7654321",
    "nationality": "Palestinian",
    "born_on": date(1985, 4, 2),
    "expires_on": date(2031, 1, 31),
    "emergency_name": "Relative of hers",
    "emergency_phone": "+970 59 5550100",
    "diet": "halal",
    "diet_note": "no nuts whatsoever",
    "access": ["step_free", "hearing"],
    "access_note": "loop amplifier",
}


@dataclass
class Trip:
    """``layla`` is a delegate of ``town``, which ``basim`` coordinates; ``greta`` comes from a German town."""

    edition: Edition
    town: Authority
    participant: Participant
    german: Participant
    basim: User
    events: User
    admin: User
    adviser: User

    @property
    def layla(self) -> User:
        return self.participant.user

    @property
    def address(self) -> str:
        return f"/en/workspace/meetings/{self.edition.slug}/travel/"

    @property
    def own(self) -> str:
        return f"{self.address}{self.participant.public_id}/"


def make_trip(**columns: Any) -> Trip:
    load_travel()
    given = {"ahead": True, "country": CountryFactory(code="DE"), "mode": Mode.HYBRID, "slug": "conf-6", **columns}
    edition = EditionFactory(title_en="Sixth conference", title_de="Sechste Konferenz", title_ar="مؤتمر", **given)
    town = AuthorityFactory(palestinian=True, name_en="Palestinetown")
    kind = ParticipantKindFactory(edition=edition, places=2)
    layla = UserFactory(display_name="Layla Delegate", preferred_language="ar")
    return Trip(
        edition=edition,
        town=town,
        participant=ParticipantFactory(
            edition=edition, kind=kind, user=layla, authority=town, function_title="Mayor", languages=["ar", "en"]
        ),
        german=ParticipantFactory(edition=edition, kind=kind, languages=["de"]),
        basim=MembershipFactory(coordinator=True, authority=town).user,
        events=UserFactory(roles=[Role.EVENTS]),
        admin=UserFactory(administrator=True),
        adviser=UserFactory(adviser=True),
    )


@pytest.fixture
def trip(db) -> Trip:
    return make_trip()


def browser(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture(autouse=True)
def disk(settings, tmp_path):
    """Files of tests lie in a folder of their own."""
    backend = {
        "BACKEND": "jisr.documents.storage.PrivateStorage",
        "OPTIONS": {"location": tmp_path / "private", "base_url": None},
    }
    settings.STORAGES = {**settings.STORAGES, "documents": backend}
