"""Many steps at once are chained as if each were added by itself."""

import pytest

from jisr.audit.models import ActorKind, Entry
from jisr.audit.services import Actor, Step, record, record_many, verify
from tests.factories.municipalities import AuthorityFactory

pytestmark = pytest.mark.django_db
IMPORT = Actor(ActorKind.IMPORT, "register.txt")


def test_many_steps_follow_those_before_and_are_followed():
    first, second = AuthorityFactory(), AuthorityFactory()
    record("test.first", first, actor=IMPORT)

    count = record_many([Step("test.many", each, {"a": ["1", "2"]}) for each in (first, second)], actor=IMPORT)
    record("test.last", second, actor=IMPORT)

    told = list(Entry.objects.order_by("number").values_list("number", "action", "subject_key"))
    assert count == 2
    assert told == [
        (1, "test.first", str(first.pk)),
        (2, "test.many", str(first.pk)),
        (3, "test.many", str(second.pk)),
        (4, "test.last", str(second.pk)),
    ]
    assert (verify().steps, verify().fault) == (4, "")


def test_a_step_of_many_says_what_one_by_itself_says():
    subject = AuthorityFactory()

    record_many([Step("test.step", subject, {"name": ["Å", None]})], actor=IMPORT)

    step = Entry.objects.get()
    assert (step.actor_kind, step.actor_id, step.actor_note) == ("import", None, "register.txt")
    assert (step.subject_type, step.changes) == ("municipalities.authority", {"name": ["Å", None]})


def test_none_of_many_steps_leaves_the_end_of_the_trail_where_it_is():
    assert record_many([], actor=IMPORT) == 0
    assert (verify().steps, verify().fault) == (0, "")


@pytest.mark.django_db(transaction=True)
def test_many_steps_outside_a_transaction_are_refused():
    with pytest.raises(RuntimeError, match="belongs to the transaction"):
        record_many([], actor=IMPORT)
