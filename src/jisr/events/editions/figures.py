"""Figures on the office's page of an edition. Parts above register theirs."""

from collections.abc import Callable
from typing import NamedTuple

from django.utils.functional import Promise

from jisr.events.editions.models import Edition

Text = str | Promise


class Figure(NamedTuple):
    """One figure: what it counts, the number or amount as it is read, and where its rows stand."""

    label: Text
    value: int | str
    url: str = ""


Provider = Callable[[Edition], list[Figure]]
_providers: dict[str, tuple[int, Text, Provider]] = {}


def register(name: str, title: Text, provider: Provider, *, place: int) -> None:
    """Add a group of figures below ``title``; ``place`` orders them. Registering a name again replaces it."""
    _providers[name] = (place, title, provider)


def figures_of(edition: Edition) -> list[tuple[Text, list[Figure]]]:
    """All groups that have something to tell, with their titles."""
    ordered = sorted(_providers.values(), key=lambda entry: entry[0])
    found = [(title, provider(edition)) for _place, title, provider in ordered]
    return [(title, figures) for title, figures in found if figures]
