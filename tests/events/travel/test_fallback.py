"""From the place to online without registering again, and back while there are places."""

import pytest

from jisr.audit.models import Entry
from jisr.events.editions.states import State
from jisr.events.models import Edition, Mode, Participant, ParticipantKind
from jisr.events.registration.states import ParticipantState, Presence
from jisr.events.travel import fallback
from jisr.events.travel.fallback import NoPlace, NotOnline, come_back, go_online, place_freed
from jisr.events.travel.services import NoJourney, settle_item, start_checklist
from jisr.kernel.policy import Refused
from jisr.notifications.models import Message
from tests.events.travel.conftest import NOW
from tests.factories.accounts import UserFactory
from tests.factories.events import ParticipantFactory

pytestmark = pytest.mark.django_db


def leave(trip, person=None):
    return go_online(trip.participant.public_id, actor=person or trip.layla, at=NOW)


def back(trip, person=None):
    return come_back(trip.participant.public_id, actor=person or trip.layla, at=NOW)


@pytest.fixture
def begun(trip):
    start_checklist(trip.participant.public_id, actor=trip.layla)
    for kind, state in (("visa", "under_way"), ("insurance", "done")):
        settle_item(trip.participant.public_id, kind, state=state, note="", seen=1, actor=trip.basim, at=NOW)
    return trip


@pytest.mark.parametrize("who", ["layla", "basim", "events"])
def test_the_person_the_coordinator_or_the_office_lets_somebody_take_part_online(begun, who):
    participant = leave(begun, getattr(begun, who))

    participant.refresh_from_db()
    assert (participant.presence, participant.state) == (Presence.ONLINE, ParticipantState.CONFIRMED)
    states = dict(participant.travel_items.values_list("kind", "state"))
    assert states.pop("insurance") == "done"
    assert set(states.values()) == {"not_needed"}


def test_strangers_cannot(begun):
    for person in (UserFactory(), begun.german.user, begun.adviser):
        with pytest.raises(Refused):
            leave(begun, person)


def test_everybody_concerned_is_told_once_and_not_the_one_who_did_it(begun):
    leave(begun)
    leave(begun)

    told = Message.objects.filter(kind="events.travel_changed")
    assert {message.recipient for message in told} == {begun.basim, begun.events}
    assert told.count() == 2
    (entry,) = Entry.objects.filter(action="events.travel_presence_changed")
    assert entry.changes == {"presence": ["onsite", "online"]}


def test_the_place_becomes_free_after_the_commit(begun, django_capture_on_commit_callbacks):
    freed = []
    receiver = lambda participant_pk, at, **_rest: freed.append((participant_pk, at))  # noqa: E731
    place_freed.connect(receiver)

    with django_capture_on_commit_callbacks(execute=True):
        leave(begun)
        assert freed == []
    place_freed.disconnect(receiver)

    assert freed == [(begun.participant.pk, NOW)]


def test_coming_back_finds_the_list_as_it_was(begun):
    leave(begun)
    participant = back(begun)

    participant.refresh_from_db()
    assert participant.presence == Presence.ONSITE
    states = dict(participant.travel_items.values_list("kind", "state"))
    assert (states["visa"], states["insurance"], states["permit"]) == ("under_way", "done", "open")
    assert not participant.travel_items.exclude(state_before="").exists()


def test_nobody_comes_back_to_a_place_that_is_taken(begun):
    leave(begun)
    ParticipantFactory(edition=begun.edition, kind=begun.participant.kind)

    with pytest.raises(NoPlace, match="All places on site are taken now"):
        back(begun)


def test_a_kind_without_limit_always_has_a_place(begun):
    ParticipantKind.objects.update(places=None)
    leave(begun)

    assert back(begun).presence == Presence.ONSITE


def test_the_part_that_gives_places_has_the_last_word(begun, monkeypatch):
    monkeypatch.setattr(fallback, "_places", [])
    locked = []
    fallback.register_places(locked.append, lambda _participant: False)
    leave(begun)

    with pytest.raises(NoPlace):
        back(begun)

    assert locked == [begun.edition.pk]


def test_a_meeting_on_site_alone_cannot_be_followed_online(begun):
    Edition.objects.update(mode=Mode.ONSITE)

    with pytest.raises(NotOnline, match="The programme office can change that"):
        leave(begun)


def test_nobody_without_a_place_switches_and_nothing_switches_when_it_is_over(begun):
    Participant.objects.filter(pk=begun.participant.pk).update(state="waiting")
    with pytest.raises(NoJourney):
        leave(begun)
    Participant.objects.update(state="confirmed")
    leave(begun)
    Edition.objects.update(state=State.HELD)

    with pytest.raises(NoJourney):
        back(begun)
