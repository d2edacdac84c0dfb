"""Loads delivered tables so that a second run changes nothing and an edit made since survives."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db import models

from jisr.municipalities.models import FactSource, LoadedRow


def load_changed(table: str, items: Iterable[tuple[str, Any]], load: Callable[[str, Any], None]) -> int:
    """Call ``load(key, item)`` for each item that is new or differs from what was loaded last; return how many.

    An item is what JSON can hold: a row, or a list of rows.
    """
    known = dict(LoadedRow.objects.filter(table=table).values_list("key", "checksum"))
    count = 0
    for key, item in items:
        checksum = hashlib.blake2b(json.dumps(item, sort_keys=True).encode(), digest_size=20).hexdigest()
        if known.get(key) == checksum:
            continue
        load(key, item)
        LoadedRow.objects.update_or_create(table=table, key=key, defaults={"checksum": checksum})
        count += 1
    return count


def edited(model: type[models.Model], **lookup: Any) -> set[str]:  # noqa: ANN401 - columns of any model
    """The facts of a row that people entered with a source of theirs: no delivered table overwrites them."""
    row = model._default_manager.filter(**lookup).first()
    return set(FactSource.objects.about(row).values_list("field", flat=True)) if row else set()


def unedited(
    model: type[models.Model],
    columns: Mapping[str, Any],
    *,
    of: Mapping[str, str] | None = None,
    **lookup: Any,  # noqa: ANN401
) -> dict[str, Any]:
    """Of delivered columns those that nobody edited. ``of`` names the fact of a column that is called otherwise."""
    kept, names = edited(model, **lookup), of or {}
    return {column: value for column, value in columns.items() if names.get(column, column) not in kept}
