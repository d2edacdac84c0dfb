"""How many people signed up for sessions: other parts of the room tell, so that rooms are big enough.

A provider gets the primary key of an edition and gives the number of people by the primary key of the session.
"""

from collections import Counter
from collections.abc import Callable, Mapping

Provider = Callable[[int], Mapping[int, int]]
_providers: dict[str, Provider] = {}


def register(name: str, provider: Provider) -> None:
    """Add a provider. Registering a name again replaces it."""
    _providers[name] = provider


def unregister(name: str) -> None:
    _providers.pop(name, None)


def signed_up(edition_id: int) -> Counter[int]:
    """The largest number that any provider knows: the same person may be counted by two."""
    found: Counter[int] = Counter()
    for _name, provider in sorted(_providers.items()):
        found |= Counter(dict(provider(edition_id)))
    return found
