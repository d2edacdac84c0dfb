"""What does not fit: every kind, its edges, and how fast it is found. No database."""

import random
from datetime import UTC, datetime, timedelta
from itertools import combinations
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr.events.agenda.conflicts import (
    MOST_OF_A_KIND,
    Channel,
    Closed,
    Commitment,
    Found,
    Setting,
    Slot,
    Voice,
    find,
    overlapping,
)
from jisr.events.agenda.states import ConflictKind as Kind

NINE = datetime(2027, 9, 14, 7, tzinfo=UTC)


def slot(key, begins=0, minutes=60, **columns):
    start = NINE + timedelta(minutes=begins)
    columns.setdefault("languages", ("de", "ar"))
    return Slot(key=key, starts_at=start, ends_at=start + timedelta(minutes=minutes), **columns)


def at(minutes):
    return NINE + timedelta(minutes=minutes)


def found(*slots, **setting):
    return find(slots, Setting(**setting))


def test_two_sessions_at_once_in_a_room_are_found_and_neighbours_are_not():
    assert found(slot(1, room=7), slot(2, 59, room=7)) == [Found(Kind.ROOM, (1, 2))]
    assert found(slot(1, room=7), slot(2, 60, room=7)) == []
    assert found(slot(1, room=7), slot(2, room=8)) == []
    assert found(slot(1), slot(2)) == []


def test_three_at_once_are_three_pairs():
    assert found(slot(1, room=7), slot(2, 10, room=7), slot(3, 20, room=7)) == [
        Found(Kind.ROOM, (1, 2)),
        Found(Kind.ROOM, (1, 3)),
        Found(Kind.ROOM, (2, 3)),
    ]


@pytest.mark.parametrize(
    ("begins", "ends", "is_found"),
    [(0, None, True), (59, None, True), (60, None, False), (-60, 0, False), (-60, 1, True), (30, 40, True)],
)
def test_a_room_that_is_closed_meanwhile(begins, ends, is_found):
    closed = Closed(7, at(begins), at(ends) if ends is not None else None)

    assert found(slot(1, room=7), closed=[closed]) == ([Found(Kind.CLOSED, (1,))] if is_found else [])


def test_who_speaks_in_two_sessions_at_once():
    voices = (Voice("ada"),)

    assert found(slot(1, voices=voices), slot(2, 30, voices=voices)) == [Found(Kind.PERSON, (1, 2), "ada")]
    assert found(slot(1, voices=voices), slot(2, 60, voices=voices)) == []


def test_an_interpreter_does_one_thing_at_a_time():
    channel = (Channel("de", "ar", 5),)

    assert found(slot(1, channels=channel), slot(2, 30, channels=channel)) == [Found(Kind.INTERPRETER, (1, 2), 5)]
    assert found(slot(1, channels=channel), slot(2, 30, voices=(Voice(5),))) == [Found(Kind.INTERPRETER, (1, 2), 5)]
    assert found(slot(1, channels=channel, voices=(Voice(5),))) == [Found(Kind.INTERPRETER, (1,), 5)]
    both_ways = (Channel("de", "ar", 5), Channel("ar", "de", 5))
    assert found(slot(1, channels=both_ways)) == []


def test_who_works_in_a_session_is_expected_nowhere_else():
    talk = Commitment(5, at(30), at(45), "Talk with Nablus")

    assert found(slot(1, voices=(Voice(5),)), commitments=[talk]) == [
        Found(Kind.DELEGATE, (1,), 5, ("Talk with Nablus",))
    ]
    assert found(slot(1, voices=(Voice(6),)), commitments=[talk]) == []
    assert found(slot(1, voices=(Voice(5),)), commitments=[talk._replace(starts_at=at(60), ends_at=at(75))]) == []


def test_two_commitments_of_one_person_that_overlap():
    one, other = Commitment(5, at(0), at(60), "Group A"), Commitment(5, at(30), at(90), "Group B")

    assert found(commitments=[one, other]) == [Found(Kind.DELEGATE, (), 5, ("Group A", "Group B"))]
    assert found(commitments=[one, other._replace(participant_id=6)]) == []


def test_having_signed_up_for_the_session_in_which_one_speaks_is_no_conflict():
    own = Commitment(5, at(0), at(60), "Session 1", session=1)

    assert found(slot(1, voices=(Voice(5),)), commitments=[own]) == []
    assert found(slot(2, voices=(Voice(5),)), commitments=[own]) == [Found(Kind.DELEGATE, (2, 1), 5, ("Session 1",))]


