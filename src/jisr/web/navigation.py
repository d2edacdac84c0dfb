"""The main menu. Each room registers its own entry, so that this room names none of them."""

from dataclasses import dataclass
from functools import cache

from django.urls import reverse
from django.utils.functional import Promise


@dataclass(frozen=True, order=True)
class Entry:
    """One entry; ``path`` is a named route or a path below the language prefix."""

    place: int
    label: str | Promise
    path: str

    @property
    def url(self) -> str:
        if ":" in self.path:
            return reverse(self.path)
        return reverse("home") + self.path


_entries: list[Entry] = []


def register(place: int, label: str | Promise, path: str) -> None:
    """Add an entry; ``place`` orders the menu. Registering the same path again changes nothing."""
    if all(entry.path != path for entry in _entries):
        _entries.append(Entry(place, label, path))
        _entries.sort(key=lambda entry: entry.place)


@cache
def links(_language: str | None) -> list[tuple[str, str]]:
    """Address and label of each entry in the reader's language. Entries are registered before the first page."""
    return [(entry.url, str(entry.label)) for entry in _entries]
