"""What waits for a person. Each room registers a provider, so that the signed-in home names no room."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise

from jisr.accounts.models import User

Text = str | Promise


@dataclass(frozen=True)
class Waiting:
    """One thing to do: what, where, until which day (None: no deadline), and why it waits for this person."""

    title: Text
    url: str
    until: date | None
    why: Text


Provider = Callable[[User], list[Waiting]]

_providers: dict[str, Provider] = {}


def register(name: str, provider: Provider) -> None:
    """Add a provider. Registering a name again replaces it."""
    _providers[name] = provider


def waiting_for(user: User) -> list[Waiting]:
    """All that waits: what has a deadline first, the nearest one at the top; the rest by its room's name."""
    found = [entry for _name, provider in sorted(_providers.items()) for entry in provider(user)]
    return sorted(found, key=lambda entry: entry.until or date.max)
