"""Whom a step of an edition concerns. Parts above register who that is: participants, invited people.

A provider gives users, and ``Correspondent`` for people who have an address but no account.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from jisr.accounts.models import User
from jisr.events.editions.models import Edition
from jisr.notifications.rendering import Correspondent

Provider = Callable[[Edition], Iterable[User | Correspondent]]


@dataclass(frozen=True)
class Audience:
    """Everybody concerned, each once."""

    users: list[User]
    addresses: list[Correspondent]

    def __len__(self) -> int:
        return len(self.users) + len(self.addresses)


_providers: dict[str, Provider] = {}


def register(name: str, provider: Provider) -> None:
    """Add people. Registering a name again replaces it."""
    _providers[name] = provider


def concerned(edition: Edition) -> Audience:
    """Everybody concerned: whoever is named twice is told once, an address of somebody with an account by that."""
    users: dict[int, User] = {}
    addresses: dict[str, Correspondent] = {}
    for _name, provider in sorted(_providers.items()):
        for person in provider(edition):
            if isinstance(person, Correspondent):
                addresses.setdefault(person.address.casefold(), person)
            elif person.is_active:
                users.setdefault(person.pk, person)
    for user in users.values():
        addresses.pop(user.email.casefold(), None)
    return Audience(list(users.values()), list(addresses.values()))
