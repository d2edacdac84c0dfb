"""New models in one step: the same tables as one operation after another, and gone again backwards."""

import pytest
from django.db import connection, models
from django.db.migrations import CreateModel, DeleteModel
from django.db.migrations.state import ProjectState

from jisr.kernel.migrating import CreateModels, at_once

pytestmark = pytest.mark.django_db(transaction=True)
TABLES = {"events_shelf", "events_book"}


def id_field() -> tuple[str, models.Field]:
    return "id", models.BigAutoField(primary_key=True)


def shelf_and_book() -> CreateModels:
    """Each points at the other, so that neither could be made alone."""
    book = models.ForeignKey("events.Book", null=True, on_delete=models.SET_NULL, related_name="+")
    shelf = models.ForeignKey("events.Shelf", on_delete=models.CASCADE, related_name="+")
    return CreateModels(
        [
            CreateModel("Shelf", [id_field(), ("best", book)]),
            CreateModel("Book", [id_field(), ("shelf", shelf)]),
        ]
    )


def tables() -> set[str]:
    return TABLES & set(connection.introspection.table_names())


def test_tables_are_made_with_their_keys_and_taken_back():
    operation, before, after = shelf_and_book(), ProjectState(), ProjectState()
    operation.state_forwards("events", after)

    with connection.schema_editor() as editor:
        operation.database_forwards("events", editor, before, after)
    made = tables()
    with connection.cursor() as cursor:
        keys = {table: set(connection.introspection.get_relations(cursor, table)) for table in made}
    with connection.schema_editor() as editor:
        operation.database_backwards("events", editor, after, before)

    assert made == TABLES
    assert keys == {"events_shelf": {"best_id"}, "events_book": {"shelf_id"}}
    assert tables() == set()


def test_models_that_were_built_before_know_the_new_ones():
    state = ProjectState()
    CreateModel("Shelf", [id_field()]).state_forwards("events", state)
    assert state.apps.get_model("events", "Shelf")

    CreateModels([CreateModel("Book", [id_field()])]).state_forwards("events", state)

    assert state.apps.get_model("events", "Book")


def test_it_tells_what_it_makes():
    assert shelf_and_book().describe() == "Create model Shelf; Create model Book"


def test_new_models_that_follow_one_another_become_one_step():
    first, second, gone, third = (
        CreateModel("Shelf", [id_field()]),
        CreateModel("Book", [id_field()]),
        DeleteModel("Book"),
        CreateModel("Book", [id_field()]),
    )

    steps = at_once([first, second, gone, third])

    assert [type(step) for step in steps] == [CreateModels, DeleteModel, CreateModels]
    assert (steps[0].operations, steps[1], steps[2].operations) == ([first, second], gone, [third])
