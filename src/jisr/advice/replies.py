"""Fills templates for replies: three words in braces, and nothing else is read as a placeholder."""

from collections.abc import Mapping

PLACEHOLDERS = ("name", "reference", "adviser")


def fill(text: str, values: Mapping[str, str]) -> str:
    """Put the values in one pass, so that a name with braces stays a name."""
    parts, rest = [], text
    while rest:
        start = rest.find("{")
        if start < 0:
            break
        end = rest.find("}", start)
        word = rest[start + 1 : end] if end > 0 else ""
        parts.append(rest[:start])
        if word in PLACEHOLDERS:
            parts.append(values.get(word, ""))
            rest = rest[end + 1 :]
        else:
            parts.append("{")
            rest = rest[start + 1 :]
    return "".join([*parts, rest])
