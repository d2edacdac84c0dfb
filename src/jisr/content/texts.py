"""The texts of the programme as they lie in ``data/pages``: front matter and a little Markdown, a file per language."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Self

from jisr.content.markdown import BrokenMarkdown, Chapter, chapters, html_of
from jisr.content.tree import BY_KEY, LANGUAGES

FOLDER = Path(__file__).parent / "data" / "pages"
FIELDS = {"title", "description", "lead", "short", "icon", "date", "kind"} | {
    f"way{number}_{part}" for number in (1, 2, 3) for part in ("title", "text")
}
KINDS = {"", "steps", "faq"}
_REQUIRED = ("title", "description", "lead")
_LINE = re.compile(r"([a-z0-9_]+): *(.*)")
_SHAPE = re.compile(r"<(p|h2|h3|ul|ol|li)>")

LinkWriter = Callable[[str], str | None]


class BrokenText(Exception):
    """A file that cannot be loaded. The message names the file and the place in it."""


@dataclass(frozen=True)
class Part:
    """One block of a page: ``text`` has one entry without a title, ``steps`` and ``faq`` have one per heading."""

    kind: str
    entries: list[tuple[str, str]]

    def shape(self) -> list[list[str]]:
        """The elements of each entry in their order; translations must have the same."""
        return [_SHAPE.findall(html) for _title, html in self.entries]


@dataclass(frozen=True)
class PageText:
    """One file."""

    key: str
    language: str
    fields: dict[str, str]
    chapters: list[Chapter]
    checksum: str
    name: str = field(compare=False)

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read one file. Raises ``BrokenText``."""
        try:
            source = path.read_text(encoding="utf-8")
        except UnicodeDecodeError as problem:
            raise BrokenText(f"{path.name}: not UTF-8 ({problem.reason} at byte {problem.start})") from problem
        key, language = _key_and_language(path)
        fields, body = _split(path.name, source)
        _check(path.name, fields)
        try:
            parsed = chapters(body, split=bool(fields.get("kind")))
        except BrokenMarkdown as problem:
            raise BrokenText(f"{path.name}: {problem}") from problem
        checksum = hashlib.sha256(source.encode()).hexdigest()
        return cls(key, language, fields, parsed, checksum, path.name)

    def parts(self, write_link: LinkWriter) -> list[Part]:
        """The blocks of the page. Raises ``BrokenText`` for a link that leads nowhere."""
        try:
            written = [(chapter.title, html_of(chapter.tokens, write_link)) for chapter in self.chapters]
        except BrokenMarkdown as problem:
            raise BrokenText(f"{self.name}: {problem}") from problem
        before = [Part("text", [entry]) for entry in written if not entry[0] and entry[1]]
        listed = [entry for entry in written if entry[0]]
        return before + ([Part(self.fields["kind"], listed)] if listed else [])

    def compare_shape(self, original: "PageText") -> None:
        """Raise ``BrokenText`` unless this translation has the same blocks as ``original``."""
        mine, theirs = self.parts(_keep_link), original.parts(_keep_link)
        if [part.kind for part in mine] != [part.kind for part in theirs]:
            raise BrokenText(
                f"{self.name}: has the blocks {[part.kind for part in mine]}, "
                f"but {original.name} has {[part.kind for part in theirs]}"
            )
        for number, (my_part, their_part) in enumerate(zip(mine, theirs, strict=True), start=1):
            _compare(
                f"{self.name}, block {number} ({my_part.kind})", original.name, my_part.shape(), their_part.shape()
            )


def _keep_link(target: str) -> str:
    return f'href="{target}"'


def _compare(place: str, original: str, mine: list[list[str]], theirs: list[list[str]]) -> None:
    if len(mine) != len(theirs):
        raise BrokenText(f"{place}: has {len(mine)} entries, but {original} has {len(theirs)}")
    for number, (my_shape, their_shape) in enumerate(zip(mine, theirs, strict=True), start=1):
        if my_shape == their_shape:
            continue
        same = next(
            (index for index, pair in enumerate(zip(my_shape, their_shape, strict=False)) if pair[0] != pair[1]),
            min(len(my_shape), len(their_shape)),
        )
        raise BrokenText(
            f"{place}, entry {number}: element {same + 1} is {_element(my_shape, same)}, "
            f"but {_element(their_shape, same)} in {original}"
        )


def _element(shape: list[str], index: int) -> str:
    return f"<{shape[index]}>" if index < len(shape) else "missing"


def _key_and_language(path: Path) -> tuple[str, str]:
    key, _dot, language = path.name.removesuffix(".md").rpartition(".")
    if key not in BY_KEY or language not in LANGUAGES:
        raise BrokenText(f"{path.name}: no such page or language; pages are listed in content/tree.py")
    return key, language


def _split(name: str, source: str) -> tuple[dict[str, str], str]:
    opening, _line, rest = source.partition("\n")
    head, end, body = rest.partition("\n---\n")
    if opening.strip() != "---" or not end:
        raise BrokenText(f"{name}: must begin with front matter between two lines of ---")
    fields: dict[str, str] = {}
    for number, line in enumerate(head.split("\n"), start=2):
        found = _LINE.fullmatch(line.strip())
        if found is None:
            raise BrokenText(f"{name}, line {number}: not 'field: value': {line!r}")
        if found[1] not in FIELDS or found[1] in fields:
            raise BrokenText(f"{name}, line {number}: unknown or repeated field {found[1]!r}")
        fields[found[1]] = found[2].strip()
    return fields, body


def _check(name: str, fields: dict[str, str]) -> None:
    missing = [required for required in _REQUIRED if not fields.get(required)]
    if missing:
        raise BrokenText(f"{name}: front matter lacks {', '.join(missing)}")
    if fields.get("kind", "") not in KINDS:
        raise BrokenText(f"{name}: unknown kind {fields['kind']!r}")
    if "date" in fields:
        try:
            date.fromisoformat(fields["date"])
        except ValueError as problem:
            raise BrokenText(f"{name}: date must be a day such as 2026-11-22, not {fields['date']!r}") from problem


def read_all(folder: Path = FOLDER) -> dict[tuple[str, str], PageText]:
    """All texts by key and language. Raises ``BrokenText`` with the first file that cannot be read."""
    texts = (PageText.read(path) for path in sorted(folder.glob("*.md")))
    return {(text.key, text.language): text for text in texts}
