"""How alike two names of places are, however they were transliterated, misspelt or spaced.

Half of the likeness is the folded spelling, half the skeleton: the consonants, written with the same few signs for
Latin and Arabic letters. Exonyms (Sichem for Nablus) are beyond any such measure; they need a list of aliases.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import JaroWinkler

from jisr.kernel.text.folding import fold
from jisr.kernel.text.stems import is_arabic

LEAST = 0.8  # below this a name is more often wrong than right
SHORT = 2  # a shorter skeleton tells nothing; one of this length not enough to compare across scripts
ACROSS_SCRIPTS = 0.9  # only the skeletons can be compared

_GROUPS = {
    "dsch": "g", "tsch": "s", "sch": "s", "dj": "g", "dh": "d", "th": "t", "kh": "h", "ch": "h", "gh": "g", "sh": "s",
    "ph": "f", "ck": "k", "tz": "s", "qu": "k",
}  # fmt: skip
_GROUP = re.compile("|".join(_GROUPS))
_LATIN = str.maketrans("qcjzvp", "kkgsfb", "aeiouyw") | {ord("x"): "ks"}
_ARABIC = str.maketrans("بپتطثدذضرزسصشظفڤقكلمنجغگچحخه", "bbtttdddrsssssffkklmngggghhh", "اويىءع")
_ARTICLES = {"al", "el", "ul", "il"}
_SUN_ARTICLE = re.compile("[ae](sh|dh|th|[snrtdzl])$")
_ARABIC_ARTICLE = re.compile("^ال(?=.{3})")
_FINAL_H = re.compile("(?:(?<![cdgkpst])h|ه)$")
_DOUBLE = re.compile(r"(.)\1+")


class NameKey(NamedTuple):
    """A name as it is compared: ``whole`` and ``bare`` (without articles) are folded and without spaces."""

    whole: str
    bare: str
    skeleton: str
    is_arabic: bool


@lru_cache(maxsize=4096)
def name_key(name: str) -> NameKey:
    """Fold a name for comparing."""
    folded = fold(name).split()
    named = _without_articles(folded)
    bones = _DOUBLE.sub(r"\1", "".join(map(_bones, named)))
    return NameKey("".join(folded), "".join(named), bones, is_arabic(name))


def skeleton(name: str) -> str:
    """The consonants of a name in signs that both scripts share: ``btgl`` for Beit Jala and for بيت جالا."""
    return name_key(name).skeleton


def _without_articles(folded: list[str]) -> list[str]:
    """Drop al, el and their assimilated forms (an-Nubani, ash-Sharqiya) before a word, and ال in front of one."""
    named = []
    for place, word in enumerate(folded):
        following = folded[place + 1] if place + 1 < len(folded) else ""
        if following and (word in _ARTICLES or _is_sun_article(word, following)):
            continue
        named.append(_ARABIC_ARTICLE.sub("", word))
    return named


def _is_sun_article(word: str, following: str) -> bool:
    found = _SUN_ARTICLE.fullmatch(word)
    return found is not None and following.startswith(found.group(1))


def _bones(word: str) -> str:
    signs = _GROUP.sub(lambda found: _GROUPS[found.group()], _FINAL_H.sub("", word))
    return signs.translate(_LATIN).translate(_ARABIC)


def likeness(one: NameKey, other: NameKey) -> float:
    """How alike two names are, from 0 to 1 (equal keys)."""
    shorter = min(len(one.skeleton), len(other.skeleton))
    bones = JaroWinkler.similarity(one.skeleton, other.skeleton)
    if one.is_arabic != other.is_arabic:
        return ACROSS_SCRIPTS * bones if shorter > SHORT else 0.0
    spelling = JaroWinkler.similarity(one.bare, other.bare)
    if shorter < SHORT:
        return spelling
    return (spelling + bones) / 2


def similarity(one: str, other: str) -> float:
    """How alike two names are, from 0 to 1."""
    return likeness(name_key(one), name_key(other))


def rank(query: str, candidates: Iterable[str], *, limit: int = 10, least: float = LEAST) -> list[tuple[str, float]]:
    """The candidates most like the query, best first; among equals the order given."""
    key = name_key(query)
    scored = [(candidate, likeness(key, name_key(candidate))) for candidate in candidates]
    return sorted((pair for pair in scored if pair[1] >= least), key=lambda pair: -pair[1])[:limit]
