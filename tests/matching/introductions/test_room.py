"""What is written in an open room, by whom, and what waits for whom because of it."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from jisr.kernel.errors import DomainError
from jisr.kernel.policy import Refused
from jisr.matching.introductions import room
from jisr.matching.introductions.models import IntroductionNote, IntroductionStep, IntroductionVisit
from jisr.matching.introductions.services import close
from jisr.matching.introductions.states import BOTH, OTHER, Side, State, VisitState
from jisr.matching.introductions.waiting import introductions_waiting
from jisr.municipalities.states import MembershipRole
from jisr.notifications.models import Message
from tests.factories.introductions import (
    IntroductionFactory,
    IntroductionStepFactory,
    NoteFactory,
    VisitFactory,
    state_columns,
)
from tests.factories.memberships import MembershipFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
CALL = room.Call(starts_at=NOW + timedelta(days=3), where="https://video.example/room")


@pytest.fixture
def found(towns):
    return IntroductionFactory(german=towns.german, palestinian=towns.palestinian, open=True)


def key():
    return uuid4().hex


def test_a_note_tells_its_side_and_a_second_click_writes_none(towns, found):
    twice = key()
    for _click in range(2):
        note = room.add_note(found.public_id, "Hello", actor=towns.basim, at=NOW, form_key=twice)

    assert (note.side, note.written_by, IntroductionNote.objects.count()) == (Side.PALESTINIAN, towns.basim, 1)
    assert room.add_note(found.public_id, "Hi", actor=towns.adviser, at=NOW, form_key=key()).side == Side.OFFICE


def test_one_puts_only_one_s_own_notes_right(towns, found):
    mine, theirs = (NoteFactory(introduction=found, side=side) for side in BOTH)

    right = room.add_note(
        found.public_id, "Corrected", corrects=mine.public_id, actor=towns.anna, at=NOW, form_key=key()
    )
    assert right.corrects == mine
    with pytest.raises(room.NotYours):
        room.add_note(found.public_id, "x", corrects=theirs.public_id, actor=towns.anna, at=NOW, form_key=key())


@pytest.mark.parametrize("state", [state for state in State if state != State.OPEN])
def test_nothing_is_written_where_it_is_not_open(towns, state):
    found = IntroductionFactory(german=towns.german, palestinian=towns.palestinian, **state_columns(state))
    visit = VisitFactory(introduction=found)
    deeds = [
        lambda who: room.add_note(found.public_id, "x", actor=who, at=NOW, form_key=key()),
        lambda who: room.set_call(found.public_id, CALL, seen=None, actor=who, at=NOW),
        lambda who: room.cancel_call(found.public_id, actor=who, at=NOW),
        lambda who: room.add_paper(found.public_id, "x", actor=who, at=NOW, form_key=key()),
        lambda who: room.settle_visit(visit.public_id, "done", actor=who, at=NOW),
    ]
    for person in (towns.anna, towns.basim, towns.adviser):
        for deed in deeds:
            with pytest.raises(Refused):
                deed(person)


@pytest.mark.parametrize("role", [role for role in MembershipRole if role != MembershipRole.COORDINATOR])
def test_other_members_read_only(towns, found, role):
    member = MembershipFactory(confirmed=True, role=role, authority=towns.german).user

    with pytest.raises(Refused):
        room.add_note(found.public_id, "x", actor=member, at=NOW, form_key=key())


def test_setting_a_call_tells_the_other_side_and_moving_it_counts_on(towns, found):
    made = room.set_call(found.public_id, CALL, seen=None, actor=towns.anna, at=NOW)
    same = room.set_call(found.public_id, CALL, seen=0, actor=towns.anna, at=NOW)
    moved = room.set_call(
        found.public_id,
        room.Call(starts_at=CALL.starts_at + timedelta(hours=1)),
        seen=0,
        actor=towns.basim,
        at=NOW,
    )
    gone = room.cancel_call(found.public_id, actor=towns.basim, at=NOW)

    assert [row.sequence for row in (made, same, moved, gone)] == [0, 0, 1, 2]
    subjects = list(Message.objects.filter(recipient=towns.basim).values_list("subject_line", flat=True))
    assert subjects == ["A first call is set"]
    assert Message.objects.filter(recipient=towns.anna).count() == 2


def test_two_who_set_a_call_at_once_see_each_other_s_time(towns, found):
    room.set_call(found.public_id, CALL, seen=None, actor=towns.anna, at=NOW)
    other = room.Call(starts_at=CALL.starts_at + timedelta(hours=2))

    with pytest.raises(room.Settled):
        room.set_call(found.public_id, other, seen=None, actor=towns.basim, at=NOW)


def test_a_call_in_the_past_is_refused(towns, found):
    with pytest.raises(DomainError, match="time has passed"):
        room.set_call(found.public_id, room.Call(starts_at=NOW), seen=None, actor=towns.anna, at=NOW)


def test_a_visit_is_planned_then_done_or_cancelled_once(towns, found):
    days = {"begins_on": date(2026, 11, 20), "ends_on": date(2026, 11, 21)}
    visit = room.plan_visit(
        found.public_id, host="palestinian", who_goes="mayor", **days, actor=towns.anna, at=NOW, form_key=key()
    )

    for _click in range(2):
        room.settle_visit(visit.public_id, "done", actor=towns.basim, at=NOW)
    with pytest.raises(room.Settled):
        room.settle_visit(visit.public_id, "cancelled", actor=towns.basim, at=NOW)
    visit.refresh_from_db()
    assert (visit.state, visit.host_name) == (VisitState.DONE, "Palestinetown")


def test_a_visit_that_has_not_begun_is_not_done(towns, found):
    visit = VisitFactory(introduction=found, begins_on=date(2026, 11, 23))

    with pytest.raises(DomainError, match="has not begun"):
        room.settle_visit(visit.public_id, "done", actor=towns.anna, at=NOW)


def test_a_visit_ends_after_it_begins(towns, found):
    days = {"begins_on": date(2026, 11, 22), "ends_on": date(2026, 11, 21)}
    with pytest.raises(DomainError):
        room.plan_visit(found.public_id, host="german", who_goes="x", **days, actor=towns.anna, at=NOW, form_key=key())
    assert not IntroductionVisit.objects.exists()


@pytest.mark.parametrize("owner", Side)
def test_a_step_waits_for_the_people_of_its_side_alone(towns, found, owner):
    room.agree_step(
        found.public_id, "Send it", owner=owner, due_on=date(2026, 12, 1), actor=towns.anna, at=NOW, form_key=key()
    )

    people = {Side.GERMAN: towns.anna, Side.PALESTINIAN: towns.basim, Side.OFFICE: towns.adviser}
    for side, person in people.items():
        titles = [(entry.title, entry.until) for entry in introductions_waiting(person)]
        assert titles == ([("Send it", date(2026, 12, 1))] if side == owner else [])


def test_a_step_is_finished_by_its_side_or_the_office(towns, found):
    steps = [IntroductionStepFactory(introduction=found, owner=side) for side in BOTH]

    with pytest.raises(room.NotYours):
        room.finish_step(steps[1].public_id, actor=towns.anna, at=NOW)
    room.finish_step(steps[0].public_id, actor=towns.anna, at=NOW)
    room.finish_step(steps[1].public_id, actor=towns.adviser, at=NOW)
    assert not IntroductionStep.objects.filter(done_at=None).exists()
    assert introductions_waiting(towns.anna) == []


def test_steps_of_a_closed_room_wait_for_nobody(towns, found):
    step = IntroductionStepFactory(introduction=found, owner=Side.GERMAN)
    close(found.public_id, reason="x", actor=towns.anna, at=NOW)

    assert introductions_waiting(towns.anna) == []
    with pytest.raises(room.NotYours):
        room.finish_step(step.public_id, actor=towns.anna, at=NOW)


def test_a_step_in_the_past_is_refused(towns, found):
    with pytest.raises(DomainError, match="This day has passed"):
        room.agree_step(
            found.public_id, "x", owner="german", due_on=date(2026, 11, 21), actor=towns.anna, at=NOW, form_key=key()
        )


@pytest.mark.parametrize("side", BOTH)
def test_an_answer_waits_for_coordinators_of_the_silent_side(towns, side):
    answered = {f"{OTHER[side].value}_answer": "yes", f"{OTHER[side].value}_answered_at": NOW}
    found = IntroductionFactory(german=towns.german, palestinian=towns.palestinian, **answered)

    (entry,) = introductions_waiting(towns.leader(side))

    assert (entry.url, entry.until) == (found.get_absolute_url(), found.expires_on)
    assert introductions_waiting(towns.leader(OTHER[side])) == []
    assert introductions_waiting(MembershipFactory(confirmed=True, authority=towns.german).user) == []
