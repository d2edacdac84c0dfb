"""What a reader typed, and which terms of the index it may mean."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import NamedTuple, cast

from django.db.models import Q

from jisr.kernel.text.folding import without_controls
from jisr.kernel.text.stems import LANGUAGES, Forms, Language, forms, is_stop_word, words
from jisr.search import vocabulary
from jisr.search.models import LONGEST_WORD, Term
from jisr.search.ranking import Hit
from jisr.search.vocabulary import SHORTEST_BEGINNING, SHORTEST_PART

LONGEST_QUERY = 200
MOST_WORDS = 8
MOST_TERMS = 60  # of one word; a part of a word may be in very many
# How much a term counts that is not the word itself, of 1000. A part counts the more the longer it is in its word.
STEM, ROOT, PART, SHARE_OF_PART = 850, 500, 300, 350
OTHER_LANGUAGE = 0.6


class Asked(NamedTuple):
    """One word of the query with its forms in each language."""

    text: str
    forms: dict[Language, Forms]
    is_last: bool

    @property
    def form(self) -> str:
        return self.forms["ar"].form

    @property
    def stems(self) -> set[str]:
        return {its.stem for its in self.forms.values() if len(its.stem) >= SHORTEST_PART} - {self.form}

    @property
    def parts(self) -> set[str]:
        """What longer words are searched for: the word from four letters on, the last one as far as it is typed."""
        shortest = SHORTEST_BEGINNING if self.is_last else SHORTEST_PART
        return self.stems | ({self.form} if len(self.form) >= shortest else set())

    def longest_part_of(self, its: Forms) -> int:
        """How many letters of a longer word are this one; 0 if it is no part of it.

        The word as typed may be anywhere in it, but only at the start while it is very short. A short stem (``sich`` of
        Sichem) is in too many words, so it must be the end, as ``haus`` of Häuser is in Rathaus.
        """
        found = [0]
        if self.form in its.form if len(self.form) >= SHORTEST_PART else its.form.startswith(self.form):
            found.append(len(self.form))
        found += [
            len(stem)
            for stem in self.stems
            if its.stem.endswith(stem) or (len(stem) > SHORTEST_PART and stem in its.form)
        ]
        return max(found)


@dataclass(frozen=True)
class Meaning:
    """What a query may mean: terms as ``hits``, folded words to mark, and the words that no term fits."""

    hits: list[Hit]
    marked: frozenset[str]
    unknown: tuple[str, ...]


class _Candidate(NamedTuple):
    pk: int
    language: Language
    forms: Forms


def clean(text: str) -> str:
    """Typed text on one line, without signs that hide or redirect, no longer than a query may be."""
    shown = without_controls(unicodedata.normalize("NFC", text[: 4 * LONGEST_QUERY]))
    return " ".join(shown.split())[:LONGEST_QUERY].strip()


def read_words(query: str) -> list[Asked]:
    """The words that are looked for: no stop words unless there are no others, and not more than anybody needs."""
    found = [word.text for word in words(query) if len(word.text) <= LONGEST_WORD]
    telling = [word for word in found if not any(is_stop_word(word, language) for language in LANGUAGES)] or found
    return [
        Asked(word, {language: forms(word, language) for language in LANGUAGES}, is_last=word == found[-1])
        for word in list(dict.fromkeys(telling))[:MOST_WORDS]
    ]


def understand(asked: list[Asked], language: Language) -> Meaning:
    """Look the words up in the vocabulary: as they are, by stem, by consonants, as part of longer words."""
    candidates = list(_candidates(asked)) if asked else []
    hits: list[Hit] = []
    marked: set[str] = set()
    unknown = []
    for place, word in enumerate(asked):
        meant = _meant(word, candidates, language)
        hits += [Hit(candidate.pk, place, factor) for factor, candidate in meant]
        marked.update(candidate.forms.form for _factor, candidate in meant)
        if not meant:
            unknown.append(word.text)
    return Meaning(hits, frozenset(marked), tuple(unknown))


def _meant(word: Asked, candidates: Iterable[_Candidate], language: Language) -> list[tuple[int, _Candidate]]:
    """The terms that one word may mean with their factors, the likeliest ones if there are very many."""
    found = [(factor, each) for each in candidates if (factor := _factor(word, each, language))]
    return sorted(found, key=lambda pair: -pair[0])[:MOST_TERMS]


def _factor(word: Asked, candidate: _Candidate, language: Language) -> int:
    """How likely a term is meant by a word, up to 1000; 0 if not at all."""
    asked, its = word.forms[candidate.language], candidate.forms
    if asked.form == its.form:
        likely: float = 1000
    elif asked.stem == its.stem:
        likely = STEM
    elif asked.root and asked.root == its.root:
        likely = ROOT
    elif letters := word.longest_part_of(its):
        likely = PART + SHARE_OF_PART * letters / len(its.form)
    else:
        return 0
    return round(likely if candidate.language == language else likely * OTHER_LANGUAGE)


def _candidates(asked: list[Asked]) -> Iterator[_Candidate]:
    """Terms with the form, stem or consonants of a word, and those of longer words that it may be a part of."""
    longer = {form for word in asked for part in word.parts for form in vocabulary.forms_with(part)}
    conditions = [Q(form__in={*longer, *(word.form for word in asked)})]
    conditions += [
        Q(language=language, stem__in={word.forms[language].stem for word in asked}) for language in LANGUAGES
    ]
    if roots := {word.forms["ar"].root for word in asked} - {""}:
        conditions.append(Q(root__in=roots))
    terms = Term.objects.filter(reduce(or_, conditions)).order_by("pk")
    for pk, language, *its_forms in terms.values_list("pk", "language", "form", "stem", "root"):
        yield _Candidate(pk, cast("Language", language), Forms(*its_forms))
