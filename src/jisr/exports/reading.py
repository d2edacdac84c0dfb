"""Reads the rows of a list in chunks, so that a list of any length needs little memory."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils import translation

CHUNK = 500


def flowing(rows: QuerySet[Any]) -> Iterator[list[Any]]:
    """One reading from beginning to end, for an answer that is being sent."""
    chunk = []
    for row in rows.iterator(chunk_size=CHUNK):
        chunk.append(row)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def stepwise(rows: QuerySet[Any]) -> Iterator[list[Any]]:
    """The rows there are now, each chunk read by its keys, so that no reading stays open while progress is written.

    A row that is deleted meanwhile is left out; none comes twice.
    """
    keys = list(rows.values_list("pk", flat=True))
    for start in range(0, len(keys), CHUNK):
        part = keys[start : start + CHUNK]
        found = {row.pk: row for row in rows.filter(pk__in=part)}
        yield [found[key] for key in part if key in found]


def in_language(chunks: Iterable[list[Any]], language: str) -> Iterator[list[Any]]:
    """Read each chunk in ``language``, and give it out in whatever language its reader speaks."""
    reading = iter(chunks)
    while True:
        with translation.override(language):
            chunk = next(reading, None)
        if chunk is None:
            return
        yield chunk
