"""Somebody who speaks or interprets and does not come: hidden at once, a conflict for the office, no more messages."""

from datetime import timedelta

import pytest

from jisr.events.agenda.checking import board_of
from jisr.events.agenda.models import Interpretation, SessionSpeaker
from jisr.events.agenda.published import Programme
from jisr.events.agenda.publishing import Blocked
from jisr.events.agenda.states import Level
from jisr.events.agenda.venues import set_rules
from jisr.events.models import Participant
from jisr.events.registration import services as registration
from jisr.notifications.models import Message
from tests.events.agenda.conftest import NOW, browser
from tests.factories.agenda import InterpretationFactory, SpeakerFactory
from tests.factories.events import ParticipantFactory

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)


@pytest.fixture
def anna(meeting):
    return ParticipantFactory(edition=meeting.edition, full_name="Anna", languages=["de", "ar"])


@pytest.fixture
def leave(meeting, django_capture_on_commit_callbacks):
    """Anna withdraws, or the office declines her."""

    def left(person, way):
        with django_capture_on_commit_callbacks(execute=True):
            if way == "withdrawn":
                registration.withdraw(person.public_id, actor=person.user, at=LATER)
            else:
                registration.decide(
                    meeting.edition, [person.public_id], is_yes=False, reason="No", actor=meeting.planner, at=LATER
                )

    return left


def names(version):
    return [[each.name for each in session.speakers] for session in Programme.read(version.content).sessions]


@pytest.mark.parametrize("way", ["withdrawn", "declined"])
def test_who_leaves_is_hidden_at_once_and_is_a_conflict_until_the_office_decides(meeting, anna, leave, way):
    talks = [meeting.session(number, title_en=f"Talk {number}") for number in range(2)]
    for talk in talks:
        SpeakerFactory(session=talk, participant=anna, full_name="Anna", agreed=True)
    SpeakerFactory(session=talks[0], full_name="Basim", agreed=True)
    assert names(meeting.publish()) == [["Anna", "Basim"], ["Anna"]]

    leave(anna, way)

    newest = meeting.edition.programme_versions.first()
    assert (newest.number, newest.published_by) == (2, None)
    assert names(newest) == [["Basim"], []]
    board = board_of(meeting.edition)
    told = [each for each in board.conflicts(board.found) if each.found.kind == "gone"]
    assert [(each.level, each.text) for each in told] == [
        (Level.BLOCK, f"Anna does not come to the meeting and is still down for “Talk {number}”.")
        for number in range(2)
    ]
    talks[0].minutes = 30
    talks[0].save()
    with pytest.raises(Blocked):
        meeting.publish(at=LATER)
    SessionSpeaker.objects.filter(participant=anna).delete()
    assert names(meeting.publish(at=LATER)) == [["Basim"], []]


def test_the_events_team_gets_one_message_that_names_all_sessions(meeting, anna, leave):
    SpeakerFactory(session=meeting.session(title_en="Water"), participant=anna)
    InterpretationFactory(session=meeting.session(2, title_en="Waste"), interpreter=anna)
    SpeakerFactory(session=meeting.session(4, title_en="Dropped", is_cancelled=True), participant=anna)

    leave(anna, "withdrawn")

    (message,) = Message.objects.filter(kind="events.speaker_left")
    assert message.recipient == meeting.planner
    assert "Anna does not come to “Meeting 27”" in message.text
    assert "Water: 14 September 2027" in message.text
    assert "Waste: 14 September 2027" in message.text
    assert "Dropped" not in message.text


def test_nobody_is_told_of_somebody_who_is_down_for_nothing(meeting, anna, leave):
    meeting.session()
    meeting.publish()

    leave(anna, "withdrawn")

    assert not Message.objects.filter(kind="events.speaker_left").exists()
    assert meeting.edition.programme_versions.count() == 1


def test_an_interpreter_who_left_is_a_conflict_too(meeting, anna, leave):
    InterpretationFactory(session=meeting.session(title_en="Waste"), interpreter=anna)

    leave(anna, "withdrawn")

    board = board_of(meeting.edition)
    assert [(each.kind, each.person) for each in board.blocking] == [("gone", anna.pk)]
    page = browser(meeting.planner).get(f"{meeting.address}programme/conflicts/")
    assert "Anna does not come to the meeting and is still down for “Waste”." in page.text


def test_who_left_hears_no_more_of_sessions_and_answers_nothing_for_them(meeting, anna, leave):
    talk = meeting.session()
    SpeakerFactory(session=talk, participant=anna)
    hers = browser(anna.user)
    here = f"{meeting.address}my-appearances/"
    assert hers.get(here).status_code == 200

    leave(anna, "withdrawn")
    set_rules(meeting.edition, walk_minutes=15, levels={"gone": "warn"}, walks={}, actor=meeting.planner)
    meeting.publish(at=LATER)

    assert not Message.objects.filter(kind="events.programme_published").exists()
    assert hers.get(here).status_code == 404


def test_coming_back_does_not_bring_back_the_sessions(meeting, anna, leave):
    SpeakerFactory(session=meeting.session(), participant=anna, full_name="Anna", agreed=True)
    meeting.publish()
    leave(anna, "withdrawn")

    back = ParticipantFactory(edition=meeting.edition, user=anna.user, full_name="Anna")

    assert [each.person for each in board_of(meeting.edition).blocking] == [anna.pk]
    assert not back.appearances.exists()
    assert names(meeting.edition.programme_versions.first()) == [[]]


@pytest.mark.parametrize("name", ["speakers", "interpretation"])
def test_writing_a_list_again_keeps_who_left_as_who_they_are(meeting, anna, leave, name):
    talk = meeting.session()
    SpeakerFactory(session=talk, participant=anna)
    Interpretation.objects.create(session=talk, from_language="de", to_language="ar", interpreter=anna)
    leave(anna, "withdrawn")

    page = browser(meeting.planner).get(f"{meeting.address}programme/sessions/{talk.public_id}/rows/{name}/")

    assert f'<option value="{anna.pk}" selected>Anna</option>' in page.text
    assert Participant.objects.get(pk=anna.pk).state == "withdrawn"


def test_what_is_new_stays_when_somebody_is_hidden(meeting, anna, leave):
    SpeakerFactory(session=meeting.session(), participant=anna, full_name="Anna", agreed=True)
    meeting.publish(note="More water")

    leave(anna, "withdrawn")

    assert meeting.edition.programme_versions.first().news == {"en": "More water"}
