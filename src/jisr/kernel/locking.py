"""Rows that there are once for each key and at which people wait for each other."""

from typing import Any, TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model)


def locked_row(model: type[Row], **key: Any) -> Row:  # noqa: ANN401 - columns of the model
    """The one row with this key, locked until the transaction ends. The first who asks for it makes it."""
    rows = model._default_manager.select_for_update(no_key=True).filter(**key)
    found = rows.first()
    if found is None:
        model._default_manager.get_or_create(**key)
        found = rows.get()
    return found
