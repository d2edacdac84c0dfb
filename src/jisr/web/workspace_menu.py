"""The head of the workspace: its entries, and for whom somebody acts. Rooms register both."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise

if TYPE_CHECKING:  # the registry is filled while models are not ready yet
    from jisr.accounts.models import User

Text = str | Promise
Hats = Callable[[HttpRequest], tuple[str, list[tuple[str, str]]]]


OFFICE = 50  # entries from this place on are the office's own


@dataclass(frozen=True)
class Entry:
    """One entry for those whom ``may_see`` lets see it, or only for those of them who act for somebody."""

    place: int
    label: Text
    route: str
    may_see: Callable[["User"], bool]
    for_members: bool = False

    @property
    def is_office(self) -> bool:
        return self.place >= OFFICE

    @property
    def url(self) -> str:
        return reverse(self.route)


def _everybody(_user: "User") -> bool:
    return True


_entries: dict[str, Entry] = {}
_hats: list[Hats] = []


def register(
    place: int,
    label: Text,
    route: str,
    may_see: Callable[["User"], bool] = _everybody,
    *,
    for_members: bool = False,
) -> None:
    """Add an entry; ``place`` orders the menu. Registering a route again replaces it."""
    _entries[route] = Entry(place, label, route, may_see, for_members)


def register_hats(provider: Hats) -> None:
    """Name who knows for whom a reader acts: ``provider(request)`` gives the key worn now and all keys with labels."""
    _hats[:] = [provider]


def entries_for(user: "User") -> list[Entry]:
    return sorted((entry for entry in _entries.values() if entry.may_see(user)), key=lambda entry: entry.place)


def hats_of(request: HttpRequest) -> tuple[str, list[tuple[str, str]]]:
    return _hats[0](request) if _hats else ("", [])
