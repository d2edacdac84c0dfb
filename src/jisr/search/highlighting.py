"""Marks what was looked for in what is shown."""

from collections.abc import Set as AbstractSet

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from jisr.kernel.text.folding import fold_word
from jisr.kernel.text.stems import words

LONGEST_EXCERPT = 220
BEFORE = 60


def is_marked(text: str, forms: AbstractSet[str]) -> bool:
    """Whether a text holds one of the folded words."""
    return _first(text, forms) is not None


def mark(text: str, forms: AbstractSet[str]) -> SafeString:
    """Put ``<mark>`` around each word whose folded form is given; everything is escaped."""
    pieces: list[SafeString] = []
    end = 0
    for word in words(text):
        if fold_word(word.text) in forms:
            pieces += [conditional_escape(text[end : word.start]), format_html("<mark>{}</mark>", word.text)]
            end = word.end
    return format_html_join("", "{}", ((piece,) for piece in [*pieces, conditional_escape(text[end:])]))


def excerpt(text: str, forms: AbstractSet[str]) -> str:
    """A longer text cut between words, around the first word that is looked for or at its start."""
    if len(text) <= LONGEST_EXCERPT:
        return text
    return _cut(text, _first(text, forms) or 0)


def passage(text: str, forms: AbstractSet[str]) -> str:
    """The part of a text around the first word that is looked for; empty if it has none."""
    first = _first(text, forms)
    return "" if first is None else _cut(text, first)


def _first(text: str, forms: AbstractSet[str]) -> int | None:
    return next((word.start for word in words(text) if fold_word(word.text) in forms), None)


def _cut(text: str, first: int) -> str:
    start = 0 if first <= LONGEST_EXCERPT // 2 else text.rfind(" ", 0, first - BEFORE) + 1
    end = start + LONGEST_EXCERPT
    if end < len(text):
        end = max(text.rfind(" ", start, end), start + 1)
    return f"{'… ' if start else ''}{text[start:end]}{' …' if end < len(text) else ''}"
