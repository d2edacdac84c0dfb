"""Migrations that take seconds instead of minutes."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import cast

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


def at_once(operations: Iterable[Operation]) -> list[Operation]:
    """The operations of a migration, with new models that follow one another made in one step."""
    steps: list[Operation] = []
    for is_new, some in groupby(operations, lambda operation: isinstance(operation, CreateModel)):
        run = [*some]
        steps += [CreateModels(cast("list[CreateModel]", run))] if is_new else run
    return steps


class CreateModels(Operation):
    """New models in one step.

    After each operation of its own Django builds all models anew that are related to what has changed, and with users
    and places nearly all are. Here they are built once for all new ones.
    """

    def __init__(self, operations: Sequence[CreateModel]) -> None:
        self.operations = operations

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        state.__dict__.pop("apps", None)  # what is not there need not be built anew after each of them
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        for operation in reversed(self.operations):
            operation.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return "; ".join(operation.describe() for operation in self.operations)
