"""The icons: few, 24 px, lines of one weight. ``directional`` ones mirror with the text."""

from typing import NamedTuple


class Icon(NamedTuple):
    """The inside of an ``<svg viewBox="0 0 24 24">``."""

    shape: str
    directional: bool = False


def _line(path: str, *, directional: bool = False) -> Icon:
    return Icon(f'<path d="{path}"/>', directional)


ICONS = {
    "search": _line("M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13m4.8 11.3L20 20"),
    "arrow": _line("M4 12h15m-6-6 6 6-6 6", directional=True),
}
