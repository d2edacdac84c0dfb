"""Addresses whose views a web process loads when one of them is first asked for.

The editors' desk takes 19 MB, and most web processes never show it. Commands and the worker know its names at once.
"""

from typing import Any

from django.urls import URLResolver, clear_url_caches
from django.urls.resolvers import RoutePattern
from django.utils.datastructures import MultiValueDict
from django.utils.functional import cached_property
from django.utils.translation import get_language

_waiting = False


def wait_for_readers() -> None:
    """Say, before the addresses are read, that this is a web process."""
    global _waiting  # noqa: PLW0603 - one state for the process
    _waiting = True


class LazyResolver(URLResolver):
    """In a web process it knows none of its names until one of its addresses is asked for; then all of them."""

    def __init__(self, route: str, module: str) -> None:
        super().__init__(RoutePattern(route), module)
        self.is_loaded = not _waiting

    def resolve(self, path: Any) -> Any:  # noqa: ANN401 - as in Django
        if not self.is_loaded and self.pattern.match(path):
            self.load()
        return super().resolve(path)

    def load(self) -> None:
        self.is_loaded = True
        for known in (self._reverse_dict, self._namespace_dict, self._app_dict):
            known.clear()
        self._populated = False
        clear_url_caches()  # whoever looks up a name from now on finds these

    @cached_property
    def url_patterns(self) -> Any:  # noqa: ANN401
        if not self.is_loaded:
            self.load()
        return super().url_patterns

    def _populate(self) -> None:
        if self.is_loaded:
            super()._populate()
            return
        language = get_language()
        self._namespace_dict[language], self._app_dict[language] = {}, {}
        self._reverse_dict[language] = MultiValueDict()
