"""Weights are dated, add up, are shown, and what held once stays known."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from jisr.audit.models import Entry
from jisr.kernel.policy import Refused
from jisr.matching.models import WeightSet
from jisr.matching.suggestions.services import NotWithin, set_weights
from tests.factories.accounts import UserFactory
from tests.factories.memberships import MembershipFactory
from tests.matching.suggestions.people import browser_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
TODAY, LATER = date(2026, 11, 22), date(2027, 1, 1)
SHARES = {"themes": 50, "size": 20, "languages": 20, "text": 10}
ADDRESS = "/en/workspace/matching/weights/"


@pytest.fixture
def adviser():
    return UserFactory(adviser=True)


def test_weights_hold_from_their_day_on_and_the_trail_tells_it(adviser):
    WeightSet.objects.create(valid_from=date(2026, 1, 1), themes=60, size=15, languages=15, text=10)

    made = set_weights(LATER, SHARES, actor=adviser, at=NOW)

    assert WeightSet.objects.weights_on(TODAY).themes == 0.6
    assert WeightSet.objects.weights_on(LATER).themes == 0.5
    entry = Entry.objects.get(action="matching.weights_set")
    assert (entry.subject_key, entry.actor_id) == (str(made.pk), adviser.pk)
    assert entry.changes["themes"] == [None, 50]
    assert entry.changes["valid_from"] == [None, "2027-01-01"]


def test_what_is_still_to_come_is_set_anew_and_the_same_again_changes_nothing(adviser):
    set_weights(LATER, SHARES, actor=adviser, at=NOW)
    set_weights(LATER, SHARES, actor=adviser, at=NOW)

    set_weights(LATER, {**SHARES, "themes": 60, "size": 10}, actor=adviser, at=NOW)

    assert [row.themes for row in WeightSet.objects.all()] == [60]
    _first, second = Entry.objects.filter(action="matching.weights_set").order_by("number")
    assert second.changes["themes"] == [50, 60]


@pytest.mark.parametrize(
    ("day", "shares", "field"),
    [
        (date(2026, 11, 21), SHARES, "valid_from"),
        (LATER, {**SHARES, "themes": 51}, "themes"),
        (LATER, {**SHARES, "themes": 150, "size": -80}, "themes"),
        (LATER, {"themes": 0, "size": 100, "languages": 0, "text": 0}, "themes"),
    ],
)
def test_what_does_not_add_up_or_begins_in_the_past_is_refused_at_its_field(adviser, day, shares, field):
    with pytest.raises(NotWithin) as refusal:
        set_weights(day, shares, actor=adviser, at=NOW)

    assert refusal.value.facts == {"field": field}
    assert not WeightSet.objects.exists()


def test_what_has_begun_stays(adviser):
    set_weights(TODAY, SHARES, actor=adviser, at=NOW)

    with pytest.raises(NotWithin, match="hold from this day on already"):
        set_weights(TODAY, {**SHARES, "themes": 60, "size": 10}, actor=adviser, at=NOW)

    assert set_weights(TODAY, SHARES, actor=adviser, at=NOW).themes == 50


@pytest.mark.parametrize("roles", [[], ["events"], ["funding"], ["audit"]])
def test_nobody_else_sets_them(roles):
    person = UserFactory(roles=roles)

    with pytest.raises(Refused):
        set_weights(LATER, SHARES, actor=person, at=NOW)
    assert browser_of(person).post(ADDRESS, {"valid_from": "2027-01-01", **SHARES}).status_code == 403


def test_a_coordinator_does_not_set_them():
    assert browser_of(MembershipFactory(coordinator=True).user).get(ADDRESS).status_code == 403


def test_the_page_lists_them_and_keeps_what_was_typed(adviser):
    today = timezone.localdate()
    WeightSet.objects.create(valid_from=today - timedelta(days=300), themes=60, size=15, languages=15, text=10)
    WeightSet.objects.create(valid_from=today + timedelta(days=30), themes=40, size=30, languages=20, text=10)
    browser = browser_of(adviser)

    shown = browser.get(ADDRESS).content.decode()
    wrong = browser.post(ADDRESS, {"valid_from": "2033-01-01", **SHARES, "themes": "77"})
    bad_day = browser.post(ADDRESS, {"valid_from": "32.1.2033", **SHARES})
    right = browser.post(ADDRESS, {"valid_from": "1.1.2033", **SHARES}, follow=True)

    assert "in force" in shown
    assert "to come" in shown
    assert 'value="60"' in shown  # the form begins with what holds now
    assert wrong.status_code == bad_day.status_code == 422
    assert "Together these must be 100 percent; now they are 127." in wrong.content.decode()
    assert 'value="77"' in wrong.content.decode()
    assert "The weights are saved." in right.content.decode()
    assert WeightSet.objects.get(valid_from=date(2033, 1, 1)).themes == 50
