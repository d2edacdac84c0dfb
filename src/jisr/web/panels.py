"""Parts of a page that belong to rooms above the one that owns the page.

The page of an authority, for example, shows its ties and the meetings it hosted; those rooms register a panel.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.http import HttpRequest


class Panel(NamedTuple):
    """A template and what it is filled with."""

    template: str
    context: dict[str, Any]


Provider = Callable[[HttpRequest, Any], Panel | None]
_providers: dict[str, dict[str, tuple[int, Provider]]] = {}


def register(subject: str, name: str, provider: Provider, *, place: int) -> None:
    """Show ``provider``'s panel on pages about ``subject``, ordered by ``place``."""
    _providers.setdefault(subject, {})[name] = (place, provider)


def panels_for(subject: str, request: HttpRequest, thing: object) -> list[Panel]:
    """The panels of one page, without those that have nothing to say."""
    ordered = sorted(_providers.get(subject, {}).values(), key=lambda pair: pair[0])
    found = (provider(request, thing) for _place, provider in ordered)
    return [panel for panel in found if panel is not None]
