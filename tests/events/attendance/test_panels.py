"""What attendance shows elsewhere: panels, the workspace, files of lists."""

import csv
from datetime import UTC, datetime, timedelta

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import timezone

from jisr.accounts.states import Role
from jisr.events.attendance.models import FeedbackAnswer, FeedbackSheet
from jisr.events.attendance.states import Problem, QuestionKind
from jisr.events.attendance.waiting import attendance_waiting
from jisr.events.editions.states import State
from jisr.exports import tables
from jisr.web import panels
from tests.factories.accounts import UserFactory
from tests.factories.attendance import (
    CertificateFactory,
    CheckInFactory,
    CheckInPersonFactory,
    FeedbackFormFactory,
    FeedbackQuestionFactory,
    SeminarRuleFactory,
)
from tests.factories.events import EditionFactory, ParticipantFactory, SessionFactory
from tests.factories.memberships import MembershipFactory

pytestmark = pytest.mark.django_db


def shown(subject, person, thing):
    """The markup of our panel, or nothing."""
    request = RequestFactory().get("/")
    request.user = person
    mine = [
        panel for panel in panels.panels_for(subject, request, thing) if panel.template.startswith("events/attendance/")
    ]
    return "".join(render_to_string(panel.template, {"panel": panel.context}, request) for panel in mine)


def test_the_desk_shows_who_is_in_and_what_is_to_do(door):
    person = CheckInFactory(participant__edition=door.edition).participant
    CheckInFactory(participant=person, problem=Problem.OLD_BADGE, counts=False)
    CertificateFactory(participant=person)
    FeedbackFormFactory(edition=door.edition)
    SeminarRuleFactory(purpose="meeting", edition=door.edition, valid_from=door.edition.start_on)

    team, helper = (shown("edition_desk", who, door.edition) for who in (door.team, door.helper))

    assert "1 of 1" in team
    for rest in ("problems/", "certificates/", "feedback/results/", "badges/"):
        assert rest in team
        assert rest not in helper
    assert "Without a seminar that is required" in team
    assert "1 of 1" in helper
    assert shown("edition_desk", UserFactory(roles=[Role.ADVISER]), door.edition) == ""


def test_one_s_own_participation_shows_the_code_to_oneself_alone(door):
    person = ParticipantFactory(edition=door.edition)
    leader = MembershipFactory(coordinator=True, authority=person.authority).user

    text = shown("participation", person.user, person)

    assert '<svg class="qr"' in text
    assert str(person.badge_codes.get()) in text
    assert "my-attendance/" in text
    for other in (leader, door.team, UserFactory()):
        assert shown("participation", other, person) == ""
    waiting = ParticipantFactory(edition=door.edition, waiting=True)
    assert shown("participation", waiting.user, waiting) == ""


def test_it_tells_of_the_seminar_the_certificate_and_feedback(door):
    person = ParticipantFactory(edition=door.edition)
    SeminarRuleFactory(purpose="meeting", edition=door.edition, valid_from=door.edition.start_on)
    now = timezone.now()
    FeedbackFormFactory(edition=door.edition, opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=1))
    certificate = CertificateFactory(participant=person)

    text = shown("participation", person.user, person)

    assert "This meeting asks for a certificate of “seminar” that is not older than 36 months." in text
    assert certificate.number in text
    assert "my-feedback/" in text


def test_who_sent_somebody_without_an_account_finds_their_certificate(door):
    person = ParticipantFactory(edition=door.edition, user=None)
    leader = MembershipFactory(coordinator=True, authority=person.authority).user
    assert shown("participation", leader, person) == ""

    certificate = CertificateFactory(participant=person, had_account=False)

    assert certificate.number in shown("participation", leader, person)
    assert certificate.number in shown("participation", door.team, person)
    assert shown("participation", MembershipFactory(coordinator=True).user, person) == ""


def titles(person):
    return [str(entry.title) for entry in attendance_waiting(person)]


