"""The icons: few, 24 px, lines of one weight. ``directional`` ones mirror with the text."""

from typing import NamedTuple


class Icon(NamedTuple):
    """The inside of an ``<svg viewBox="0 0 24 24">``."""

    shape: str
    directional: bool = False


def _line(path: str, *, directional: bool = False) -> Icon:
    return Icon(f'<path d="{path}"/>', directional)


ICONS = {
    "arc": _line("M3 18C6 4 18 4 21 18"),
    "arrow": _line("M4 12h15m-6-6 6 6-6 6", directional=True),
    "back": _line("M20 12H5m6-6-6 6 6 6", directional=True),
    "bad": _line("M8 3h8l5 5v8l-5 5H8l-5-5V8zM12 7.5v5.5m0 3v.5"),
    "calendar": _line("M4 6h16v14H4zM4 10.5h16M8.5 3v5m7-5v5"),
    "check": _line("M4.5 12.5 10 18 20 6.5"),
    "clock": _line("M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17m0 4.5v4.5l3 2"),
    "close": _line("M6 6l12 12M18 6 6 18"),
    "document": _line("M6 3h8l4.5 4.5V21H6zM14 3v5h4.5M9 13h6.5M9 17h6.5"),
    "download": _line("M12 4v11m-5-5 5 5 5-5M5 20h14"),
    "external": _line("M10 5H5v14h14v-5M13 5h6v6m0-6-8 8", directional=True),
    "feed": _line("M5 5a14 14 0 0 1 14 14M5 11a8 8 0 0 1 8 8M5.5 18.5h.1"),
    "filter": _line("M4 6h16M7 12h10m-7 6h4"),
    "globe": _line(
        "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17M3.5 12h17M12 3.5c-5.5 5-5.5 12 0 17m0-17c5.5 5 5.5 12 0 17"
    ),
    "good": _line("M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17M8 12.5l2.8 2.8L16 9.5"),
    "info": _line("M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17m0 7.5v5.5m0-9V8"),
    "key": _line("M8 11a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9m3.2 1.3L20 3.5m-4 4 3 3", directional=True),
    "mail": _line("M3.5 6h17v12.5h-17zM3.5 7l8.5 6.5L20.5 7"),
    "menu": _line("M4 6.5h16M4 12h16M4 17.5h16"),
    "people": _line(
        "M9 5a3 3 0 1 0 0 6.5A3 3 0 0 0 9 5M3 19.5c0-7 12-7 12 0M16 5.5a3 3 0 0 1 0 5.7m1.5 2.8c2.2.8 3.5 2.6 3.5 5.5"
    ),
    "place": _line("M12 21c-9-9-7-17 0-17s9 8 0 17m0-14a3 3 0 1 0 0 6 3 3 0 0 0 0-6"),
    "print": _line("M7 9V4h10v5M7 16H4V9h16v7h-3M7 13.5h10V20H7z"),
    "search": _line("M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13m4.8 11.3L20 20"),
    "table": _line("M4 5h16v14H4zM4 10h16M4 14.5h16M10 5v14"),
    "waiting": _line("M12 4 21.5 20h-19zM12 10v4.5m0 2.5v.3"),
}
"""Each icon is drawn with ``{% icon "name" %}`` and stands beside words that say the same."""
