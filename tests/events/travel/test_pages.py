"""The pages of journeys in the hands of travellers, coordinators and the office."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from jisr.audit.models import Entry
from jisr.audit.services import SYSTEM
from jisr.events.models import Edition, Mode, Participant
from jisr.events.travel.models import ChecklistLine, CostRule, TravelData, TravelJourney, TravelPlan
from jisr.events.travel.services import read_travel_data, save_travel_data, start_checklist
from jisr.web import panels
from tests.events.travel.conftest import NOW, PASSPORT, browser
from tests.events.travel.test_closing import with_letter
from tests.factories.events import ParticipantFactory

pytestmark = pytest.mark.django_db


def text_of(response):
    return response.content.decode()


@pytest.fixture
def begun(trip):
    start_checklist(trip.participant.public_id, actor=SYSTEM)
    return trip


def test_a_traveller_begins_a_list_and_sees_what_to_do_until_when_and_who_pays(trip):
    page = browser(trip.layla)
    assert "Begin the checklist" in text_of(page.get(trip.own))

    assert page.post(f"{trip.own}start/").url == trip.own
    text = text_of(page.get(trip.own))

    assert "My journey" in text
    assert "Visa appointment" in text
    assert "Due by 21 June 2027" in text
    assert "People who live in Gaza apply through Cairo." in text
    assert "travel to the place and back" in text
    assert "Proposals are not binding: the programme has published no rule for them." in text
    assert "proposal, not binding" in text


def test_items_that_are_entered_lead_to_their_form_and_only_for_those_who_may(begun):
    own, led = (text_of(browser(person).get(begun.own)) for person in (begun.layla, begun.basim))

    assert own.count(f'href="{begun.own}passport/"') == 3  # personal data, needs, and beside the list
    assert own.count(f'href="{begun.own}journey/"') == 2
    assert "passport/" not in led
    assert led.count(f'href="{begun.own}journey/"') == 2


def test_the_costs_stand_before_the_form_of_the_journey(begun):
    text = text_of(browser(begun.layla).get(f"{begun.own}journey/"))

    assert text.index("Who bears which cost") < text.index("Arrival: day and time")


def test_an_item_is_settled_on_its_own_page(begun):
    page = browser(begun.basim)

    assert "Visa appointment" in text_of(page.get(f"{begun.own}items/visa_appointment/"))
    answer = page.post(
        f"{begun.own}items/visa_appointment/", {"state": "done", "note": "3 March", "seen": "1"}, follow=True
    )

    assert "Your change is kept." in text_of(answer)
    assert "3 March" in text_of(answer)
    for kind in ("accommodation", "nonsense"):
        assert page.get(f"{begun.own}items/{kind}/").status_code == 404


def test_a_stale_page_keeps_what_was_typed_and_says_why(begun):
    page = browser(begun.layla)
    page.post(f"{begun.own}items/visa/", {"state": "under_way", "note": "first", "seen": "1"})

    answer = page.post(f"{begun.own}items/visa/", {"state": "done", "note": "second", "seen": "1"})

    assert answer.status_code == 422
    assert "Somebody changed this item meanwhile." in text_of(answer)
    assert "second" in text_of(answer)


def journey_form(**changes):
    return {
        "arrives_at": "2027-09-13T00:30",
        "arrival_place": "Frankfurt",
        "departs_at": "2027-09-16T14:00",
        "departure_place": "Frankfurt",
        "needs_pickup": "on",
        "first_night_on": "2027-09-13",
        "last_night_on": "2027-09-15",
        "room_wish": "single",
        "seen": "0",
    } | changes


def test_times_are_those_of_the_place_of_the_meeting(begun):
    page = browser(begun.layla)

    page.post(f"{begun.own}journey/", journey_form())

    journey = TravelJourney.objects.get()
    assert journey.arrives_at == datetime(2027, 9, 12, 22, 30, tzinfo=UTC)
    assert (journey.needs_pickup, journey.needs_return) == (True, False)
    assert begun.participant.travel_items.get(kind="journey").state == "done"
    assert 'value="2027-09-13T00:30"' in text_of(page.get(f"{begun.own}journey/"))


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"departs_at": "2027-09-12T10:00"}, "The departure must be after the arrival."),
        ({"last_night_on": ""}, "Please name both nights, or none."),
        ({"last_night_on": "2027-09-12"}, "The last night cannot be before the first one."),
        ({"seen": "7"}, "Somebody changed this meanwhile."),
    ],
)
def test_a_journey_that_cannot_be_is_refused_with_the_reason(begun, changes, says):
    answer = browser(begun.layla).post(f"{begun.own}journey/", journey_form(**changes))

    assert answer.status_code == 422
    assert says in text_of(answer)
    assert not TravelJourney.objects.exists()


def data_form(**changes):
    return {
        "passport_name": "DELEGATE LAYLA",
        "passport_number": "n 765-٤٣٢١",
        "nationality": "Palestinian",
        "born_on": "1985-04-02",
        "expires_on": "2031-01-31",
        "emergency_name": "Relative",
        "emergency_phone": "+970 59 5550100",
        "diet": "halal",
        "access": ["step_free"],
        "seen": "0",
    } | changes


def test_a_traveller_enters_a_passport_with_arabic_digits_and_changes_it_later(begun):
    page = browser(begun.layla)

    answer = page.post(f"{begun.own}passport/", data_form(), follow=True)

    assert "Your entries are kept under lock and key." in text_of(answer)
    assert read_travel_data(begun.participant.public_id, actor=begun.layla)["passport_number"] == "N7654321"
    again = text_of(page.get(f"{begun.own}passport/"))
    assert 'value="N7654321"' in again
    assert 'name="seen" value="1"' in again
    assert page.post(f"{begun.own}passport/", data_form(passport_number="", seen="1")).status_code == 302
    assert "passport_number" not in read_travel_data(begun.participant.public_id, actor=begun.layla)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"passport_number": "12<3>"}, "Please enter 5 to 20 Latin letters and digits."),
        ({"born_on": "2099-01-01"}, "The date of birth must be in the past."),
        ({"diet": "nonsense"}, "Select a valid choice"),
        ({"passport_name": "a\x00b"}, "Null characters are not allowed."),
    ],
)
def test_entries_that_cannot_be_are_refused_and_nothing_is_kept(begun, changes, says):
    answer = browser(begun.layla).post(f"{begun.own}passport/", data_form(**changes))

    assert answer.status_code == 422
    assert says in text_of(answer)
    assert not TravelData.objects.exists()


def test_the_office_says_why_before_it_reads_and_a_look_alone_shows_nothing(begun):
    save_travel_data(begun.participant.public_id, PASSPORT, seen=0, actor=begun.layla, at=NOW)
    page = browser(begun.events)

    first = text_of(page.get(f"{begun.own}passport/"))
    assert "N7654321" not in first
    assert page.post(f"{begun.own}passport/", {"reason": " "}).status_code == 422
    shown = page.post(f"{begun.own}passport/", {"reason": "Call from the embassy"})

    assert 'value="N7654321"' in text_of(shown)
    assert "no-store" in shown.headers["Cache-Control"]
    (entry,) = Entry.objects.filter(action="events.travel_data_read")
    assert entry.changes == {"reason": [None, "Call from the embassy"]}


@pytest.mark.parametrize("who", ["basim", "admin", "adviser"])
def test_for_everybody_else_the_page_of_the_data_is_not_there(begun, who):
    save_travel_data(begun.participant.public_id, PASSPORT, seen=0, actor=begun.layla, at=NOW)
    page = browser(getattr(begun, who))

    assert page.get(f"{begun.own}passport/").status_code == 404
    assert page.post(f"{begun.own}passport/", {"reason": "x"}).status_code == 404
    assert page.post(f"{begun.own}passport/", data_form(seen="1")).status_code == 404
    assert "passport/" not in text_of(page.get(begun.own)) or who == "adviser"


def test_a_missing_key_is_told_and_nothing_is_written_over(begun, settings):
    save_travel_data(begun.participant.public_id, PASSPORT, seen=0, actor=begun.layla, at=NOW)
    sealed = bytes(TravelData.objects.get().sealed)
    settings.TRAVEL_KEYS = ("quite another key, forty signs or even more",)
    page = browser(begun.layla)

    assert "its key is not here" in text_of(page.get(f"{begun.own}passport/", follow=True))
    assert "its key is not here" in text_of(page.post(f"{begun.own}passport/", data_form(seen="1")))
    assert bytes(TravelData.objects.get().sealed) == sealed


def test_a_foreign_meeting_in_the_address_is_not_found(begun):
    other = begun.own.replace("conf-6", "conf-5")

    assert browser(begun.layla).get(other).status_code == 404


def test_going_online_asks_first(begun):
    page = browser(begun.layla)

    assert "The place on site becomes free for somebody else." in text_of(page.get(f"{begun.own}online/"))
    assert Participant.objects.get(pk=begun.participant.pk).presence == "onsite"
    assert "Takes part online." in text_of(page.post(f"{begun.own}online/", follow=True))
    assert "Come to the place after all" in text_of(page.get(begun.own))
    assert page.post(f"{begun.own}onsite/", follow=True).status_code == 200
    assert Participant.objects.get(pk=begun.participant.pk).presence == "onsite"
    assert page.get(f"{begun.own}elsewhere/").status_code == 404


def test_the_refusal_of_a_meeting_on_site_alone_reaches_the_page(begun):
    Edition.objects.update(mode=Mode.ONSITE)

    answer = browser(begun.layla).post(f"{begun.own}online/", follow=True)

    assert "Nobody can take part in this meeting online." in text_of(answer)


def test_the_office_issues_letters_by_a_button_and_others_have_none(begun):
    page = browser(begun.events)
    assert "Issue the letters in three languages" in text_of(page.get(begun.own))
    assert "Issue the letters" not in text_of(browser(begun.layla).get(begun.own))

    assert browser(begun.layla).post(f"{begun.own}letters/", {"language": "en"}).status_code == 404
    answer = page.post(f"{begun.own}letters/", {"language": ["en", "xx"]}, follow=True)

    assert "The letters are ready." in text_of(answer)
    assert "accessible (PDF/UA)" in text_of(answer)


def test_the_copy_with_the_number_is_a_download_for_its_owner(begun):
    save_travel_data(begun.participant.public_id, PASSPORT, seen=0, actor=begun.layla, at=NOW)
    with_letter(begun.participant)

    answer = browser(begun.layla).get(f"{begun.own}letters/en/")

    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    assert "no-store" in answer.headers["Cache-Control"]
    assert "Take the letter" in text_of(browser(begun.events).get(f"{begun.own}letters/en/"))
    assert browser(begun.basim).get(f"{begun.own}letters/en/").status_code == 404


def test_the_office_lists_travellers_and_finds_those_at_risk(begun):
    today = timezone.localdate()
    Edition.objects.update(start_on=today + timedelta(weeks=5), end_on=today + timedelta(weeks=5, days=3))
    start_checklist(begun.participant.public_id, actor=SYSTEM)
    page = browser(begun.events)

    def names(query):
        text = text_of(page.get(f"{begun.address}?{query}"))
        people = {"layla": begun.participant.full_name, "german": begun.german.full_name}
        return {key for key, name in people.items() if f"<bdi>{name}</bdi>" in text}

    assert names("") == {"layla", "german"}
    assert names("side=PS") == names("visa=open") == names("risk=visa") == names("risk=any") == {"layla"}
    assert names("side=DE") == {"german"}
    assert names("side=other") == set()
    assert names("letter=yes") == set()
    assert names("letter=no") == {"layla", "german"}
    assert names("q=layla") == names("risk=office") == {"layla"}


@pytest.mark.parametrize("more", [1, 3, 40])
def test_the_list_asks_the_same_queries_for_many(begun, more, django_assert_max_num_queries):
    for _each in range(more):
        other = ParticipantFactory(edition=begun.edition, kind=begun.participant.kind, authority=begun.town)
        start_checklist(other.public_id, actor=SYSTEM)
    page = browser(begun.events)

    with django_assert_max_num_queries(12):
        assert page.get(begun.address).status_code == 200


def test_letters_for_all_are_left_to_the_worker(begun):
    answer = browser(begun.events).post(f"{begun.address}letters/", follow=True)

    assert "The letters that are missing are being written." in text_of(answer)
    assert browser(begun.adviser).post(f"{begun.address}letters/").status_code == 403


def rules_form(page, address):
    form = page.get(address).context["form"]
    return {field.html_name: "" if field.value() is None else field.value() for field in form}


def test_the_office_changes_rules_and_looking_at_them_writes_nothing(trip):
    page, address = browser(trip.events), f"{trip.address}rules/PS/"
    sent = rules_form(page, address)
    assert not TravelPlan.objects.exists()
    assert (sent["weeks_visa"], sent["doer_invitation"], sent["kept_days"]) == (3, "office", 30)

    answer = page.post(address, {**sent, "weeks_visa": "5", "weeks_transfer": "", "bearer_visa": "sender"}, follow=True)

    assert "The rules are kept." in text_of(answer)
    own = ChecklistLine.objects.filter(edition=trip.edition, side="PS")
    assert own.get(kind="visa").weeks_before == 5
    assert not own.filter(kind="transfer").exists()
    assert own.count() == 9
    assert CostRule.objects.get(edition=trip.edition).bearer == "sender"
    stale = page.post(address, {**sent, "kept_days": "9"})
    assert stale.status_code == 422
    assert page.get(f"{trip.address}rules/XX/").status_code == 404


def panel_of(subject, person, thing):
    request = RequestFactory().get("/en/")
    request.user = person
    found = [panel for panel in panels.panels_for(subject, request, thing) if "travel" in panel.template]
    return found[0] if found else None


def rendered(panel):
    from django.template.loader import render_to_string  # noqa: PLC0415

    return render_to_string(panel.template, {"panel": panel.context})


def test_the_desk_shows_visas_letters_and_who_is_at_risk(begun):
    with_letter(begun.participant)
    begun.participant.travel_items.filter(kind="visa").update(due_on=timezone.localdate() - timedelta(days=1))

    panel = panel_of("edition_desk", begun.adviser, begun.edition)

    assert {key: panel.context[key] for key in ("travellers", "letters", "at_risk", "visas_at_risk")} == {
        "travellers": 2,
        "letters": 1,
        "at_risk": 1,
        "visas_at_risk": 1,
    }
    assert "open: 1" in rendered(panel)
    assert begun.participant.full_name not in rendered(panel)
    assert f'href="{begun.address}"' not in rendered(panel)
    assert f'href="{begun.address}"' in rendered(panel_of("edition_desk", begun.events, begun.edition))
    assert panel_of("edition_desk", begun.layla, begun.edition) is None
    Edition.objects.update(mode=Mode.ONLINE)
    assert panel_of("edition_desk", begun.adviser, Edition.objects.get()) is None


def test_a_participation_shows_the_next_items_and_leads_to_the_journey(begun):
    panel = panel_of("participation", begun.layla, begun.participant)

    assert [item.kind for item in panel.context["items"]][:2] == ["personal_data", "invitation"]
    assert begun.own in rendered(panel)
    assert panel_of("participation", begun.german.user, begun.participant) is None
    Participant.objects.filter(pk=begun.participant.pk).update(state="waiting")
    assert panel_of("participation", begun.layla, Participant.objects.get(pk=begun.participant.pk)) is None


def test_nothing_of_a_journey_is_public(begun):
    assert Client().get(begun.own).status_code == 302
    public = text_of(Client().get(reverse("events:edition", args=["conf-6"])))
    assert begun.participant.full_name not in public
