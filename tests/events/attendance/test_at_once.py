"""Two at the same moment: a double click, two phones, two who issue."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.core.cache import cache

from jisr.accounts.states import Role
from jisr.events.attendance.certificates import issue_all
from jisr.events.attendance.entries import Device, Entry
from jisr.events.attendance.feedback import give
from jisr.events.attendance.models import (
    BadgeCode,
    Certificate,
    CheckIn,
    FeedbackSheet,
    FeedbackUse,
)
from jisr.events.attendance.services import own_code, receive
from jisr.events.attendance.states import Direction, Problem
from jisr.events.editions.states import State
from tests.at_once import at_once, by
from tests.factories.accounts import UserFactory
from tests.factories.attendance import CheckInFactory, FeedbackFormFactory, FeedbackQuestionFactory
from tests.factories.events import EditionFactory, ParticipantFactory

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2027, 9, 14, 10, tzinfo=UTC)


@pytest.fixture
def team():
    cache.clear()
    return UserFactory(roles=[Role.EVENTS])


def entry(person, direction=Direction.IN, **more):
    return Entry(key=uuid4(), direction=direction, participant=person.public_id, **more)


def test_one_batch_sent_twice_at_once_is_kept_once(team):
    person = ParticipantFactory()
    batch = [entry(person), entry(person, Direction.OUT)]

    def send():
        return receive(person.edition, batch, actor=by(team), at=NOW)

    assert at_once(send, send) == ["done", "done"]
    assert CheckIn.objects.count() == 2


def test_two_phones_that_say_the_opposite_at_once_are_seen_to_contradict_each_other(team):
    person = ParticipantFactory()

    def phone(direction, second):
        happened = NOW - timedelta(seconds=second)
        one = entry(person, direction, device_at=happened)
        return lambda: receive(person.edition, [one], actor=by(team), at=NOW, device=Device(uuid4(), NOW))

    assert at_once(phone(Direction.IN, 30), phone(Direction.OUT, 10)) == ["done", "done"]
    assert sorted(CheckIn.objects.values_list("problem", flat=True)) == [Problem.NONE, Problem.CONTRADICTION]


def test_the_code_of_somebody_is_made_once(team):
    person = ParticipantFactory()

    assert at_once(*[lambda: own_code(person, at=NOW)] * 2) == ["done", "done"]
    assert BadgeCode.objects.count() == 1


def test_two_who_issue_at_once_issue_each_certificate_once_and_numbers_follow_each_other(team):
    edition = EditionFactory(ahead=True, state=State.HELD)
    for person in ParticipantFactory.create_batch(2, edition=edition):
        CheckInFactory(participant=person)
    other = EditionFactory(ahead=True, state=State.HELD)
    CheckInFactory(participant=ParticipantFactory(edition=other))

    def issue(where):
        return lambda: issue_all(where, actor=by(team), at=NOW)

    assert at_once(issue(edition), issue(edition), issue(other)) == ["done", "done", "done"]
    numbers = sorted(Certificate.objects.values_list("number", flat=True))
    assert numbers == ["JISR-2027-0001", "JISR-2027-0002", "JISR-2027-0003"]


def test_a_double_click_gives_feedback_once(team):
    person = ParticipantFactory()
    form = FeedbackFormFactory(edition=person.edition)
    question = FeedbackQuestionFactory(form=form)

    def click():
        return give(form, person, {question.public_id: "4"}, actor=by(person.user), at=NOW)

    assert at_once(click, click) == ["AnsweredAlready", "done"]
    assert (FeedbackSheet.objects.count(), FeedbackUse.objects.count()) == (1, 1)
