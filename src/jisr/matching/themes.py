"""Proposes themes for a text in any of the three languages. People decide: a proposal is no tick.

The sentence encoder and the lexicon together are better than either; without the encoder the lexicon answers.
"""

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

from jisr.matching import encoder, lexicon, taxonomy
from jisr.matching.language import Sentence, sentences
from jisr.matching.lexicon import Reading

LEAST_SCORE = 0.02
MOST_WORDS = 4
GUESSED_WORDS = 2
LEXICON_SHARE, LEXICON_MOST = 0.04, 4.0  # of the evidence beside the encoder, whose scores reach from 0 to 1


class Curve(NamedTuple):
    """Turns evidence into the chance that a theme is right; fitted by logistic regression on texts not trained on."""

    base: float
    evidence: float
    behind_best: float

    def chance(self, evidence: float, best: float) -> float:
        return 1 / (1 + math.exp(-(self.base + self.evidence * evidence + self.behind_best * (evidence - best))))


BOTH = Curve(-3.27, 14.32, 11.62)
WORDS_ONLY = Curve(-3.10, 29.92, 22.66)


@dataclass(frozen=True)
class ThemeSuggestion:
    """``score`` is the chance that the theme is right: from 0.5 on it is more likely right than not."""

    slug: str
    score: float
    words: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        return {**asdict(self), "words": list(self.words)}


def suggest_themes(text: str, *, limit: int = 3) -> list[ThemeSuggestion]:
    """The most likely themes of a text, best first; none for a text that says nothing."""
    listed = sentences(text)
    if limit < 1 or not lexicon.content_words(listed):
        return []
    reading = lexicon.read(listed)
    found, curve = evidence(listed, reading)
    slugs = taxonomy.theme_slugs()
    order = sorted(range(len(slugs)), key=lambda theme: (-found[theme], slugs[theme]))[:limit]
    chosen = [(theme, curve.chance(found[theme], max(found))) for theme in order if found[theme] > 0]
    chosen = [(theme, chance) for theme, chance in chosen if chance >= LEAST_SCORE]
    words = _words([theme for theme, _chance in chosen], listed, reading)
    return [ThemeSuggestion(slugs[theme], round(chance, 4), words[theme]) for theme, chance in chosen]


def evidence(listed: Sequence[Sentence], reading: Reading) -> tuple[list[float], Curve]:
    """What speaks for each theme, in the order of ``taxonomy.theme_slugs``, and how to read it as a chance."""
    of_words = [LEXICON_SHARE * min(score, LEXICON_MOST) for score in reading.scores]
    model = encoder.load()
    if model is None:
        return of_words, WORDS_ONLY
    from jisr.matching import head  # noqa: PLC0415 - numpy, only where the encoder is

    of_meaning = head.read(model, listed).tolist()
    return [meaning + words for meaning, words in zip(of_meaning, of_words, strict=True)], BOTH


def _words(themes: Sequence[int], listed: Sequence[Sentence], reading: Reading) -> dict[int, tuple[str, ...]]:
    """The words that led to each theme; where the lexicon knows none, those nearest to it in meaning."""
    found = {theme: tuple(reading.words[theme][:MOST_WORDS]) for theme in themes}
    wordless = [theme for theme, words in found.items() if not words]
    model = encoder.load() if wordless else None
    candidates = lexicon.content_words(listed)
    if model is None or not candidates:
        return found
    from jisr.matching import head  # noqa: PLC0415 - numpy, only where the encoder is

    scores = head.of(model).scores(model.encode(candidates), [listed[0].language] * len(candidates))
    for theme in wordless:
        nearest = scores[:, theme].argsort(kind="stable")[::-1][:GUESSED_WORDS]
        found[theme] = tuple(candidates[place] for place in nearest if scores[place, theme] > 0)
    return found
