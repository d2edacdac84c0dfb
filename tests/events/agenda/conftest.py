"""A meeting of two houses with three rooms, and who plans it."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from jisr.accounts.models import User
from jisr.accounts.states import Role
from jisr.events.agenda import commitments, signups
from jisr.events.agenda.comparing import fingerprint
from jisr.events.agenda.drafting import draft_of, last_version, read
from jisr.events.agenda.models import Room, Session
from jisr.events.agenda.publishing import publish
from jisr.events.models import Edition
from tests.factories.accounts import UserFactory
from tests.factories.events import EditionFactory, EditionVenueFactory, RoomFactory, SessionFactory, VenueFactory

NINE = datetime(2027, 9, 14, 7, tzinfo=UTC)  # 9:00 in Berlin, on the second day
NOW = datetime(2027, 8, 1, 8, tzinfo=UTC)


@dataclass
class Meeting:
    """``hall`` holds 100, ``small`` 20, both in the town hall; ``school`` holds 40 in another house."""

    edition: Edition
    hall: Room
    small: Room
    school: Room
    planner: User

    def session(self, hours: float = 0, room: Room | None = None, **columns) -> Session:
        """A session so many hours after nine o'clock."""
        columns.setdefault("starts_at", NINE + timedelta(hours=hours))
        columns.setdefault("languages", ["de", "ar"])
        return SessionFactory(edition=self.edition, room=room or self.hall, **columns)

    def fingerprint(self) -> str:
        return fingerprint(draft_of(self.edition, read(last_version(self.edition)), at=NOW))

    def publish(self, *, at: datetime = NOW, note: str = ""):
        news = {"en": note} if note else {}
        return publish(self.edition, seen=self.fingerprint(), news=news, actor=self.planner, at=at)

    @property
    def address(self) -> str:
        return f"/en/workspace/meetings/{self.edition.slug}/"


@pytest.fixture
def meeting(db) -> Meeting:
    edition = EditionFactory(ahead=True, slug="meeting-27", title_en="Meeting 27")
    town_hall, school = VenueFactory(name_en="Town hall"), VenueFactory(name_en="School")
    for venue in (town_hall, school):
        EditionVenueFactory(edition=edition, venue=venue)
    return Meeting(
        edition,
        hall=RoomFactory(venue=town_hall, name_en="Great hall", capacity=100),
        small=RoomFactory(venue=town_hall, name_en="Small room", capacity=20, position=1),
        school=RoomFactory(venue=school, name_en="Class room", capacity=40),
        planner=UserFactory(roles=[Role.EVENTS]),
    )


@pytest.fixture
def alone(monkeypatch):
    """Nobody above tells where people are expected or who signed up: only our own queries are counted."""
    for registry in (commitments, signups):
        monkeypatch.setattr(registry, "_providers", {})


@pytest.fixture
def desk(meeting) -> Client:
    return browser(meeting.planner)


def browser(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client
