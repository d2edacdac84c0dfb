"""Which words a text is found by, and how prominent each is in it."""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from jisr.kernel.text.folding import without_controls
from jisr.kernel.text.stems import Forms, Language, forms, is_stop_word, word_texts
from jisr.search.models import LONGEST_WORD
from jisr.search.sources import Text

TITLE, KEYWORD, BODY, RELATED = 100, 60, 30, 15
WHOLE_TITLE = 40  # shared by the words of a title, so that a short one counts more than a long one
REPEATED, MOST_TIMES = 3, 5


class Met(NamedTuple):
    """A word as it was written, with the forms it is looked up by."""

    word: str
    forms: Forms


class Analyser:
    """Weighs texts. It remembers every word it has met, so use one for many texts and then let it go."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, Language], Met | None] = {}

    def weigh(self, text: Text, language: Language) -> Iterator[tuple[Met, int]]:
        """The words of a text, each once with its greatest weight, a little more if it is repeated."""
        found: dict[str, tuple[Met, int]] = {}
        times: dict[str, int] = {}
        for weight, part in _parts(text):
            for word, count in Counter(word_texts(part)).items():
                met = self._meet(word, language)
                if met is None:
                    continue
                form = met.forms.form
                times[form] = times.get(form, 0) + count
                if form not in found or found[form][1] < weight:
                    found[form] = met, weight
        for form, (met, weight) in found.items():
            yield met, weight if times[form] == 1 else weight + REPEATED * min(times[form], MOST_TIMES)

    def _meet(self, word: str, language: Language) -> Met | None:
        key = word, language
        if key not in self._known:
            self._known[key] = _meet(word, language)
        return self._known[key]


def _meet(word: str, language: Language) -> Met | None:
    """The forms of a word; none if it is not worth finding anything by."""
    if len(word) > LONGEST_WORD or is_stop_word(word, language):
        return None
    its_forms = forms(word, language)
    if not its_forms.form or max(map(len, its_forms)) > LONGEST_WORD:
        return None
    return Met(without_controls(word), its_forms)


def _parts(text: Text) -> Iterator[tuple[int, str]]:
    title_length = max(1, len(word_texts(text.title)))
    yield TITLE + WHOLE_TITLE // title_length, text.title
    for keyword in text.keywords:
        yield KEYWORD, keyword
    yield BODY, text.summary
    yield BODY, text.body
    for related in text.related:
        yield RELATED, related
