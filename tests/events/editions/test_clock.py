"""Days of an edition are days where it takes place; the events team is told what is due."""

from datetime import UTC, date, datetime

import pytest
from django.utils.translation import override

from jisr.accounts.states import Role
from jisr.events.editions.clock import (
    both_clocks,
    city,
    day_of,
    is_registration_over,
    one_clock,
    other_zone,
    registration_ends_at,
)
from jisr.events.editions.states import State
from jisr.events.editions.waiting import editions_waiting, waiting_entry
from jisr.events.models import EditionStep
from tests.factories.accounts import UserFactory
from tests.factories.events import REGISTERED_AT, EditionFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("zone", "deadline", "ends_at"),
    [  # in 2027 clocks go forward on 27 March in Palestine and on 28 March in Germany, back on 30 and 31 October
        ("Asia/Hebron", date(2027, 3, 26), datetime(2027, 3, 26, 22, tzinfo=UTC)),
        ("Asia/Hebron", date(2027, 3, 27), datetime(2027, 3, 27, 21, tzinfo=UTC)),
        ("Europe/Berlin", date(2027, 3, 27), datetime(2027, 3, 27, 23, tzinfo=UTC)),
        ("Europe/Berlin", date(2027, 3, 28), datetime(2027, 3, 28, 22, tzinfo=UTC)),
        ("Asia/Hebron", date(2027, 10, 29), datetime(2027, 10, 29, 21, tzinfo=UTC)),
        ("Asia/Hebron", date(2027, 10, 30), datetime(2027, 10, 30, 22, tzinfo=UTC)),
        ("Europe/Berlin", date(2027, 10, 30), datetime(2027, 10, 30, 22, tzinfo=UTC)),
        ("Europe/Berlin", date(2027, 10, 31), datetime(2027, 10, 31, 23, tzinfo=UTC)),
    ],
)
def test_registration_ends_with_the_day_in_the_edition_s_zone(zone, deadline, ends_at):
    edition = EditionFactory(zone=zone, registration_deadline=deadline)

    assert registration_ends_at(edition) == ends_at
    assert not is_registration_over(edition, ends_at.replace(minute=59, hour=ends_at.hour - 1))
    assert is_registration_over(edition, ends_at)
    assert day_of(edition, ends_at).day != deadline.day


def test_without_a_deadline_registration_does_not_end_by_itself():
    edition = EditionFactory()

    assert registration_ends_at(edition) is None
    assert not is_registration_over(edition, datetime(2090, 1, 1, tzinfo=UTC))


DAYS = {"start_on": date(2027, 9, 13), "end_on": date(2027, 9, 16), "registration_deadline": date(2027, 8, 1)}


@pytest.mark.parametrize(
    ("state", "at", "title"),
    [
        (State.OPEN, datetime(2027, 8, 1, 20, 59, tzinfo=UTC), None),
        (State.OPEN, datetime(2027, 8, 1, 21, tzinfo=UTC), "Close registration: Conference"),
        (State.CLOSED, datetime(2027, 9, 12, 20, 59, tzinfo=UTC), None),
        (State.CLOSED, datetime(2027, 9, 12, 21, tzinfo=UTC), "Begin: Conference"),
        (State.OPEN, datetime(2027, 9, 12, 21, tzinfo=UTC), "Begin: Conference"),
        (State.RUNNING, datetime(2027, 9, 16, 20, 59, tzinfo=UTC), None),
        (State.RUNNING, datetime(2027, 9, 16, 21, tzinfo=UTC), "Note that it was held: Conference"),
        (State.HELD, datetime(2027, 9, 17, tzinfo=UTC), "Finish the documentation: Conference"),
        (State.PLANNED, datetime(2028, 1, 1, tzinfo=UTC), None),
        (State.CANCELLED, datetime(2028, 1, 1, tzinfo=UTC), None),
        (State.DOCUMENTED, datetime(2028, 1, 1, tzinfo=UTC), None),
    ],
)
def test_a_step_is_due_from_a_moment_of_the_edition_s_zone(state, at, title):
    edition = EditionFactory(title_en="Conference", state=state, zone="Asia/Hebron", **DAYS)

    found = waiting_entry(edition, at)

    assert (found.title if found else None) == title


def test_the_events_team_sees_what_is_due_and_nobody_else_does(lena, django_assert_max_num_queries):
    past = {"start_on": date(2026, 5, 4), "end_on": date(2026, 5, 5), "registration_deadline": date(2026, 4, 1)}
    EditionFactory(title_en="Running", state=State.RUNNING, **past)
    EditionFactory(title_en="Loaded", state=State.HELD, **past)
    held = EditionFactory(title_en="Held here", state=State.HELD, **past)
    for name in (State.RUNNING, State.HELD):
        EditionStep.objects.create(edition=held, name="x", before="open", after=name, taken_at=REGISTERED_AT)

    with django_assert_max_num_queries(3):
        found = [entry.title for entry in editions_waiting(lena)]

    assert sorted(found) == ["Finish the documentation: Held here", "Note that it was held: Running"]
    assert editions_waiting(UserFactory(roles=[Role.ADVISER])) == []
    assert editions_waiting(UserFactory()) == []


@pytest.mark.parametrize(("language", "cities"), [("de", ["Berlin", "Hebron"]), ("ar", ["برلين", "الخليل"])])
def test_a_zone_is_called_by_its_city_and_each_has_another_side(language, cities):
    zones = ["Europe/Berlin", "Asia/Hebron"]
    with override(language):
        assert [city(zone) for zone in zones] == cities
        assert city("Europe/Rome") == "Europe/Rome"
    assert [other_zone(zone) for zone in zones] == zones[::-1]


def test_a_time_is_told_with_the_clocks_of_both_sides():
    at = datetime(2027, 9, 14, 8, 5, tzinfo=UTC)

    assert one_clock(at, "Asia/Hebron") == "11:05 (Hebron)"
    assert both_clocks(at, "Europe/Berlin") == "10:05 (Berlin) / 11:05 (Hebron)"
