"""An accepted contributor who is not registered: asked to register, connected when they do, told when and where."""

from datetime import timedelta

import pytest
from django.urls import reverse

from jisr.events.agenda import contributions
from jisr.events.agenda.services import move_session
from jisr.events.agenda.venues import set_rules
from jisr.events.models import Participant
from jisr.events.registration import changing
from jisr.events.registration import services as registration
from jisr.events.registration.entries import Person
from jisr.notifications.models import Message
from tests.events.agenda.conftest import NINE, NOW
from tests.factories.accounts import UserFactory
from tests.factories.agenda import CallFactory, ContributionFactory, SpeakerFactory
from tests.factories.events import ParticipantFactory, ParticipantKindFactory

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)


@pytest.fixture
def author():
    return UserFactory(display_name="Ada Salem", email="ada@example.org")


@pytest.fixture
def session(meeting, author):
    """The session of what Ada handed in, with a place and a time."""
    row = ContributionFactory(call=CallFactory(edition=meeting.edition), author=author, language="de", title="Abfall")
    made = contributions.accept(row, actor=meeting.planner, at=NOW)
    return move_session(made, room=meeting.hall, starts_at=NINE, minutes=45, actor=meeting.planner)


@pytest.fixture
def add(meeting):
    """The office registers somebody."""
    kind = ParticipantKindFactory(edition=meeting.edition)

    def added(name="Dr. Ada Salem", **columns):
        person = Person(kind=kind, full_name=name, **columns)
        known = {"body": None, "form_key": name, "actor": meeting.planner, "at": LATER}
        return registration.add_by_hand(meeting.edition, person, **known)

    return added


def asked():
    return list(Message.objects.filter(kind="events.consent_asked").values_list("recipient__email", flat=True))


def test_the_acceptance_asks_to_register_and_leads_there(meeting, session):
    message = Message.objects.get(kind="events.contribution")

    assert "Please register for the meeting with the same account or address" in message.body
    assert message.url == reverse("registration:door", args=[meeting.edition.slug])
    assert asked() == []


@pytest.mark.parametrize("by", ["account", "address"])
def test_who_registers_later_speaks_as_that_participant_and_is_asked(session, author, add, by):
    seat = add(function_title="Leiterin", **({"user": author} if by == "account" else {"email": "Ada@example.org"}))

    speaker = session.speakers.get()
    assert (speaker.participant, speaker.full_name, speaker.function_title_de, speaker.consented_at) == (
        seat,
        "Dr. Ada Salem",
        "Leiterin",
        None,
    )
    version = session.version
    session.refresh_from_db()
    assert session.version == version + 1
    assert asked() == ([author.email] if by == "account" else [])


def test_who_claims_a_registration_is_asked_then(session, author, add):
    seat = add(email=author.email)

    changing.claim(seat.public_id, actor=author)
    changing.claim(seat.public_id, actor=author)

    assert asked() == [author.email]


def test_somebody_else_is_connected_with_nothing(session, add):
    add(user=UserFactory(display_name="Ada Salem"), email="other@example.org")

    assert session.speakers.get().participant is None


def test_other_people_of_the_session_stay_who_they_are(session, author, add):
    SpeakerFactory(session=session, external=True, full_name="Basim", position=1)

    seat = add(user=author)

    assert list(session.speakers.values_list("participant", "full_name")) == [
        (seat.pk, "Dr. Ada Salem"),
        (None, "Basim"),
    ]


def test_what_was_agreed_to_before_stays_shown_as_it_is(session, author, add):
    session.speakers.update(consented_at=NOW, consent_note="by mail")

    seat = add(user=author)

    speaker = session.speakers.get()
    assert (speaker.participant, speaker.full_name, speaker.consented_at) == (seat, "Ada Salem", NOW)
    assert asked() == []


def test_who_comes_back_is_not_put_into_the_session_again(meeting, session, author, add):
    gone = add(user=author)
    registration.withdraw(gone.public_id, actor=author, at=LATER)

    add("Ada", user=author)

    assert session.speakers.get().participant == Participant.objects.get(pk=gone.pk)


def test_publishing_tells_the_author_when_and_where_though_not_registered(meeting, session, author):
    meeting.publish()

    message = Message.objects.get(kind="events.programme_published")
    assert message.recipient == author
    assert "Abfall: 14 September 2027" in message.body
    assert "new; Great hall, Town hall" in message.body


@pytest.mark.parametrize("way", ["registered", "withdrew"])
def test_who_registered_is_told_once_and_who_withdrew_is_not(meeting, session, author, add, way):
    seat = add(user=author)
    if way == "withdrew":
        registration.withdraw(seat.public_id, actor=author, at=LATER)
        set_rules(meeting.edition, walk_minutes=15, levels={"gone": "warn"}, walks={}, actor=meeting.planner)

    meeting.publish(at=LATER)

    assert Message.objects.filter(kind="events.programme_published").count() == (1 if way == "registered" else 0)


def test_who_is_registered_is_asked_with_the_acceptance(meeting, author):
    ParticipantFactory(edition=meeting.edition, user=author)
    row = ContributionFactory(call=CallFactory(edition=meeting.edition), author=author)

    contributions.accept(row, actor=meeting.planner, at=NOW)

    assert asked() == [author.email]
    assert "Please register" not in Message.objects.get(kind="events.contribution").body
