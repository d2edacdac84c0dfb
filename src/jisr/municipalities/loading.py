"""Loads delivered tables so that a second run changes nothing and an edit made since survives."""

import hashlib
import json
from collections.abc import Callable, Iterable
from typing import Any

from jisr.municipalities.models import LoadedRow


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
