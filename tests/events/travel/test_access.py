"""Taking part from elsewhere: the link, who reads it, who is told, and what becomes of journeys."""

import pytest
from django.urls import reverse

from jisr.audit.models import Entry
from jisr.events.editions.services import change_edition
from jisr.events.editions.sheets import EDITION_SHEET
from jisr.events.models import Edition, Mode, Participant
from jisr.events.registration.states import ParticipantState, Presence
from jisr.events.travel.fallback import go_online
from jisr.events.travel.models import TravelPlan
from jisr.events.travel.reminding import follow_travel
from jisr.events.travel.ruling import save_access
from jisr.events.travel.services import ChangedMeanwhile, start_checklist
from jisr.kernel.policy import Refused
from jisr.notifications.models import Message
from tests.events.travel.conftest import NOW, browser
from tests.factories.events import ParticipantFactory

pytestmark = pytest.mark.django_db
LINK = "https://meet.example.org/conference"
TYPED = {"online_url": LINK, "online_note": "Code 123"}


@pytest.fixture
def joined(trip):
    """Layla takes part online, and so does somebody without an account."""
    go_online(trip.participant.public_id, actor=trip.layla, at=NOW)
    guest = {"user": None, "email": "guest@example.org", "languages": ["de"], "presence": Presence.ONLINE}
    ParticipantFactory(edition=trip.edition, kind=trip.participant.kind, **guest)
    Message.objects.all().delete()
    return trip


def save(trip, *, seen=1, is_told=True, actor=None):
    return save_access(trip.edition.pk, TYPED, seen=seen, is_told=is_told, actor=actor or trip.events, at=NOW)


def page_of(trip, participant, person):
    return browser(person).get(participant.get_absolute_url()).content.decode()


def test_all_who_take_part_online_get_the_link_by_account_or_address_in_their_language(joined):
    assert save(joined) == 2

    told = {message.address or message.recipient.email: message for message in Message.objects.all()}
    assert set(told) == {joined.layla.email, "guest@example.org"}
    assert all(LINK in message.text and "Code 123" in message.text for message in told.values())
    assert told["guest@example.org"].subject_line == "So nehmen Sie online teil"
    assert told[joined.layla.email].subject_line == "كيفية مشاركتكم عبر الإنترنت"


def test_nobody_is_told_unless_it_is_wanted_and_the_trail_keeps_the_link_to_itself(joined):
    assert save(joined, is_told=False) == 0

    assert not Message.objects.exists()
    entry = Entry.objects.filter(action="events.travel_access").get()
    assert LINK not in str(entry.changes)


def test_only_those_with_a_confirmed_place_online_read_the_link(joined):
    save(joined, is_told=False)
    participant = joined.participant

    assert LINK in page_of(joined, participant, joined.layla)
    assert LINK not in page_of(joined, joined.german, joined.german.user)
    Participant.objects.filter(pk=participant.pk).update(state=ParticipantState.WAITING)
    assert LINK not in page_of(joined, participant, joined.layla)
    assert LINK not in browser(joined.layla).get(joined.edition.get_absolute_url()).content.decode()


def test_before_there_is_a_link_the_page_says_that_it_will_stand_there(joined):
    assert "The link will stand here before the meeting begins." in page_of(joined, joined.participant, joined.layla)


def test_a_stale_page_and_other_roles_change_nothing(joined):
    save(joined, is_told=False)

    with pytest.raises(ChangedMeanwhile):
        save(joined)
    with pytest.raises(Refused):
        save(joined, seen=2, actor=joined.adviser)
    assert TravelPlan.objects.get().version == 2


def test_the_office_sets_it_on_a_page_that_refuses_what_is_no_link(joined):
    address, office = reverse("travel:access", args=[joined.edition.slug]), browser(joined.events)
    wrong = office.post(address, {"online_url": "javascript:alert(1)", "online_note": "typed", "seen": 1})
    assert (wrong.status_code, TravelPlan.objects.exclude(online_url="").exists()) == (422, False)
    assert 'value="typed"' in wrong.content.decode()

    assert office.post(address, {**TYPED, "is_told": "on", "seen": 1}).status_code == 302
    page = office.get(address).content.decode()
    assert LINK in page
    assert "2 people are told by mail." in page
    Edition.objects.update(mode=Mode.ONSITE)
    assert office.get(address).status_code == 404


@pytest.fixture
def to_online(trip, django_capture_on_commit_callbacks):
    start_checklist(trip.participant.public_id, actor=trip.layla)

    def change(mode):
        shown = EDITION_SHEET.read(Edition.objects.get(pk=trip.edition.pk))
        with django_capture_on_commit_callbacks(execute=True):
            change_edition(
                *(trip.edition.slug, {"mode": mode}), opened=shown, reason="crossing closed", actor=trip.events, at=NOW
            )

    return change


def states(trip):
    return set(trip.participant.travel_items.values_list("state", flat=True))


def test_when_all_meet_online_journeys_are_laid_down_and_taken_up_on_the_way_back(trip, to_online):
    before = states(trip)

    to_online(Mode.ONLINE)
    assert states(trip) == {"not_needed"}
    assert "Taking part online" in page_of(trip, trip.participant, trip.layla)
    to_online(Mode.HYBRID)

    assert states(trip) == before != {"not_needed"}
    assert "Taking part online" not in page_of(trip, trip.participant, trip.layla)


def test_what_was_missed_then_is_done_by_the_daily_run(trip):
    start_checklist(trip.participant.public_id, actor=trip.layla)
    Edition.objects.update(mode=Mode.ONLINE)

    follow_travel(now=NOW)

    assert states(trip) == {"not_needed"}
