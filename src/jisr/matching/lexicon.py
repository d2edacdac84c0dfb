"""Themes by the words of a text: names, synonyms and example sentences of each theme, in three languages.

A word counts for a theme the more, the fewer other themes use it. It is found by its stem; a German one also as the
beginning or end of a compound (Biomüll, Müllgebühr), an Arabic one also by its consonants.

Names and synonyms are those that the office keeps, where somebody has named a source of them (``take_words_from``);
else the delivered ones.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from jisr.kernel.text.stems import LANGUAGES, Forms, Language, forms, is_arabic, is_stop_word, word_texts
from jisr.matching import taxonomy
from jisr.matching.language import Sentence
from jisr.matching.taxonomy import Entry

SENTENCE_WORD = 0.4  # what a word of an example sentence counts, beside 1 for a term
DOUBT = 0.5  # a word met once tells less than one met often
ROOT = 0.6  # consonants alone may belong to another word
SHORTEST_PART = 4  # letters of one part of a compound
SHORTEST_WORD = 2
MOST_COMPOUNDS = 4096  # that are remembered
PLAIN_SENTENCES = 4  # up to so many sentences all words count fully; longer texts meet every theme somewhere

Weights = tuple[tuple[int, float], ...]  # pairs of theme and weight
_NONE: Final[Weights] = ()


class Reading(NamedTuple):
    """What the words of a text say: a score per theme, and the words behind it, the strongest first."""

    scores: list[float]
    words: list[list[str]]


def read(sentences: Iterable[Sentence]) -> Reading:
    """Score every theme by the words of a text."""
    known = current()
    count = len(taxonomy.theme_slugs())
    scores, behind = [0.0] * count, [Counter[str]() for _theme in range(count)]
    listed = list(sentences)
    for word, weights in _met(listed, known):
        for theme, weight in weights:
            scores[theme] += weight
            behind[theme][word] += weight
    damp = math.sqrt(max(1.0, len(listed) / PLAIN_SENTENCES))
    words = [[word for word, weight in met.most_common() if weight > DOUBT] for met in behind]
    return Reading([score / damp for score in scores], words)


def content_words(sentences: Iterable[Sentence]) -> list[str]:
    """The words of a text that may tell something, each once."""
    return list(dict.fromkeys(word for sentence in sentences for word, _language, _forms in _words(*sentence)))


def _met(sentences: Iterable[Sentence], known: "Lexicon") -> Iterator[tuple[str, Weights]]:
    for sentence in sentences:
        for word, language, found in _words(*sentence):
            if weights := known.weights(found, language):
                yield word, weights


def _words(text: str, language: Language) -> Iterator[tuple[str, Language, Forms]]:
    for word in word_texts(text):
        spoken: Language = "ar" if is_arabic(word) else ("de" if language == "ar" else language)
        if len(word) >= SHORTEST_WORD and not word.isdecimal() and not is_stop_word(word, spoken):
            yield word, spoken, forms(word, spoken)


class Lexicon:
    """The words of all themes in the forms in which they are looked up."""

    def __init__(self, terms: Sequence[Entry]) -> None:
        self.terms = terms
        stems: dict[Language, dict[str, Counter[int]]] = {language: defaultdict(Counter) for language in LANGUAGES}
        roots: dict[str, Counter[int]] = defaultdict(Counter)
        for entries, share in ((terms, None), (taxonomy.anchors(), SENTENCE_WORD)):
            for theme, language, text in entries:
                words = list(_words(text, language))
                for _word, spoken, found in words:
                    weight = share or 1 / math.sqrt(len(words))  # a word of a longer term stands less for it
                    stems[spoken][found.stem][theme] += weight
                    if found.root:
                        roots[found.root][theme] += weight
        self._stems = {language: _weighed(met) for language, met in stems.items()}
        self._roots = _weighed(roots)
        self._compounds: dict[str, Weights] = {}

    def weights(self, found: Forms, language: Language) -> Weights:
        """How much a word speaks for which themes."""
        if weights := self._stems[language].get(found.stem):
            return weights
        if language == "ar":
            return tuple((theme, ROOT * weight) for theme, weight in self._roots.get(found.root, _NONE))
        other: Language = "en" if language == "de" else "de"
        in_other = self._stems[other].get(forms(found.form, other).stem, _NONE)
        return in_other if language == "en" else self._compound(found.stem) or in_other

    def _compound(self, stem: str) -> Weights:
        """What a German word shares with the words that it begins or ends with, or that begin or end with it."""
        if stem not in self._compounds:
            if len(self._compounds) >= MOST_COMPOUNDS:
                self._compounds.clear()
            self._compounds[stem] = tuple(self._parts(stem).items())
        return self._compounds[stem]

    def _parts(self, stem: str) -> dict[int, float]:
        best: dict[int, float] = {}
        if len(stem) > SHORTEST_PART + 1:
            for known, weights in self._stems["de"].items():
                part, whole = sorted((known, stem), key=len)
                if len(part) >= SHORTEST_PART and (whole.startswith(part) or whole.endswith(part)):
                    for theme, weight in weights:
                        best[theme] = max(best.get(theme, 0.0), weight * len(part) / len(whole))
        return best


class _Kept:
    source: Callable[[], Sequence[Entry] | None] | None = None
    lexicon: Lexicon | None = None


def take_words_from(source: Callable[[], Sequence[Entry] | None] | None) -> None:
    """Name who knows the names and synonyms of now; it gives None where it cannot say. Without one: the delivered."""
    _Kept.source = source


def current() -> Lexicon:
    """The words of now. They are put in order again only when they differ from those of last time."""
    terms = (_Kept.source() if _Kept.source else None) or taxonomy.terms()
    kept = _Kept.lexicon
    if kept is None or (kept.terms is not terms and kept.terms != terms):
        kept = _Kept.lexicon = Lexicon(terms)
    return kept


def _weighed(met: dict[str, Counter[int]]) -> dict[str, Weights]:
    count = len(taxonomy.theme_slugs())
    return {
        key: tuple(
            (theme, weight / themes.total() * math.log(1 + count / len(themes)) * weight / (weight + DOUBT))
            for theme, weight in themes.items()
        )
        for key, themes in met.items()
    }
