"""Several writers at once, on real transactions: the chain stays sound and has no gap. And what a step costs."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import OperationalError, connection, connections, transaction

from jisr.accounts.models import User
from jisr.audit.models import Entry
from jisr.audit.services import SYSTEM, record, verify

WRITERS, STEPS = 4, 15


@transaction.atomic
def add_step(person, name):
    record(name, person, actor=SYSTEM)


@transaction.atomic
def add_step_and_fail(person):
    record("test.lost", person, actor=SYSTEM)
    transaction.set_rollback(True)


def write_steps(person, writer):
    try:
        for place in range(STEPS):
            add_step_and_fail(person)
            add_step(person, f"test.w{writer}_{place}")
    finally:
        connections.close_all()


@pytest.mark.django_db(transaction=True)
def test_writers_at_once_keep_the_chain_sound_and_lost_transactions_leave_no_gap():
    person = User.objects.create_user("adviser@example.org")

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(lambda writer: write_steps(person, writer), range(WRITERS)))

    numbers = list(Entry.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, WRITERS * STEPS + 1))
    assert (verify().steps, verify().fault) == (WRITERS * STEPS, "")
    assert not Entry.objects.filter(action="test.lost").exists()
    for writer in range(WRITERS):
        own = Entry.objects.filter(action__startswith=f"test.w{writer}_").order_by("number")
        assert [step.action for step in own] == [f"test.w{writer}_{place}" for place in range(STEPS)]


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_dies_inside_a_transaction_leaves_no_gap():
    person = User.objects.create_user("adviser@example.org")
    add_step(person, "test.first")

    def die() -> None:
        with transaction.atomic():
            record("test.lost", person, actor=SYSTEM)
            kill_own_connection()

    def survive() -> str:
        try:
            die()
        except Exception as broken:  # noqa: BLE001 - each driver has an error of its own for it
            return type(broken).__name__
        finally:
            connections.close_all()
        return ""

    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(survive).result() != ""
    add_step(person, "test.second")

    assert list(Entry.objects.order_by("number").values_list("number", "action")) == [
        (1, "test.first"),
        (2, "test.second"),
    ]
    assert verify().fault == ""


def kill_own_connection() -> None:
    """As a crash does it: nothing is committed, nothing is rolled back politely."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
    else:
        connection.connection.close()
        raise OperationalError("the connection is gone")


@pytest.mark.django_db
def test_a_thousand_steps_take_at_most_three_queries_each_and_few_seconds(django_assert_num_queries):
    person = User.objects.create_user("adviser@example.org")
    record("test.first", person, actor=SYSTEM)
    with django_assert_num_queries(3):
        record("test.second", person, actor=SYSTEM)

    started = time.process_time()
    for _place in range(1000):
        record("test.step", person, actor=SYSTEM, changes={"name": ["Bonn", "Köln"]})
    seconds = time.process_time() - started

    assert verify().steps == 1002
    assert seconds < 10, f"{seconds:.1f} s of processor time for 1,000 steps"
    print(f"1,000 steps: {seconds:.2f} s")  # noqa: T201 - a measured figure for whoever runs it with -s
