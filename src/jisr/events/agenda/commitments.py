"""Where participants are expected besides sessions: other parts of the room tell, so that a programme sees them.

A provider gets the primary key of an edition and gives ``Commitment(participant_id, starts_at, ends_at, label)`` for
all of its participants in a fixed number of queries; ``session`` names the session that it is about, if any.
"""

from collections.abc import Callable, Iterable

from jisr.events.agenda.conflicts import Commitment

Provider = Callable[[int], Iterable[Commitment]]
_providers: dict[str, Provider] = {}


def register(name: str, provider: Provider) -> None:
    """Add a provider. Registering a name again replaces it."""
    _providers[name] = provider


def unregister(name: str) -> None:
    _providers.pop(name, None)


def commitments_of(edition_id: int) -> list[Commitment]:
    return [Commitment(*each) for _name, provider in sorted(_providers.items()) for each in provider(edition_id)]
