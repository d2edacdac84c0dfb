"""Two people, or two clicks, at the same moment."""

from datetime import UTC, date, datetime

import pytest

from jisr.accounts.states import Role
from jisr.events.editions.inviting import begin_round
from jisr.events.editions.services import Step, create_edition, move_edition
from jisr.events.editions.states import State
from jisr.events.models import Edition, EditionStep, Invitation, InvitationRound
from jisr.kernel.dates import PartialDate
from jisr.notifications.models import Message
from tests.at_once import at_once, by
from tests.factories.accounts import UserFactory
from tests.factories.events import EditionFactory, ParticipantFactory, SeriesFactory
from tests.factories.memberships import MembershipFactory

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)


@pytest.fixture
def team(transactional_db):
    return [UserFactory(roles=[Role.EVENTS]) for _number in range(2)]


def step(edition, person, name):
    return lambda: move_edition(edition.slug, Step(name, reason="Reason"), actor=by(person), at=NOW)


def test_of_two_clicks_on_cancel_one_tells(team):
    edition = EditionFactory(ahead=True)
    ParticipantFactory(edition=edition)

    assert at_once(step(edition, team[0], "cancel"), step(edition, team[0], "cancel")) == ["IllegalMove", "done"]
    assert (EditionStep.objects.count(), Message.objects.count()) == (1, 1)


def test_two_people_who_take_different_steps_take_one_after_the_other(team):
    edition = EditionFactory(ahead=True, registration_deadline=date(2027, 8, 1))
    ParticipantFactory(edition=edition)

    results = at_once(step(edition, team[0], "cancel"), step(edition, team[1], "postpone"))

    steps = list(EditionStep.objects.order_by("pk").values_list("before", "after"))
    assert steps[0][0] == State.OPEN
    if results == ["done", "done"]:  # postponed first, then cancelled
        assert steps == [("open", "postponed"), ("postponed", "cancelled")]
    else:
        assert results == ["IllegalMove", "done"]
        assert steps == [("open", "cancelled")]
    assert Edition.objects.get().state == State.CANCELLED


def test_a_double_click_plans_one_meeting(team):
    series = SeriesFactory()
    values = {
        "title_en": "Seminar",
        "start": PartialDate(date(2027, 5, 3)),
        "end": PartialDate(date(2027, 5, 3)),
        "zone": "Europe/Berlin",
        "mode": "online",
        "place_en": "online",
    }

    def plan():
        return create_edition(series.slug, values, actor=by(team[0]), at=NOW)

    assert at_once(plan, plan) == ["AlreadyThere", "done"]
    assert Edition.objects.count() == 1


def test_a_double_click_invites_once(team):
    edition = EditionFactory(ahead=True)
    MembershipFactory(coordinator=True)

    def invite():
        return begin_round(edition.slug, {}, notes={}, form_key="one", actor=by(team[0]), at=NOW)

    assert at_once(invite, invite) == ["done", "done"]
    assert [model.objects.count() for model in (InvitationRound, Invitation, Message)] == [1, 1, 1]
