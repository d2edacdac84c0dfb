"""Themes proposed from what was typed. Words alone decide: the encoder's place is the worker, not a web page."""

from collections.abc import Mapping
from typing import Any

from jisr.matching import lexicon, taxonomy
from jisr.matching.language import sentences
from jisr.matching.themes import LEXICON_MOST, LEXICON_SHARE, WORDS_ONLY

LEAST_CHANCE = 0.3
MOST = 3


def proposed_themes(answers: Mapping[str, Any]) -> list[tuple[str, list[str]]]:
    """Slugs of themes that the texts seem to be about and nobody has chosen, each with the words that led there."""
    wishes = answers.get("themes") or []
    chosen = {wish["slug"] for wish in wishes}
    texts = [answers.get("priorities") or "", answers.get("wishes") or "", answers.get("profile") or ""]
    listed = sentences("\n".join([*texts, *(wish.get("text", "") for wish in wishes)]))
    if not lexicon.content_words(listed):
        return []
    reading, slugs = lexicon.read(listed), taxonomy.theme_slugs()
    found = [LEXICON_SHARE * min(score, LEXICON_MOST) for score in reading.scores]
    best = max(found)
    ranked = sorted(range(len(slugs)), key=lambda theme: (-found[theme], slugs[theme]))
    likely = [
        (slugs[theme], reading.words[theme][:MOST])
        for theme in ranked[: MOST + len(chosen)]
        if found[theme] > 0 and WORDS_ONLY.chance(found[theme], best) >= LEAST_CHANCE
    ]
    return [pair for pair in likely if pair[0] not in chosen][:MOST]
