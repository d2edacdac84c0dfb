"""A meeting whose registration is open, with one kind of participant, and people who act there."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from secrets import token_hex
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from jisr.accounts.models import User
from jisr.accounts.states import Role
from jisr.events.models import Edition, EditionPlaces, ParticipantKind
from jisr.events.registration.entries import Person
from jisr.events.registration.services import register_delegation, sign_up
from jisr.events.registration.states import Entry
from jisr.municipalities.models import Authority
from tests.factories.accounts import UserFactory
from tests.factories.events import EditionFactory, ParticipantKindFactory
from tests.factories.memberships import MembershipFactory
from tests.factories.municipalities import AuthorityFactory

NOW = datetime(2027, 6, 1, 9, tzinfo=UTC)


def browser(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def text_of(response: HttpResponse) -> str:
    return response.content.decode()


@dataclass
class Meeting:
    """A meeting, its kind that is open to everybody, a town with its coordinator, and the events team."""

    edition: Edition
    kind: ParticipantKind
    town: Authority
    anna: User
    office: User

    def places(self, total: int | None = None, **columns: Any) -> EditionPlaces:
        found, _is_new = EditionPlaces.objects.update_or_create(
            edition=self.edition, defaults={"total": total, **columns}
        )
        return found

    def person(self, user: User | None = None, **columns: Any) -> Person:
        name = columns.pop("full_name", user.display_name if user else "Somebody")
        email = columns.pop("email", user.email if user else "")
        return Person(**{"kind": self.kind, "full_name": name, "email": email, "user": user, **columns})

    def sign_up(self, user: User | None = None, *, at: datetime = NOW, **columns: Any) -> Any:
        user = user or UserFactory()
        key = columns.pop("form_key", token_hex())
        body = columns.pop("body", None)
        return sign_up(self.edition, self.person(user, **columns), body=body, form_key=key, actor=user, at=at)

    def delegation(self, number: int, *, is_whole: bool = False, at: datetime = NOW, **columns: Any) -> Any:
        people = columns.pop(
            "people",
            [
                self.person(full_name=f"Delegate {place}", email=f"{token_hex(4)}@example.org")
                for place in range(number)
            ],
        )
        return register_delegation(
            self.edition,
            people,
            body=columns.pop("body", self.town),
            is_whole=is_whole,
            form_key=columns.pop("form_key", token_hex()),
            actor=columns.pop("actor", self.anna),
            at=at,
        )


@pytest.fixture
def meeting(db: None) -> Meeting:
    return make_meeting()


def make_meeting() -> Meeting:
    edition = EditionFactory(ahead=True, title_en="Conference", registration_deadline=date(2027, 8, 1))
    town = AuthorityFactory(name_en="Hometown")
    return Meeting(
        edition,
        ParticipantKindFactory(edition=edition, entry=Entry.OPEN, key="expert"),
        town,
        anna=MembershipFactory(coordinator=True, authority=town).user,
        office=UserFactory(roles=[Role.EVENTS]),
    )


@pytest.fixture
def new_meeting() -> Callable[[], Meeting]:
    return make_meeting
