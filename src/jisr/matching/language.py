"""Which of the three languages a text is in, sentence by sentence: people mix them."""

import re
from collections.abc import Collection
from itertools import islice
from typing import NamedTuple

from jisr.kernel.text.folding import fold_word, without_controls
from jisr.kernel.text.stems import STOP_WORDS, Language, is_arabic, word_texts

LONGEST = 20_000  # characters of a text that are read
MOST_SENTENCES = 80
SHORTEST_SENTENCE = 12  # what is shorter belongs to the sentence before it

_END = re.compile(r"(?<=[.!?؟;؛:])\s+|\s*[\n\r\u2028\u2029]+\s*")
_ARABIC_LETTER = re.compile("[\u0621-\u064a\u066e-\u06d3]")
_LATIN_LETTER = re.compile("[A-Za-zÀ-ɏ]")
_GERMAN_SIGN = re.compile("[äöüßÄÖÜ]|sch|ung\\b|keit\\b|lich")
_ENGLISH_SIGN = re.compile("\\b(?:th|wh)|tion\\b|ing\\b|ment\\b|[bcdfgklmnprst]y\\b")


class Sentence(NamedTuple):
    """A sentence and the language it is read in."""

    text: str
    language: Language


def sentences(text: str) -> list[Sentence]:
    """The sentences of a text with their languages; one without any letter is left out."""
    main = language_of(text[:LONGEST])
    return [Sentence(part, _language_of(part, otherwise=main)) for part in islice(_parts(text), MOST_SENTENCES)]


def language_of(text: str) -> Language:
    """The language in which most of a text is written; German when nothing tells."""
    return _language_of(text, otherwise="de")


def _language_of(text: str, *, otherwise: Language) -> Language:
    # Names of German towns and associations stand in Arabic texts in Latin letters.
    if is_arabic(text) and 2 * len(_ARABIC_LETTER.findall(text)) >= len(_LATIN_LETTER.findall(text)):
        return "ar"
    words = {fold_word(word) for word in word_texts(text)}
    german, english = _stop_words(words, "de"), _stop_words(words, "en")
    if german == english:
        german, english = len(_GERMAN_SIGN.findall(text)), len(_ENGLISH_SIGN.findall(text.lower()))
    if german == english:
        return otherwise if otherwise != "ar" else "de"
    return "de" if german > english else "en"


def _stop_words(words: Collection[str], language: Language) -> int:
    return sum(word in STOP_WORDS[language] for word in words)


def _parts(text: str) -> list[str]:
    """The sentences; a scrap such as "Dr." is joined to what follows it."""
    parts: list[str] = []
    scrap = ""
    for piece in _END.split(text[:LONGEST]):
        joined = f"{scrap} {without_controls(piece)}".strip()
        if len(joined) < SHORTEST_SENTENCE:
            scrap = joined
            continue
        parts.append(joined)
        scrap = ""
    if scrap:
        parts[-1:] = [f"{parts[-1]} {scrap}"] if parts else [scrap]
    return [part for part in parts if word_texts(part)]