def test_what_waits_for_a_participant_and_a_helper(door):
    now = timezone.now()
    person = ParticipantFactory(edition=door.edition)
    FeedbackFormFactory(edition=door.edition, opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=1))
    running = CheckInPersonFactory(edition=EditionFactory(ahead=True, title_en="Seminar", state=State.RUNNING))

    assert titles(person.user) == ["Give feedback on Conference"]
    assert titles(running.user) == ["Check people in at Seminar"]
    assert titles(door.helper) == []
    assert titles(UserFactory()) == []


def test_what_waits_for_the_events_team_until_it_is_done(door):
    door.edition.state = State.HELD
    door.edition.save()
    person = CheckInFactory(participant__edition=door.edition).participant
    odd = CheckInFactory(participant=person, problem=Problem.OLD_BADGE, counts=False)
    form = FeedbackFormFactory(edition=door.edition)
    sheet = FeedbackSheet.objects.create(form=form, side="DE")
    words = FeedbackQuestionFactory(form=form, kind=QuestionKind.TEXT)
    answer = FeedbackAnswer.objects.create(sheet=sheet, question=words, text="Well")
    FeedbackAnswer.objects.create(sheet=sheet, question=FeedbackQuestionFactory(form=form), number=3)

    assert titles(door.team) == [
        "Check-ins to settle: Conference",
        "Issue certificates: Conference",
        "Read words of feedback: Conference",
    ]
    odd.settled_at = datetime.now(UTC)
    odd.save()
    CertificateFactory(participant=person)
    answer.is_released = False
    answer.save()
    assert titles(door.team) == []


def test_attendance_as_a_file_holds_those_who_come_and_is_the_team_s(door, browser):
    session = SessionFactory(edition=door.edition)
    person = ParticipantFactory(edition=door.edition, full_name="=Laila")
    CheckInFactory(participant=person, session=session)
    CheckInFactory(participant=person, session=session, direction="out")
    certificate = CertificateFactory(participant=person)
    ParticipantFactory(edition=door.edition, waiting=True)
    ParticipantFactory()
    address = f"/en/workspace/exports/attendance.csv?meeting={door.edition.slug}"

    response = browser(door.team).get(address)

    assert response.status_code == 200
    rows = list(csv.reader(b"".join(response.streaming_content).decode("utf-8-sig").splitlines()))
    assert len(rows) == 2
    assert rows[1][4] == "1"
    assert rows[1][7] == certificate.number
    assert browser(UserFactory(roles=[Role.ADVISER])).get(address).status_code == 404


def test_figures_of_feedback_as_a_file_are_held_back_like_the_page(door):
    form = FeedbackFormFactory(edition=door.edition)
    question = FeedbackQuestionFactory(form=form)
    table, asked = tables.find("feedback"), QueryDict(f"meeting={door.edition.slug}")

    def answer(number):
        sheet = FeedbackSheet.objects.create(form=form, side="DE")
        FeedbackAnswer.objects.create(sheet=sheet, question=question, number=number)

    for number in (1, 2, 4, 4):
        answer(number)
    assert list(table.rows(door.team, asked)) == []
    answer(5)

    (row,) = table.rows(door.team, asked)
    assert [column.value(row) for column in table.columns] == [
        "How was it?",
        "scale from 1 to 5",
        5,
        3.2,
        1,
        1,
        0,
        2,
        1,
    ]


def test_the_office_finds_it_on_the_page_of_the_meeting(door, browser):
    CheckInFactory(participant__edition=door.edition)

    text = browser(door.team).get(f"/en/workspace/meetings/{door.edition.slug}/").text

    assert "1 of 1" in text
    assert f"/en/workspace/meetings/{door.edition.slug}/check-in/" in text
    back = browser(door.team).get(f"/en/workspace/meetings/{door.edition.slug}/attendance/").text
    assert f'href="/en/workspace/meetings/{door.edition.slug}/"' in back
