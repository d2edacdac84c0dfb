"""Whom a change of a session concerns besides those who work in it: who signed up, or has it in their own programme.

A provider gets the primary keys of the changed sessions and gives pairs of ``(user_id, session_id)``.
"""

from collections.abc import Callable, Collection, Iterable

Concern = tuple[int, int]
Provider = Callable[[Collection[int]], Iterable[Concern]]
_providers: dict[str, Provider] = {}


def register(name: str, provider: Provider) -> None:
    """Add a provider. Registering a name again replaces it."""
    _providers[name] = provider


def unregister(name: str) -> None:
    _providers.pop(name, None)


def concerned_by(session_ids: Collection[int]) -> set[Concern]:
    return {concern for _name, provider in sorted(_providers.items()) for concern in provider(session_ids)}
