"""Writes a message in its reader's language: the mail's text and HTML part, and the text that the inbox shows."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import Any, Protocol

from django.conf import settings
from django.template import Context
from django.template.loader import get_template
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise

from jisr.web.context import LANGUAGE_NAMES, alternates

Text = str | Promise

LONGEST_SUBJECT = 200
LONGEST_NAME = 120
LONGEST_VALUE = 5_000  # of one value of the context: nobody reads more in a mail, the page shows it whole
MOST_ITEMS = 200
LONGEST_PART = 200_000
_PLAIN = (bool, int, float, Decimal, date, time)


class Reader(Protocol):
    """Whoever a mail is written to."""

    @property
    def display_name(self) -> str: ...

    @property
    def preferred_language(self) -> str: ...


@dataclass(frozen=True)
class Correspondent:
    """Somebody without an account: there is no inbox and no choice of mails to lead to."""

    address: str
    preferred_language: str
    display_name: str = ""


@dataclass(frozen=True)
class Written:
    """A message in one language, ready to be kept. ``url`` is a path of this site in that language, or empty."""

    language: str
    subject_line: str
    body: str
    text: str
    html: str
    url: str


def write(
    *, reader: Reader, subject_line: Text, template: str, context: Mapping[str, Any], url: Text = "", language: str = ""
) -> Written:
    """Render ``<template>.txt`` and ``<template>.html``.

    Raises ``TypeError`` for a value of ``context`` that is neither text, number, date nor a list or dict of these, and
    ``ValueError`` for an address on another site.
    """
    language = language or reader.preferred_language
    with translation.override(language):
        path = own_path(str(url), language=language)
        values = {
            **{name: clean(value) for name, value in context.items()},
            "LANGUAGE_CODE": language,
            "direction": "rtl" if translation.get_language_bidi() else "ltr",
            "reader_name": one_line(reader.display_name, LONGEST_NAME),
            "link": settings.BASE_URL + path if path else "",
            "settings_link": "" if isinstance(reader, Correspondent) else _settings_link(),
        }
        base = template.removesuffix(".txt").removesuffix(".html")
        html = _render(f"{base}.html", values, is_html=True)
        return Written(
            language=language,
            subject_line=one_line(str(subject_line), LONGEST_SUBJECT),
            body=shorten(_render(f"{base}.txt", {**values, "is_page": True}), LONGEST_PART),
            text=shorten(_render(f"{base}.txt", values), LONGEST_PART),
            html=html if len(html) <= LONGEST_PART else "",  # half of a document would be none
            url=path,
        )


def _settings_link() -> str:
    return settings.BASE_URL + reverse("notifications:settings")


def _render(name: str, values: Mapping[str, Any], *, is_html: bool = False) -> str:
    # The template itself, not Django's wrapper of it: a text part must not be escaped, whatever its author forgot.
    rendered: str = get_template(name).template.render(Context(dict(values), autoescape=is_html))
    lines = [line.rstrip() for line in rendered.strip().splitlines()]
    return "\n".join(line for place, line in enumerate(lines) if line or lines[place - 1]) + "\n"


def own_path(url: str, *, language: str) -> str:
    """The path of an address of this site, in the reader's language whatever language the writer was reading."""
    path = url.removeprefix(settings.BASE_URL)
    if not path:
        return ""
    if not path.startswith("/") or path.startswith(("//", "/\\")):
        raise ValueError(f"a message leads to this site only, not to {url}")
    return alternates(path)[language] if path[1:3] in LANGUAGE_NAMES and path[3:4] == "/" else path


def clean(value: Any) -> Any:  # noqa: ANN401 - whatever a context may hold
    """A value as a mail may show it: words in the active language, without signs that hide, no longer than is read."""
    if value is None or isinstance(value, _PLAIN):
        return value
    if isinstance(value, str | Promise):
        return shorten(without_tricks(str(value)[: LONGEST_VALUE + 1]), LONGEST_VALUE)  # cut first: it may be huge
    if isinstance(value, Mapping):
        return {str(key): clean(item) for key, item in value.items()}
    if isinstance(value, Sequence):
        return [clean(item) for item in value[:MOST_ITEMS]]
    raise TypeError(f"a message cannot hold a {type(value).__name__}: give its words")


def without_tricks(value: str) -> str:
    """Text without control signs and without those that turn what follows around; lines stay."""
    return "".join(sign for sign in value.replace("\r\n", "\n") if _shows(sign))


def _shows(sign: str) -> bool:
    """Letters and spaces of every kind, ends of lines, and the two signs that join or part letters of a word."""
    return sign.isprintable() or sign in "\n\u200c\u200d" or unicodedata.category(sign) == "Zs"


def one_line(value: str, longest: int) -> str:
    """Text for a header: one line without control signs, so that nobody can add a header of their own."""
    return shorten(without_tricks(" ".join(value[: 4 * longest].split())), longest)


def shorten(value: str, longest: int) -> str:
    return value if len(value) <= longest else value[: longest - 1].rstrip() + "…"
