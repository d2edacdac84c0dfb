"""Words of a text and the forms under which a search finds them: folded form, stem, Arabic consonants."""

import re
import threading
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, Literal, NamedTuple, Protocol, cast

import Stemmer

from jisr.kernel.text.folding import APOSTROPHES, CONTROLS, MARKS, TATWEEL, fold_word, normalise

Language = Literal["de", "en", "ar"]
LANGUAGES: Final[tuple[Language, ...]] = ("de", "en", "ar")
SHORTEST_ROOT = 3

_LETTER = rf"[^\W_][{MARKS}]*"
_WORD = re.compile(rf"{_LETTER}(?:[{CONTROLS}{APOSTROPHES}]*{_LETTER})*")
_ARABIC = re.compile("[\u0621-\u064a\u066e-\u06d3\ufb50-\ufdff\ufe70-\ufefc]")
_STEMMERS = {"de": "german", "en": "english", "ar": "arabic"}
_own = threading.local()  # a stemmer keeps the word it works on, so that threads must not share one

_LETTERS = str.maketrans("أإآٱکیۀہ", "ااااكيةه")
_VOWEL_SIGNS = re.compile(f"[{MARKS}{TATWEEL}]")
_JOINED_ARTICLE = re.compile("^[وف]?[بفك]?(?=ال.{2})")
_JOINED_TO = re.compile("^[وف]?لل(?=.{2})")
_FINAL_HA = re.compile("ه$")
_WEAK = re.compile("[اويىةهءآأإؤئ]")

_STOP_WORDS: Final[dict[Language, str]] = {
    "de": """
        aber alle als also am an auch auf aus bei beim bis da das dass dem den der des die dies diese dieser doch durch
        ein eine einem einen einer eines er es für gibt hat haben ich ihr im in ist ja kann kein keine mehr mit nach
        nicht noch nur ob oder ohne sein seine sich sie sind so über um und uns unser unter vom von vor war was welche
        wenn wer wie wir wird wo zu zum zur zwischen
    """,
    "en": """
        a about all also an and any are as at be been but by can do does for from had has have how i if in into is it
        its more no not of on or our so than that the their them there these they this to us was we were what when where
        which who will with you your
    """,
    "ar": """
        في من على إلى الى عن مع هذا هذه ذلك تلك التي الذي الذين ما ماذا كيف أين متى هل لا لم لن إن أن كان كانت هو هي هم
        نحن أو ثم قد كل بعض بين عند بعد قبل أي و ب ل ف ك
    """,
}
STOP_WORDS = {language: frozenset(map(fold_word, listed.split())) for language, listed in _STOP_WORDS.items()}


class Word(NamedTuple):
    """A word where it stands in a text."""

    text: str
    start: int
    end: int


class Forms(NamedTuple):
    """What one word is looked up by. ``root`` is empty unless the word is Arabic with enough consonants."""

    form: str
    stem: str
    root: str


def words(text: str) -> Iterator[Word]:
    """The words of a text in their order, as written; hyphens and punctuation part words, apostrophes do not."""
    return (Word(found.group(), found.start(), found.end()) for found in _WORD.finditer(text))


def word_texts(text: str) -> list[str]:
    """The same words without their places, which is quicker to have."""
    return _WORD.findall(text)


def is_arabic(text: str) -> bool:
    """Whether any letter is of the Arabic script."""
    return _ARABIC.search(text) is not None


def is_stop_word(word: str, language: Language) -> bool:
    """Whether a word is too common in a language to tell texts apart."""
    return fold_word(word) in STOP_WORDS["ar" if is_arabic(word) else language]


@lru_cache(maxsize=4096)
def forms(word: str, language: Language) -> Forms:
    """Fold and stem one word. Arabic script is stemmed as Arabic anywhere, Latin script in Arabic text only folded."""
    if is_arabic(word):
        stem = _arabic_stem(word)
        return Forms(fold_word(word), fold_word(stem), _root(stem))
    if language == "ar":
        return Forms(fold_word(word), fold_word(word), "")
    return Forms(fold_word(word), fold_word(_stemmer(language).stemWord(normalise(word))), "")


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str: ...  # noqa: N802 - the library's name


def _stemmer(language: Language) -> _Stemmer:
    name = _STEMMERS[language]
    if not hasattr(_own, name):
        setattr(_own, name, Stemmer.Stemmer(name, 0))
    return cast("_Stemmer", getattr(_own, name))


def _arabic_stem(word: str) -> str:
    """Stem after the steps that the stemmer expects to have been done.

    Folding the feminine ending to ه or cutting the article beforehand would lose words: the stemmer takes both as signs
    of a noun. Giving every word the article keeps it from cutting the first letter of بلديات or وزارة as a particle.
    """
    bare = _VOWEL_SIGNS.sub("", normalise(word)).translate(_LETTERS)
    whole = _JOINED_TO.sub("ال", _JOINED_ARTICLE.sub("", bare))
    noun = whole if whole.startswith("ال") else f"ال{whole}"
    stem = _stemmer("ar").stemWord(_FINAL_HA.sub("ة", noun))
    return stem.removeprefix("ال") if len(stem) > SHORTEST_ROOT else stem


def _root(stem: str) -> str:
    """The consonants of a stem, which broken plurals share (كتاب and كتب); too few of them tell nothing."""
    root = _WEAK.sub("", stem)
    return root if len(root) >= SHORTEST_ROOT else ""
