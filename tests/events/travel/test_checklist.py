"""Checklists: which items somebody has, until when, who settles them, and two who do so at once."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, transaction

from jisr.audit.models import Entry
from jisr.audit.services import SYSTEM
from jisr.events.editions.states import State
from jisr.events.models import Edition, Mode
from jisr.events.registration.states import ParticipantState, Presence, Side
from jisr.events.travel.forms import RulesForm
from jisr.events.travel.models import ChecklistLine, TravelItem
from jisr.events.travel.ruling import save_rules
from jisr.events.travel.services import ChangedMeanwhile, NoJourney, settle_item, start_checklist
from jisr.events.travel.states import CostCategory, Doer, ItemKind, ItemState
from jisr.kernel.policy import Refused
from tests.events.travel.conftest import NOW, STARTS
from tests.factories.accounts import UserFactory
from tests.factories.municipalities import CountryFactory

pytestmark = pytest.mark.django_db


def begin(trip):
    start_checklist(trip.participant.public_id, actor=trip.layla)
    return {item.kind: item for item in trip.participant.travel_items.all()}


def settle(trip, kind, *, actor, state=ItemState.DONE, note="", seen=1):
    return settle_item(trip.participant.public_id, kind, state=state, note=note, seen=seen, actor=actor, at=NOW)


def test_a_palestinian_delegate_to_germany_gets_visa_letter_and_insurance_counted_in_weeks_before(trip):
    items = begin(trip)

    assert {kind: (STARTS - item.due_on).days // 7 for kind, item in items.items()} == {
        "personal_data": 14,
        "invitation": 13,
        "visa_appointment": 12,
        "insurance": 10,
        "needs": 6,
        "journey": 4,
        "visa": 3,
        "accommodation": 3,
        "permit": 2,
        "transfer": 1,
    }
    assert items["invitation"].doer == Doer.OFFICE
    assert items["insurance"].doer == Doer.COORDINATOR
    assert items["visa_appointment"].due_on == date(2027, 6, 21)


def test_a_german_delegate_to_germany_needs_no_visa(trip):
    start_checklist(trip.german.public_id, actor=trip.german.user)

    assert {item.kind for item in trip.german.travel_items.all()} == {"needs", "journey", "accommodation"}


def test_a_german_delegate_to_palestine_gets_insurance_and_border_crossing(trip):
    Edition.objects.update(country=CountryFactory(code="PS"))

    start_checklist(trip.german.public_id, actor=trip.german.user)

    kinds = {item.kind for item in trip.german.travel_items.all()}
    assert {"insurance", "permit", "invitation"} < kinds
    assert not kinds & {"visa", "visa_appointment"}


def test_while_the_country_is_not_known_everybody_gets_what_holds_everywhere(trip):
    Edition.objects.update(country=None)

    assert set(begin(trip)) == {"needs", "journey", "accommodation"}


def test_beginning_twice_makes_one_list(trip):
    assert start_checklist(trip.participant.public_id, actor=trip.layla) == 10
    assert start_checklist(trip.participant.public_id, actor=trip.basim) == 0
    assert TravelItem.objects.count() == 10


@pytest.mark.parametrize(
    "change",
    [
        {"state": ParticipantState.WAITING, "confirmed_at": None},
        {"state": ParticipantState.WITHDRAWN, "confirmed_at": None},
        {"presence": Presence.ONLINE},
    ],
)
def test_nobody_prepares_a_journey_without_a_place_on_site(trip, change):
    type(trip.participant).objects.filter(pk=trip.participant.pk).update(**change)

    with pytest.raises(NoJourney):
        begin(trip)


@pytest.mark.parametrize("change", [{"state": State.CANCELLED}, {"state": State.HELD}, {"mode": Mode.ONLINE}])
def test_nobody_prepares_a_journey_to_a_meeting_that_is_off_over_or_online(trip, change):
    Edition.objects.update(**change)

    with pytest.raises(NoJourney):
        begin(trip)


def test_the_person_and_the_coordinator_settle_items_but_not_those_of_the_office(trip):
    begin(trip)

    assert settle(trip, ItemKind.VISA_APPOINTMENT, actor=trip.layla).state == ItemState.DONE
    assert settle(trip, ItemKind.INSURANCE, actor=trip.basim, state=ItemState.UNDER_WAY, note="asked").note == "asked"
    for person in (trip.layla, trip.basim):
        with pytest.raises(Refused):
            settle(trip, ItemKind.ACCOMMODATION, actor=person)
    done = settle(trip, ItemKind.ACCOMMODATION, actor=trip.events)
    assert (done.done_by, done.done_at, done.version) == (trip.events, NOW, 2)


def test_strangers_and_advisers_settle_nothing(trip):
    begin(trip)

    for person in (UserFactory(), trip.adviser, trip.german.user):
        with pytest.raises(Refused):
            settle(trip, ItemKind.VISA, actor=person)


def test_an_older_page_does_not_write_over_a_newer_change(trip):
    begin(trip)
    settle(trip, ItemKind.VISA, actor=trip.layla, state=ItemState.UNDER_WAY, note="mine")

    with pytest.raises(ChangedMeanwhile):
        settle(trip, ItemKind.VISA, actor=trip.basim, note="theirs", seen=1)

    assert trip.participant.travel_items.get(kind="visa").note == "mine"


def test_a_second_click_changes_and_tells_nothing(trip):
    begin(trip)
    settle(trip, ItemKind.VISA, actor=trip.layla)
    settle(trip, ItemKind.VISA, actor=trip.layla)

    assert trip.participant.travel_items.get(kind="visa").version == 2
    assert Entry.objects.filter(action="events.travel_item_settled").count() == 1


def test_an_item_that_is_not_on_the_list_is_not_there(trip):
    start_checklist(trip.german.public_id, actor=SYSTEM)

    with pytest.raises(ObjectDoesNotExist):
        settle_item(trip.german.public_id, "visa", state="done", note="", seen=1, actor=trip.german.user, at=NOW)


def test_the_database_knows_no_item_that_is_done_without_a_date(trip):
    begin(trip)

    with pytest.raises(IntegrityError, match="events_travel_item_done_is_dated"), transaction.atomic():
        TravelItem.objects.filter(kind="visa").update(state=ItemState.DONE)


def test_when_the_meeting_is_moved_open_items_move_and_settled_ones_stay(trip):
    begin(trip)
    settle(trip, ItemKind.VISA, actor=trip.layla)
    Edition.objects.update(start_on=STARTS + timedelta(days=70), end_on=STARTS + timedelta(days=73))

    assert start_checklist(trip.participant.public_id, actor=SYSTEM) == 9

    items = {item.kind: item.due_on for item in trip.participant.travel_items.all()}
    assert items["visa_appointment"] == date(2027, 6, 21) + timedelta(days=70)
    assert items["visa"] == STARTS - timedelta(weeks=3)


def rules(**changes):
    typed = {"kept_days": 30}
    for kind in ItemKind:
        typed |= {f"weeks_{kind.value}": None, f"doer_{kind.value}": Doer.PERSON}
    return typed | {f"bearer_{category.value}": "" for category in CostCategory} | changes


def test_the_office_changes_the_list_of_one_side_and_lists_that_people_have_follow(trip):
    begin(trip)
    typed = rules(weeks_visa=8, doer_visa=Doer.COORDINATOR, kept_days=14)

    plan = save_rules(trip.edition.pk, Side.PALESTINIAN, typed, seen=1, actor=trip.events)

    visa = trip.participant.travel_items.get(kind="visa")
    assert (visa.due_on, visa.doer) == (STARTS - timedelta(weeks=8), Doer.COORDINATOR)
    assert (plan.kept_days, plan.version) == (14, 2)
    own = ChecklistLine.objects.filter(edition=trip.edition)
    assert list(own.filter(side="PS").values_list("kind", flat=True)) == ["visa"]
    assert own.filter(side="DE").count() == 3
    assert ChecklistLine.objects.filter(edition=None, side="PS", host="DE").count() == 10


def test_only_the_events_team_changes_rules_and_an_older_page_is_refused(trip):
    for person in (trip.layla, trip.basim, trip.adviser):
        with pytest.raises(Refused):
            save_rules(trip.edition.pk, Side.GERMAN, rules(), seen=1, actor=person)
    save_rules(trip.edition.pk, Side.GERMAN, rules(), seen=1, actor=trip.events)

    with pytest.raises(ChangedMeanwhile):
        save_rules(trip.edition.pk, Side.GERMAN, rules(kept_days=5), seen=1, actor=trip.admin)


def test_the_form_of_rules_knows_every_item_and_every_cost():
    form = RulesForm(general={})

    assert len(form.item_rows()) == len(ItemKind)
    assert len(form.cost_rows()) == len(CostCategory)
