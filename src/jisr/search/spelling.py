"""What the reader may have meant by a word that is nowhere."""

from django.db.models.functions import Length
from rapidfuzz import process
from rapidfuzz.distance import OSA

from jisr.kernel.text.folding import fold_word
from jisr.kernel.text.stems import Language, words
from jisr.search.models import Term

SHORTEST, MOST_DIFFERENCE = 4, 2
LEAST_LIKE = 0.75
OWN_LANGUAGE = 0.05


def did_you_mean(query: str, unknown: tuple[str, ...], language: Language) -> str:
    """The query with each unknown word replaced by the most similar one of the index; empty if nothing is similar."""
    better = {word: nearest for word in unknown if (nearest := _nearest(word, language))}
    return " ".join(better.get(word.text, word.text) for word in words(query)) if better else ""


def _nearest(word: str, language: Language) -> str:
    """The most similar term with the same first letter, as it is written; the reader's language first among equals."""
    form = fold_word(word)
    if len(form) < SHORTEST:
        return ""
    terms = (
        Term.objects.alias(length=Length("form"))
        .filter(form__startswith=form[0], length__range=(len(form) - MOST_DIFFERENCE, len(form) + MOST_DIFFERENCE))
        .order_by("pk")
        .values_list("form", "word", "language")
    )
    choices = {(language_, word_): form_ for form_, word_, language_ in terms}
    near = process.extract(form, choices, scorer=OSA.normalized_similarity, score_cutoff=LEAST_LIKE, limit=20)
    ranked = [(score + OWN_LANGUAGE * (key[0] == language), key[1]) for _form, score, key in near]
    return max(ranked, default=(0.0, ""), key=lambda pair: pair[0])[1]
