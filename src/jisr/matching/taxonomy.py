"""The delivered words and sentences of the 40 themes. Read from the files: no database is asked."""

import hashlib
import json
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from jisr.kernel.tables import read_table
from jisr.kernel.text.stems import LANGUAGES, Language

HERE = "jisr.matching"


class Entry(NamedTuple):
    """A word or a sentence that belongs to a theme."""

    theme: int
    language: Language
    text: str


@cache
def theme_slugs() -> tuple[str, ...]:
    """The themes in the order in which scores are counted."""
    return tuple(row["slug"] for row in read_table("jisr.municipalities", "municipal_themes"))


@cache
def terms() -> tuple[Entry, ...]:
    """Names and synonyms."""
    place = {slug: number for number, slug in enumerate(theme_slugs())}
    names = [
        Entry(place[row["slug"]], language, row[f"name_{language}"])
        for row in read_table("jisr.municipalities", "municipal_themes")
        for language in LANGUAGES
    ]
    synonyms = read_table("jisr.municipalities", "theme_synonyms")
    return (*names, *(Entry(place[row["slug"]], _language(row["language"]), row["synonym"]) for row in synonyms))


@cache
def anchors() -> tuple[Entry, ...]:
    """Short sentences as a municipality would write them, several for each theme and language."""
    place = {slug: number for number, slug in enumerate(theme_slugs())}
    rows = read_table(HERE, "theme_anchors")
    return tuple(Entry(place[row["slug"]], _language(row["language"]), row["sentence"]) for row in rows)


def fingerprint(*more: object) -> str:
    """Tells whether the words, the sentences or anything in ``more`` have changed."""
    told = json.dumps([theme_slugs(), terms(), anchors(), *map(str, more)], ensure_ascii=False)
    return hashlib.blake2b(told.encode(), digest_size=16).hexdigest()


def data_file(name: str) -> bytes:
    """A delivered file of this room; raises ``FileNotFoundError``."""
    return (files(HERE) / "data" / name).read_bytes()


def _language(code: str) -> Language:
    for language in LANGUAGES:
        if code == language:
            return language
    raise ValueError(f"{code!r} is no language of the site")
