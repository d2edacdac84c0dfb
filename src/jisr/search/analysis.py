"""Which words a text is found by, and how prominent each is in it."""

from collections.abc import Iterator
from typing import NamedTuple

from jisr.kernel.text.folding import without_controls
from jisr.kernel.text.stems import Forms, Language, forms, is_stop_word, words
from jisr.search.models import LONGEST_WORD
from jisr.search.sources import Text

TITLE, KEYWORD, BODY, RELATED = 100, 60, 30, 15
WHOLE_TITLE = 40  # shared by the words of a title, so that a short one counts more than a long one
REPEATED, MOST_REPEATS = 3, 5


class WeightedWord(NamedTuple):
    """A word as written, the forms it is looked up by, and its weight in one text."""

    word: str
    forms: Forms
    weight: int


def weigh(text: Text, language: Language) -> list[WeightedWord]:
    """The words of a text, each once with its greatest weight; a word repeated in the body counts a little more."""
    found: dict[str, WeightedWord] = {}
    repeats: dict[str, int] = {}
    for weight, part in _parts(text):
        for word, its_forms in _indexed(part, language):
            known = found.get(its_forms.form)
            if known is None or known.weight < weight:
                found[its_forms.form] = WeightedWord(word, its_forms, weight)
            repeats[its_forms.form] = repeats.get(its_forms.form, -1) + 1
    return [
        each._replace(weight=each.weight + REPEATED * min(repeats[form], MOST_REPEATS)) for form, each in found.items()
    ]


def _parts(text: Text) -> Iterator[tuple[int, str]]:
    title_length = max(1, len(list(words(text.title))))
    yield TITLE + WHOLE_TITLE // title_length, text.title
    for keyword in text.keywords:
        yield KEYWORD, keyword
    yield BODY, text.summary
    yield BODY, text.body
    for related in text.related:
        yield RELATED, related


def _indexed(part: str, language: Language) -> Iterator[tuple[str, Forms]]:
    for word in words(part):
        if len(word.text) > LONGEST_WORD or is_stop_word(word.text, language):
            continue
        its_forms = forms(word.text, language)
        if its_forms.form and max(map(len, its_forms)) <= LONGEST_WORD:
            yield without_controls(word.text), its_forms
