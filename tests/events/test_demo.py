"""The conference for trying the product."""

from datetime import UTC, datetime

import pytest

from jisr.accounts.states import Role
from jisr.events.demo import load
from jisr.events.editions.states import State
from jisr.events.models import Edition
from jisr.events.programme import load_events
from jisr.municipalities.programme import load_municipalities
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)


def test_without_the_programme_there_is_none(db):
    assert load(actor=UserFactory(roles=[Role.EVENTS]), at=NOW) == 0


def test_registration_is_open_and_a_second_run_adds_nothing(db):
    load_municipalities()
    load_events()
    lena = UserFactory(roles=[Role.EVENTS])

    assert load(actor=lena, at=NOW) == 1
    assert load(actor=lena, at=NOW) == 0

    edition = Edition.objects.get(title_en__startswith="Example")
    assert (edition.state, edition.follows.slug, edition.country_id) == (State.OPEN, "conf-5-2021", "PS")
    assert (edition.participant_kinds.count(), edition.sessions.count()) == (4, 4)
    assert list(edition.sessions.filter(needs_signup=True).values_list("kind", "places")) == [("site_visit", 20)]
