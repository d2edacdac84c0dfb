"""A line of a file as facts: what was read, or why it cannot be taken."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

LONGEST_NAME = 120
# What begins a formula, marks of reading direction, and all that is not printed.
_UNFIT = re.compile(r"^[=+\-@]|[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
KEY_SHAPES = {"AGS": re.compile(r"\d{8}|\d{5}"), "PCBS": re.compile(r"\d{2,8}")}


class Rejected(Exception):
    """A line that cannot be taken. ``code`` stands in ``reasons.REJECTED``."""

    def __init__(self, code: str, fact: str = "") -> None:
        super().__init__(code)
        self.code, self.fact = code, fact[:LONGEST_NAME]


@dataclass
class ReadLine:
    """One line. ``values`` maps facts to what JSON can hold; it is empty when the line was rejected in reading."""

    number: int
    key: str = ""
    name: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    reason: str = ""
    reason_fact: str = ""

    def reject(self, code: str, fact: str = "") -> None:
        self.values, self.reason, self.reason_fact = {}, code, fact[:LONGEST_NAME]


def is_fit_name(text: str) -> bool:
    return len(text) <= LONGEST_NAME and not _UNFIT.search(text)


def checked_name(text: str) -> str:
    """A name with single spaces. Raises ``Rejected``."""
    name = " ".join(text.split())
    if not is_fit_name(name):
        raise Rejected("bad_name")
    return name


def checked_key(system: str, text: str) -> str:
    """A key as its system writes it. Raises ``Rejected``."""
    key = "".join(text.split())
    if key and not KEY_SHAPES[system].fullmatch(key):
        raise Rejected("bad_key", key)
    return key


def without_doubles(lines: Iterable[ReadLine]) -> Iterator[ReadLine]:
    """The lines, a second one with the same key rejected, and those that share name and region marked as twins."""
    read = list(lines)
    first: dict[str, int] = {}
    for line in read:
        if line.key and line.values:
            if line.key in first:
                line.reject("twice", str(first[line.key]))
            first.setdefault(line.key, line.number)
    named = Counter(_name_here(line) for line in read if line.values)
    for line in read:
        if line.values and named[_name_here(line)] > 1:
            line.values["has_twin"] = True
        yield line


def _name_here(line: ReadLine) -> tuple[str, str, bool]:
    return line.name, line.values.get("region", ""), line.values.get("kind") == "landkreis"
