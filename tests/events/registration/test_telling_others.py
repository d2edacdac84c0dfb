"""Coordinators hear what became of those whom they registered; the office and the person of a refused release."""

import pytest

from jisr.accounts.states import Role
from jisr.events.models import Participant, ParticipantKind
from jisr.events.registration.changing import say_release
from jisr.events.registration.services import decide
from jisr.events.registration.states import Release
from jisr.notifications.models import Message
from tests.events.registration.conftest import NOW
from tests.factories.accounts import UserFactory
from tests.factories.memberships import MembershipFactory

pytestmark = pytest.mark.django_db
DECIDED, REFUSED = "events.registration_decided", "events.release_refused"


@pytest.fixture
def applied(meeting):
    ParticipantKind.objects.update(entry="approval")
    meeting.kind.refresh_from_db()
    meeting.delegation(3)
    return list(Participant.objects.order_by("pk").values_list("public_id", flat=True))


def test_one_message_tells_the_coordinator_of_all_who_were_decided_about_together(meeting, applied):
    meeting.places(2)
    meeting.sign_up()  # of nobody's delegation
    people = Participant.objects.values_list("public_id", flat=True)
    decide(meeting.edition, people, is_yes=True, actor=meeting.office, at=NOW)

    message = Message.objects.get(kind=DECIDED)
    assert message.recipient == meeting.anna
    assert message.subject_line == "Decision about Delegate 0, Delegate 1, Delegate 2"
    assert "Confirmed places: Delegate 0, Delegate 1\nOn the waiting list: Delegate 2\n" in message.text
    assert "No place" not in message.text
    assert "Confirmed places: Delegate 0, Delegate 1<br>" in message.html
    assert message.url.endswith(f"/my-delegation/?for=authority-{meeting.town.pk}")
    decide(meeting.edition, people, is_yes=True, actor=meeting.office, at=NOW)
    assert Message.objects.filter(kind=DECIDED).count() == 1


def test_she_reads_the_reason_of_a_no_in_her_language(meeting, applied):
    type(meeting.anna).objects.filter(pk=meeting.anna.pk).update(preferred_language="de")
    decide(meeting.edition, applied[:1], is_yes=False, reason="Too far away.", actor=meeting.office, at=NOW)

    message = Message.objects.get(kind=DECIDED)
    assert (message.language, message.subject_line) == ("de", "Entscheidung über Delegate 0")
    assert "Kein Platz: Delegate 0\n" in message.text
    assert "Too far away." in message.text


def test_who_no_longer_coordinates_the_body_reads_nothing(meeting, applied):
    meeting.anna.memberships.all().delete()
    decide(meeting.edition, applied, is_yes=True, actor=meeting.office, at=NOW)

    assert not Message.objects.filter(kind=DECIDED).exists()


def test_a_refused_release_is_told_to_the_office_and_the_person_once(meeting):
    ParticipantKind.objects.update(entry="open")
    row = meeting.sign_up(body=None)
    row.authority = meeting.town
    row.save()
    other = UserFactory(roles=[Role.EVENTS])
    mayor = MembershipFactory(confirmed=True, role="mayor", authority=meeting.town).user
    for _time in range(2):
        say_release(row.public_id, Release.REFUSED, note="Elections.", actor=mayor, at=NOW)

    told = {message.recipient: message for message in Message.objects.filter(kind=REFUSED)}
    assert set(told) == {meeting.office, other, row.user}
    assert f"{row.full_name} cannot be released by Hometown for “Conference”." in told[other].text
    assert "Your employer (Hometown) cannot release you for “Conference”." in told[row.user].text
    assert ["Elections." in message.text for message in told.values()] == [True] * 3
