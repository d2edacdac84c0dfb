"""Who bears which cost: dated rules with a source, or with the word that they are a proposal."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from jisr.events.models import Kind
from jisr.events.registration.states import Side
from jisr.events.travel.costs import costs_of
from jisr.events.travel.models import ChecklistLine, CostRule, TravelFact
from jisr.events.travel.programme import load_travel
from tests.factories.events import EditionFactory, SeriesFactory

pytestmark = pytest.mark.django_db


def told(edition, side=Side.PALESTINIAN):
    (costs,) = costs_of(edition, (side,))
    return {rule.category: rule.bearer for rule in costs.rules}


def test_the_delivered_rules_load_once():
    first = load_travel()

    assert {name: count > 0 for name, count in first.items()} == {
        "travel_lines": True,
        "travel_costs": True,
        "travel_facts": True,
    }
    assert load_travel() == {"travel_lines": 0, "travel_costs": 0, "travel_facts": 0}


def test_each_delivered_rule_names_its_source_or_is_marked_as_a_proposal(trip):
    for rule in (*CostRule.objects.all(), *ChecklistLine.objects.filter(edition=None)):
        assert rule.is_own_proposal != bool(rule.source_url)
        assert rule.valid_from is not None
    assert all(fact.source_url for fact in TravelFact.objects.all())


def test_the_facts_say_where_people_apply_for_a_visa(trip):
    texts = " ".join(TravelFact.objects.filter(kind="visa_appointment").values_list("text_en", flat=True))

    assert "West Bank or in East Jerusalem" in texts.replace("or East Jerusalem", "or in East Jerusalem")
    assert "Representative Office in Ramallah" in texts
    assert "through Cairo" in texts
    assert "Tel Aviv" in texts


def test_what_is_proposed_for_a_conference(trip):
    assert told(trip.edition)["travel"] == "programme"
    assert told(trip.edition, Side.GERMAN)["travel"] == "sender"
    assert told(trip.edition)["working_time"] == "sender"


def test_exploratory_visits_were_paid_for_as_the_source_says(trip):
    visit = EditionFactory(ahead=True, series=SeriesFactory(kind=Kind.EXPLORATORY_VISIT))

    (costs,) = costs_of(visit, (Side.GERMAN,))

    assert [(rule.category, rule.bearer) for rule in costs.rules] == [
        ("whole_journey", "programme"),
        ("working_time", "sender"),
    ]
    assert costs.rules[0].source_url.startswith("https://www.lokalklick.eu/")


def test_a_rule_of_the_meeting_goes_before_the_general_one(trip):
    CostRule.objects.create(edition=trip.edition, side="PS", category="travel", bearer="host")

    assert told(trip.edition)["travel"] == "host"
    (general,) = costs_of(trip.edition, (Side.PALESTINIAN,), with_own=False)
    assert {rule.category: rule.bearer for rule in general.rules}["travel"] == "programme"


def test_the_rules_of_the_day_on_which_it_begins_hold(trip):
    CostRule.objects.filter(key="any-ps-travel").update(valid_to=date(2027, 8, 31))
    CostRule.objects.create(
        key="later", side="PS", category="travel", bearer="host", valid_from=date(2027, 9, 1), is_own_proposal=True
    )

    assert told(trip.edition)["travel"] == "host"
    earlier = EditionFactory(ahead=True, start_on=date(2027, 3, 1), end_on=date(2027, 3, 4))
    assert told(earlier)["travel"] == "programme"


def test_the_database_knows_no_general_rule_without_source_that_is_no_proposal():
    with pytest.raises(IntegrityError, match="events_cost_rule_says_where_from"), transaction.atomic():
        CostRule.objects.create(key="x", side="PS", category="travel", bearer="host")


def test_the_costs_of_all_sides_are_one_query(trip, django_assert_num_queries):
    assert trip.edition.series.kind

    with django_assert_num_queries(1):
        assert [costs.side for costs in costs_of(trip.edition)] == list(Side)
