"""Rooms that are free and big enough, and the grid of a day. No database."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from jisr.events.agenda import grid
from jisr.events.agenda.conflicts import Closed, Setting, Slot, find
from jisr.events.agenda.placing import Space, fitting, spread
from jisr.events.agenda.states import ConflictKind

NINE = datetime(2027, 9, 14, 7, tzinfo=UTC)
TEN, ELEVEN = NINE + timedelta(hours=1), NINE + timedelta(hours=2)
SPACES = [
    Space(key=1, venue=1, capacity=100, is_step_free=True),
    Space(key=2, venue=1, capacity=20),
    Space(key=3, venue=2, capacity=30, is_step_free=True),
    Space(key=4, venue=2),
]


def slot(key, room, *, need=0, venue=1, starts_at=NINE, minutes=60):
    ends_at = starts_at + timedelta(minutes=minutes)
    return Slot(key=key, starts_at=starts_at, ends_at=ends_at, room=room, venue=venue, need=need)


def keys(spaces):
    return [space.key for space in spaces]


def test_the_same_house_comes_first_then_the_smallest_that_is_big_enough_then_what_nobody_counted():
    spaces = [*SPACES, Space(key=5, venue=1, capacity=50)]

    assert keys(fitting(slot(9, None, need=20), spaces, [], [])) == [2, 5, 1, 3, 4]
    assert keys(fitting(slot(9, None, need=21), spaces, [], [])) == [5, 1, 3, 4]


def test_rooms_in_use_or_closed_are_left_out_and_neighbours_in_time_do_not_count():
    taken = [slot(8, 2), slot(7, 3, starts_at=TEN)]
    closed = [Closed(4, NINE + timedelta(minutes=30), None)]

    assert keys(fitting(slot(9, 1), SPACES, taken, closed)) == [3]


def test_who_is_in_a_room_without_steps_is_not_sent_up_the_stairs():
    assert keys(fitting(slot(9, 1, need=10), SPACES, [], [])) == [3]


def test_two_sessions_are_never_sent_to_the_same_place_and_the_larger_one_chooses_first():
    spaces = [Space(key=key, venue=1, capacity=size) for key, size in ((1, 100), (2, 60), (3, 30))]
    homeless = [slot(1, 1, need=10), slot(2, 1, need=50), slot(3, 1, need=25, starts_at=TEN)]

    found = spread(homeless, spaces, homeless, [Closed(1, NINE, None)])

    assert {key: keys(rooms)[:1] for key, rooms in found.items()} == {1: [3], 2: [2], 3: [3]}


starts = st.integers(0, 6)


@given(st.lists(st.tuples(starts, st.integers(1, 120)), max_size=12))
def test_moving_everybody_to_their_first_choice_makes_no_new_conflict(drawn):
    spaces = [Space(key=key, venue=1, capacity=150) for key in range(1, 6)]
    homeless = [
        slot(key, 1, need=need, starts_at=NINE + timedelta(minutes=30 * begins))
        for key, (begins, need) in enumerate(drawn, 10)
    ]
    found = spread(homeless, spaces, homeless, [Closed(1, NINE, None)])

    moved = [
        Slot(key=each.key, starts_at=each.starts_at, ends_at=each.ends_at, room=found[each.key][0].key)
        for each in homeless
        if found[each.key]
    ]

    kinds = {each.kind for each in find(moved, Setting())}
    assert ConflictKind.ROOM not in kinds


def placed(column, begins, minutes, thing):
    start = NINE + timedelta(minutes=begins)
    return grid.Placed(column, start, start + timedelta(minutes=minutes), thing)


def test_a_session_spans_the_rows_of_its_time_and_others_stay_free():
    built = grid.build([placed("a", 15, 30, "talk")], ["a", "b"], NINE, TEN)

    assert [row.starts_at for row in built.rows] == [NINE + timedelta(minutes=15 * number) for number in range(4)]
    assert built.lanes == [1, 1]
    assert [
        [(cell.column, cell.rows, cell.placed and cell.placed.thing) for cell in row.cells] for row in built.rows
    ] == [
        [(0, 1, None), (1, 1, None)],
        [(0, 2, "talk"), (1, 1, None)],
        [(1, 1, None)],
        [(0, 1, None), (1, 1, None)],
    ]


def test_two_sessions_at_once_in_one_room_stand_side_by_side():
    built = grid.build([placed("a", 0, 30, "one"), placed("a", 15, 30, "two")], ["a"], NINE, TEN)

    assert built.lanes == [2]
    assert [cell.placed.thing for row in built.rows for cell in row.cells if cell.placed] == ["one", "two"]


def test_a_session_at_an_odd_minute_makes_a_row_of_its_own():
    built = grid.build([placed("a", 10, 5, "odd")], ["a"], NINE, TEN)

    assert [(row.starts_at - NINE).seconds // 60 for row in built.rows] == [0, 10, 15, 30, 45]


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(-60, 600), st.integers(5, 200)), max_size=30))
def test_every_row_covers_every_lane_exactly_once(drawn):
    things = [placed(*each, number) for number, each in enumerate(drawn)]

    built = grid.build(things, ["a", "b", "c"], NINE, ELEVEN)

    assert sorted(c.placed.thing for row in built.rows for c in row.cells if c.placed) == list(range(len(things)))
    running = [0] * len(built.rows)
    for number, row in enumerate(built.rows):
        for cell in row.cells:
            for below in range(number, number + cell.rows):
                running[below] += 1
    assert set(running) == {sum(built.lanes)}