def test_the_way_between_two_houses_takes_its_time():
    voices = (Voice("ada"),)
    here, there = slot(1, venue=1, voices=voices), slot(2, 70, venue=2, voices=voices)

    assert found(here, there, walk_minutes=15) == [Found(Kind.WALKING, (1, 2), "ada", (15, 10))]
    assert found(here, there, walk_minutes=10) == []
    assert found(here, there, walk_minutes=15, walks={(1, 2): 5}) == []
    assert found(here, there, walk_minutes=0, walks={(1, 2): 11}) == [Found(Kind.WALKING, (1, 2), "ada", (11, 10))]
    assert found(here, slot(2, 60, venue=1, voices=voices), walk_minutes=15) == []
    assert found(here, slot(2, 60, voices=voices), walk_minutes=15) == []


def test_a_room_must_hold_who_comes():
    assert found(slot(1, capacity=20, need=21)) == [Found(Kind.CAPACITY, (1,), None, (21, 20))]
    assert found(slot(1, capacity=20, need=20), slot(2, need=500)) == []


def test_a_speaker_whom_nobody_interprets():
    arabic = (Voice("ada", frozenset({"ar"})),)
    german = {"voices": arabic, "languages": ("de",)}

    assert Found(Kind.LANGUAGE, (1,), "ada", ("ar",)) in found(slot(1, **german))
    interpreted = slot(1, **german, channels=(Channel("ar", "de", 5), Channel("de", "ar", 6)))
    assert found(interpreted) == []
    assert found(slot(1, voices=(Voice("ada"),))) == []


def test_a_side_that_does_not_understand():
    assert found(slot(1, languages=("de",))) == [Found(Kind.AUDIENCE, (1,), None, ("ar",))]
    assert found(slot(1, languages=("en",))) == [Found(Kind.AUDIENCE, (1,), None, ("de", "ar"))]
    assert found(slot(1, languages=("de",), channels=(Channel("de", "ar", 5),))) == []
    assert found(slot(1, languages=("de",), is_break=True), slot(2, languages=())) == []


def test_interpretation_without_an_interpreter():
    assert found(slot(1, channels=(Channel("de", "en"),))) == [Found(Kind.UNSTAFFED, (1,), None, ("de", "en"))]


def test_sessions_outside_the_days_of_the_meeting():
    span = (at(0), at(60))

    assert found(slot(1), slot(2, 1), slot(3, -1), span=span) == [
        Found(Kind.OUTSIDE, (2,)),
        Found(Kind.OUTSIDE, (3,)),
    ]
    assert found(slot(1, 99999)) == []


def test_what_nobody_looks_for_is_not_found():
    slots = [slot(1, room=7), slot(2, room=7)]

    assert find(slots, Setting(), without=frozenset({Kind.ROOM})) == []


times = st.tuples(st.integers(0, 300), st.integers(5, 120))


@given(st.lists(times, max_size=25))
def test_the_sweep_finds_the_same_pairs_as_looking_at_all_of_them(drawn):
    slots = [slot(key, begins, minutes) for key, (begins, minutes) in enumerate(drawn)]

    swept = {tuple(sorted((one.key, other.key))) for one, other in overlapping(slots)}

    assert swept == {
        (one.key, other.key)
        for one, other in combinations(slots, 2)
        if one.starts_at < other.ends_at and other.starts_at < one.ends_at
    }


def test_two_thousand_slots_are_checked_within_a_second():
    chance = random.Random(27)  # noqa: S311 - the same slots each time
    slots = [
        slot(
            key,
            chance.randrange(0, 4 * 24 * 60, 15),
            45,
            room=chance.randrange(60),
            venue=chance.randrange(6),
            capacity=40,
            need=chance.randrange(50),
            voices=tuple(Voice(chance.randrange(1500), frozenset({"de"})) for _each in range(3)),
            channels=(Channel("de", "ar", 2000 + chance.randrange(40)),),
        )
        for key in range(2000)
    ]
    commitments = [
        Commitment(chance.randrange(1500), at(begins), at(begins + 20), f"Talk {number}")
        for number in range(3000)
        if (begins := chance.randrange(0, 4 * 24 * 60, 20)) is not None
    ]
    setting = Setting(commitments=commitments, walk_minutes=15, span=(at(0), at(4 * 24 * 60)))

    start = process_time()
    result = find(slots, setting)

    assert process_time() - start < 1
    assert {each.kind for each in result} >= {Kind.ROOM, Kind.PERSON, Kind.INTERPRETER, Kind.DELEGATE, Kind.CAPACITY}


def test_two_thousand_sessions_in_one_room_at_one_time_do_not_tell_two_million_conflicts():
    start = process_time()
    result = find([slot(key, room=1) for key in range(2000)], Setting())

    assert process_time() - start < 1
    assert len(result) == MOST_OF_A_KIND
