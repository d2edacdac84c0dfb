"""Markup from Python for the places that compose much of it.

The same as Django's ``conditional_escape`` and ``format_html``, without their support of lazy results, which costs more
than the escaping itself.
"""

from html import escape

from django.utils.safestring import SafeString


def escaped(value: object) -> str:
    """``value`` as text fit for an element or a quoted attribute; safe markup stays as it is."""
    return value if isinstance(value, SafeString) else escape(str(value))


def markup(pattern: str, *values: object) -> SafeString:
    """``pattern`` with each ``{}`` filled by a value, escaped unless it is safe markup."""
    return SafeString(pattern.format(*map(escaped, values)))
