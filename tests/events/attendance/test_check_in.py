"""Check-ins: what counts, what is odd, and how somebody stands after whatever devices told."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from jisr.audit.models import Entry as Step
from jisr.events.attendance.codes import read_code
from jisr.events.attendance.entries import Device, Entry, Unreadable, corrected, read_entry
from jisr.events.attendance.figures import attended, present, session_figures
from jisr.events.attendance.models import BadgeCode, CheckIn
from jisr.events.attendance.services import badge_codes, own_code, receive, renew_badge, settle
from jisr.events.attendance.states import Direction, Problem
from jisr.events.registration.states import ParticipantState
from jisr.kernel.policy import Refused
from jisr.kernel.workflow import IllegalMove
from tests.factories.accounts import UserFactory
from tests.factories.attendance import BadgeCodeFactory, CheckInFactory
from tests.factories.events import ParticipantFactory, RoomFactory, SessionFactory

pytestmark = pytest.mark.django_db
NOON = datetime(2027, 9, 14, 10, tzinfo=UTC)
IN, OUT = Direction.IN, Direction.OUT


def entry(who=None, direction=IN, **more):
    named = {"participant": who.public_id} if who else {}
    return Entry(key=uuid4(), direction=direction, **named, **more)


def sent(door, *entries, at=NOON, device=None, actor=None):
    return [one.check_in for one in receive(door.edition, entries, actor=actor or door.helper, at=at, device=device)]


def test_somebody_from_the_list_is_in(door):
    person = ParticipantFactory(edition=door.edition)

    (row,) = sent(door, entry(person))

    assert (row.participant, row.direction, row.problem, row.counts) == (person, IN, Problem.NONE, True)
    assert (row.happened_at, row.received_at, row.given_by) == (NOON, NOON, door.helper)
    assert present(door.edition) == 1
    (step,) = Step.objects.filter(action="events.check_ins_received")
    assert step.changes == {"new": [None, 1], "odd": [None, 0]}


def test_the_code_of_a_badge_is_known_however_it_is_typed(door):
    code = BadgeCodeFactory(participant__edition=door.edition, code="7K2M9QXA01TB")

    (row,) = sent(door, entry(code=read_code(" 7k2m-9qxa-oitb ")))

    assert (row.participant, row.problem) == (code.participant, Problem.NONE)


def test_sending_the_same_again_changes_nothing(door):
    person = ParticipantFactory(edition=door.edition)
    batch = [entry(person), entry(person, OUT)]

    first = receive(door.edition, batch, actor=door.helper, at=NOON)
    again = receive(door.edition, [*batch, batch[0]], actor=door.team, at=NOON + timedelta(hours=1))

    assert [one.is_new for one in first] == [True, True]
    assert [one.is_new for one in again] == [False, False]
    assert [one.check_in.pk for one in again] == [one.check_in.pk for one in first]
    assert CheckIn.objects.count() == 2
    assert Step.objects.filter(action="events.check_ins_received").count() == 1


@pytest.mark.parametrize("actor", ["outsider", "other helper", "participant"])
def test_only_the_team_and_those_named_for_this_meeting_check_in(door, actor):
    person = ParticipantFactory(edition=door.edition)
    from tests.factories.attendance import CheckInPersonFactory  # noqa: PLC0415 - one case alone needs it

    people = {
        "outsider": UserFactory,
        "other helper": lambda: CheckInPersonFactory().user,
        "participant": lambda: person.user,
    }
    with pytest.raises(Refused):
        receive(door.edition, [entry(person)], actor=people[actor](), at=NOON)
    assert CheckIn.objects.count() == 0


def test_an_unknown_code_is_kept_and_counts_for_nobody(door):
    (row,) = sent(door, entry(code="ZZZZZZZZZZZZ"))

    assert (row.participant, row.problem, row.counts, row.code_given) == (
        None,
        Problem.UNKNOWN_CODE,
        False,
        "ZZZZZZZZZZZZ",
    )


def test_the_badge_of_another_meeting_is_unknown_here(door):
    foreign = BadgeCodeFactory()

    rows = sent(door, entry(code=foreign.code), entry(foreign.participant))

    assert [(row.participant, row.problem) for row in rows] == [(None, Problem.UNKNOWN_CODE)] * 2


def test_a_session_of_another_meeting_is_no_place_here(door):
    person = ParticipantFactory(edition=door.edition)

    (row,) = sent(door, entry(person, session=SessionFactory().public_id))

    assert (row.problem, row.counts, row.session) == (Problem.PLACE, False, None)
    assert present(door.edition) == 0


@pytest.mark.parametrize("state", [ParticipantState.WITHDRAWN, ParticipantState.REPLACED, ParticipantState.WAITING])
def test_somebody_without_a_place_is_kept_and_does_not_count(door, state):
    person = ParticipantFactory(edition=door.edition, state=state)
    code = BadgeCodeFactory(participant=person)

    (row,) = sent(door, entry(code=code.code))

    assert (row.participant, row.problem, row.counts) == (person, Problem.NOT_COMING, False)


def test_a_lost_badge_is_not_taken_once_there_is_a_new_one(door):
    person = ParticipantFactory(edition=door.edition)
    old = own_code(person, at=NOON)

    new = renew_badge(person, actor=door.team, at=NOON)
    found, fresh = sent(door, entry(code=old.code), entry(code=new.code))

    assert (found.problem, found.counts) == (Problem.OLD_BADGE, False)
    assert (fresh.problem, fresh.counts) == (Problem.NONE, True)
    with pytest.raises(IntegrityError), transaction.atomic():
        BadgeCodeFactory(participant=person)


def test_the_last_by_the_time_when_it_happened_tells_how_somebody_stands(door):
    person = ParticipantFactory(edition=door.edition)
    sent(door, entry(person, OUT, device_at=NOON), device=Device(uuid4(), NOON))

    late = entry(person, IN, device_at=NOON - timedelta(hours=2))
    (row,) = sent(door, late, at=NOON + timedelta(hours=1), device=Device(uuid4(), NOON + timedelta(hours=1)))

    assert (row.problem, row.counts) == (Problem.NONE, True)
    assert present(door.edition) == 0  # going out came later, though it was told first


def test_a_phone_that_is_hours_wrong_is_put_right(door):
    person = ParticipantFactory(edition=door.edition)
    wrong = NOON + timedelta(hours=5)  # what the phone believes while it sends

    rows = sent(
        door,
        entry(person, IN, device_at=wrong - timedelta(minutes=30)),
        entry(person, OUT, device_at=wrong - timedelta(minutes=5)),
        device=Device(uuid4(), wrong),
    )

    by_direction = {row.direction: row for row in rows}
    assert by_direction[IN].happened_at == NOON - timedelta(minutes=30)
    assert by_direction[OUT].happened_at == NOON - timedelta(minutes=5)
    assert {row.offset_seconds for row in rows} == {-5 * 60 * 60}
    assert {row.problem for row in rows} == {Problem.NONE}


@pytest.mark.parametrize(
    ("device_at", "sent_at"),
    [
        (datetime(1970, 1, 1, tzinfo=UTC), NOON),
        (datetime(1970, 1, 1, tzinfo=UTC), datetime(1970, 1, 1, tzinfo=UTC)),
        (datetime(9999, 12, 31, 23, tzinfo=UTC), NOON - timedelta(days=300)),
        (datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)),
    ],
)
def test_a_time_that_cannot_be_right_is_kept_and_does_not_count(door, device_at, sent_at):
    person = ParticipantFactory(edition=door.edition)

    (row,) = sent(door, entry(person, device_at=device_at), device=Device(uuid4(), sent_at))

    assert (row.problem, row.counts, row.happened_at) == (Problem.CLOCK, False, NOON)


def test_nothing_happens_in_the_future():
    moment = corrected(NOON + timedelta(minutes=3), Device(), NOON)

    assert (moment.happened_at, moment.is_credible) == (NOON, True)


def test_two_devices_that_say_the_opposite_are_listed_and_the_last_one_holds(door):
    person = ParticipantFactory(edition=door.edition)
    (first,) = sent(door, entry(person, IN, device_at=NOON), device=Device(uuid4(), NOON))
    later = NOON + timedelta(minutes=4)

    (row,) = sent(door, entry(person, OUT, device_at=later), at=later, device=Device(uuid4(), later))

    assert (row.problem, row.against, row.counts) == (Problem.CONTRADICTION, first, True)
    assert present(door.edition) == 0
    settle(row.key, counts=False, actor=door.team, at=later)
    assert present(door.edition) == 1


def test_one_device_may_correct_itself_and_two_may_say_the_same(door):
    person, phone, other = ParticipantFactory(edition=door.edition), uuid4(), uuid4()
    minute = timedelta(minutes=1)

    rows = sent(
        door,
        entry(person, IN, device_at=NOON - 3 * minute),
        entry(person, OUT, device_at=NOON - 2 * minute),
        device=Device(phone, NOON),
    )
    rows += sent(door, entry(person, OUT, device_at=NOON), device=Device(other, NOON))

    assert [row.problem for row in rows] == [Problem.NONE, Problem.NONE, Problem.CONTRADICTION]
    assert rows[2].against.direction == IN


def test_a_session_holds_as_many_as_there_are_places_and_who_is_in_it_counts_all_the_same(door):
    session = SessionFactory(edition=door.edition, room=RoomFactory(capacity=2))
    people = ParticipantFactory.create_batch(3, edition=door.edition)

    rows = sent(door, *[entry(person, session=session.public_id) for person in people])
    again = sent(door, entry(people[0], session=session.public_id))

    assert [row.problem for row in rows] == [Problem.NONE, Problem.NONE, Problem.FULL]
    assert [row.problem for row in again] == [Problem.NONE]
    (figures,) = session_figures(door.edition)
    assert (figures.inside, figures.were_in, figures.seats, figures.is_full) == (3, 3, 2, True)
    sent(door, entry(people[1], OUT, session=session.public_id), at=NOON + timedelta(minutes=1))
    (figures,) = session_figures(door.edition)
    assert (figures.inside, figures.were_in) == (2, 3)
    assert present(door.edition) == 0  # nobody was checked in at the door


def test_days_are_those_of_the_zone_of_the_meeting(door):
    person = ParticipantFactory(edition=door.edition)
    session = SessionFactory(edition=door.edition, minutes=90)
    for happened in (datetime(2027, 9, 13, 21, 30, tzinfo=UTC), datetime(2027, 9, 13, 22, 30, tzinfo=UTC)):
        CheckInFactory(participant=person, happened_at=happened)  # 23.30 and 0.30 in Berlin
    for happened in (NOON, NOON + timedelta(hours=1)):
        CheckInFactory(participant=person, session=session, happened_at=happened)
    CheckInFactory(participant=person, happened_at=NOON + timedelta(days=1), counts=False, problem=Problem.OLD_BADGE)
    CheckInFactory(participant=person, happened_at=NOON + timedelta(days=2), direction=OUT)

    mine = attended(door.edition)[person.pk]

    assert (len(mine.days), mine.sessions, mine.minutes, mine.hours) == (2, {session.pk}, 90, 1.5)


def test_settling_is_the_team_s_and_can_be_changed(door):
    person = ParticipantFactory(edition=door.edition, state=ParticipantState.WITHDRAWN)
    (row,) = sent(door, entry(person))
    with pytest.raises(Refused):
        settle(row.key, counts=True, actor=door.helper, at=NOON)

    settle(row.key, counts=True, actor=door.team, at=NOON)
    settle(row.key, counts=True, actor=door.team, at=NOON + timedelta(hours=1))
    row.refresh_from_db()
    assert (row.counts, row.settled_at, row.settled_by) == (True, NOON, door.team)
    assert Step.objects.filter(action="events.check_in_settled").count() == 1
    assert settle(row.key, counts=False, actor=door.team, at=NOON).counts is False


def test_nobody_is_made_up_for_an_unknown_code_and_what_is_not_odd_is_not_settled(door):
    unknown, plain = sent(door, entry(code="ZZZZZZZZZZZZ"), entry(ParticipantFactory(edition=door.edition)))
    with pytest.raises(IllegalMove):
        settle(unknown.key, counts=True, actor=door.team, at=NOON)
    with pytest.raises(IllegalMove):
        settle(plain.key, counts=False, actor=door.team, at=NOON)
    assert settle(unknown.key, counts=False, actor=door.team, at=NOON).settled_at == NOON
    with pytest.raises(IntegrityError), transaction.atomic():
        CheckIn.objects.filter(pk=unknown.pk).update(counts=True)


def test_everybody_who_comes_has_one_code_and_keeps_it(door):
    ParticipantFactory.create_batch(3, edition=door.edition)
    ParticipantFactory(edition=door.edition, waiting=True)

    codes = badge_codes(door.edition, actor=door.team, at=NOON)
    again = badge_codes(door.edition, actor=door.team, at=NOON)

    assert len(codes) == 3
    assert {row.code for row in codes.values()} == {row.code for row in again.values()}
    assert BadgeCode.objects.count() == 3
    with pytest.raises(Refused):
        badge_codes(door.edition, actor=door.helper, at=NOON)


@pytest.mark.parametrize("count", [1, 3, 100])
def test_a_batch_asks_as_little_of_the_database_for_one_as_for_many_but_for_its_rows(
    door, count, django_assert_max_num_queries
):
    people = ParticipantFactory.create_batch(count, edition=door.edition)

    with django_assert_max_num_queries(18 + count):
        receive(door.edition, [entry(person) for person in people], actor=door.helper, at=NOON)


@pytest.mark.parametrize(
    "sent_entry",
    [
        None,
        "in",
        [],
        {},
        {"key": str(uuid4()), "direction": "in"},
        {"key": "no key", "direction": "in", "code": "A"},
        {"key": 7, "direction": "in", "code": "A"},
        {"direction": "in", "code": "A"},
        {"key": str(uuid4()), "direction": "sideways", "code": "A"},
        {"key": str(uuid4()), "direction": ["in"], "code": "A"},
        {"key": str(uuid4()), "direction": "in", "code": {"a": 1}},
        {"key": str(uuid4()), "direction": "in", "code": "A", "at": "yesterday"},
        {"key": str(uuid4()), "direction": "in", "code": "A", "at": 17},
        {"key": str(uuid4()), "direction": "in", "code": "A", "at": "0001-01-01T00:00:00+14:00"},
        {"key": str(uuid4()), "direction": "in", "participant": "../../etc"},
    ],
)
def test_what_is_no_check_in_is_said_to_be_none(sent_entry):
    with pytest.raises(Unreadable):
        read_entry(sent_entry)


def test_whatever_is_typed_as_a_code_is_kept_harmless():
    read = read_entry({"key": str(uuid4()), "direction": "in", "code": "<script>\x00'; drop" + "A" * 500})

    assert read.code == "SCR1PTDR0P" + "A" * 44
