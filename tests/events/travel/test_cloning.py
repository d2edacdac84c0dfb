"""What the next meeting takes over of the rules of travel."""

import pytest

from jisr.events.editions import cloning
from jisr.events.registration.states import Side
from jisr.events.travel.cloning import RULES
from jisr.events.travel.models import ChecklistLine, CostRule, TravelPlan
from jisr.events.travel.planning import plan_for
from jisr.events.travel.ruling import save_rules
from tests.events.travel.conftest import NOW
from tests.events.travel.test_checklist import rules
from tests.factories.events import EditionFactory
from tests.factories.municipalities import CountryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def settled(trip):
    typed = rules(weeks_visa=8, kept_days=14, bearer_travel="host")
    save_rules(trip.edition.pk, Side.PALESTINIAN, typed, seen=1, actor=trip.events)
    return trip


def clone(trip, country):
    target = EditionFactory(ahead=True, country=CountryFactory(code=country))
    (part,) = cloning.in_order([RULES])
    return target, part.clone(trip.edition, target, shift_days=365, actor=trip.events, at=NOW)


def test_a_meeting_in_the_same_country_takes_the_rules_over(settled):
    target, made = clone(settled, "DE")

    assert made == 1 + 3 + 3 + 1
    assert plan_for(target).kept_days == 14
    lines = ChecklistLine.objects.filter(edition=target, side="PS")
    assert list(lines.values_list("kind", "weeks_before")) == [("visa", 8)]
    assert CostRule.objects.get(edition=target).bearer == "host"
    assert clone(settled, "DE")[1] == 8


def test_a_meeting_in_another_country_begins_with_what_is_delivered(settled):
    target, made = clone(settled, "PS")

    assert made == 0
    assert not TravelPlan.objects.filter(edition=target).exists()
    plan_for(target)
    assert "visa" not in set(ChecklistLine.objects.filter(edition=target).values_list("kind", flat=True))


def test_rules_that_are_there_already_stay(settled):
    target = EditionFactory(ahead=True, country=CountryFactory(code="DE"))
    plan_for(target)
    (part,) = cloning.in_order([RULES])

    assert part.clone(settled.edition, target, shift_days=0, actor=settled.events, at=NOW) == 0


def test_who_sends_and_signs_the_letters_stays_in_any_country(settled):
    TravelPlan.objects.update(letter_sender="Office, Bonn", letter_signed_by="Head")

    for country in ("DE", "PS"):
        target, _made = clone(settled, country)
        plan = TravelPlan.objects.get(edition=target)
        assert (plan.letter_sender, plan.letter_signed_by) == ("Office, Bonn", "Head")
        assert target.checklist_lines.exists()
