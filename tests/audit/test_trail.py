"""The trail: added to in the same transaction, chained, and never changed."""

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from jisr.accounts.models import User
from jisr.audit.models import Entry, Head
from jisr.audit.services import SYSTEM, Actor, ActorKind, changes_between, record, verify
from jisr.audit.triggers import guard_entries, lift_guard

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return User.objects.create_user("adviser@example.org", display_name="Beratung Demo")


def test_a_step_tells_who_did_what_to_which_object(person):
    record("accounts.role_granted", person, actor=person, changes={"role": [None, "adviser"]})

    step = Entry.objects.about(person).get()
    assert (step.number, step.actor_kind, step.actor_id) == (1, "person", person.pk)
    assert step.changes == {"role": [None, "adviser"]}


def test_steps_of_the_system_and_of_an_import_name_no_person(person):
    record("a.b", person, actor=SYSTEM)
    record("a.c", person, actor=Actor(ActorKind.IMPORT, "register.asc"))

    kinds = Entry.objects.order_by("number").values_list("actor_kind", "actor_id", "actor_note")
    assert list(kinds) == [("system", None, ""), ("import", None, "register.asc")]


def test_a_sound_trail_is_proved(person):
    for place in range(5):
        record(f"a.step_{place}", person, actor=SYSTEM)

    assert (verify().steps, verify().fault) == (5, "")
    call_command("verify_audit")


@pytest.mark.parametrize("write", ["UPDATE audit_entry SET action = 'x'", "DELETE FROM audit_entry"])
def test_the_database_refuses_to_change_or_delete_a_step(person, write):
    record("a.b", person, actor=SYSTEM)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(write)
    assert Entry.objects.get().action == "a.b"


@pytest.mark.parametrize(
    ("tamper", "fault"),
    [
        (lambda: Entry.objects.filter(number=2).update(action="x"), "step 2 was changed"),
        (lambda: Entry.objects.filter(number=2).delete(), "step 2 is missing"),
        (lambda: Entry.objects.filter(number=3).delete(), "steps after 2 are missing"),
        (lambda: Entry.objects.filter(number=1).update(changes={"a": [1, 2]}), "step 1 was changed"),
    ],
)
def test_whoever_gets_past_the_database_is_found_out(person, tamper, fault):
    for _step in range(3):
        record("a.b", person, actor=SYSTEM)
    lift_guard()
    tamper()

    assert fault in verify().fault
    with pytest.raises(CommandError, match="broken"):
        call_command("verify_audit")
    guard_entries()


def test_a_step_disappears_with_the_transaction_that_it_tells_of(person):
    with transaction.atomic():
        record("a.b", person, actor=SYSTEM)
        transaction.set_rollback(True)

    assert Entry.objects.count() == 0
    assert getattr(Head.objects.first(), "number", 0) == 0


def test_only_fields_that_differ_are_changes():
    assert changes_between({"a": 1, "b": 2}, {"a": 1, "b": 3, "c": 4}) == {"b": [2, 3], "c": [None, 4]}


@pytest.mark.django_db(transaction=True)
def test_a_step_outside_a_transaction_is_refused():
    person = User.objects.create_user("adviser@example.org")

    with pytest.raises(RuntimeError, match="transaction"):
        record("a.b", person, actor=SYSTEM)
