"""Themes by the meaning of a text: one linear layer on top of the sentence encoder.

It is a ridge regression, trained on names, synonyms and example sentences of all three languages, and delivered as
``data/theme_head.npz`` so that nobody waits for it. Made anew by ``python -m scripts.train_themes``.
"""

import io
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from jisr.kernel.text.stems import LANGUAGES, Language
from jisr.matching import encoder, taxonomy
from jisr.matching.arrays import np
from jisr.matching.encoder import Encoder
from jisr.matching.language import Sentence
from jisr.matching.taxonomy import Entry

log = logging.getLogger(__name__)
FILE = "theme_head.npz"
RIDGE = 5.0
TERM, LINE, SENTENCE = 0.2, 1.0, 1.0  # what one term, the line of all terms, one example sentence weighs
LEAST_LENGTH = 1e-6


@dataclass(frozen=True, kw_only=True)
class Head:
    """``means`` are the languages' own directions, which say nothing about themes and are taken away."""

    fingerprint: str
    means: np.ndarray
    weights: np.ndarray

    def centred(self, vectors: np.ndarray, languages: Sequence[Language]) -> np.ndarray:
        """What is left of vectors without the direction of their language, of length 1."""
        return unit(vectors - self.means[[LANGUAGES.index(language) for language in languages]])

    def scores(self, vectors: np.ndarray, languages: Sequence[Language]) -> np.ndarray:
        """One row per vector, one column per theme."""
        return self.centred(vectors, languages) @ self.weights

    def as_bytes(self) -> bytes:
        file = io.BytesIO()
        told = np.frombuffer(self.fingerprint.encode(), np.uint8)
        np.savez(file, fingerprint=told, means=self.means.astype(np.float16), weights=self.weights.astype(np.float16))
        return file.getvalue()


def unit(vectors: np.ndarray) -> np.ndarray:
    """Each row with length 1; a row of nothing stays nothing."""
    return vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), LEAST_LENGTH)


def expected_fingerprint(name: str) -> str:
    return taxonomy.fingerprint(name, RIDGE, TERM, LINE, SENTENCE)


@cache
def of(model: Encoder) -> Head:
    """The delivered head, or one trained now if the words have changed since or the file is broken."""
    try:
        head = delivered()
    except encoder.BROKEN as failure:
        log.warning("The delivered theme head cannot be read (%s).", failure)
    else:
        if head.fingerprint == expected_fingerprint(model.name):
            return head
        log.warning("The words of the themes have changed: run python -m scripts.train_themes.")
    return train(model)


def delivered() -> Head:
    """Read the delivered file; raises one of ``encoder.BROKEN``."""
    with np.load(io.BytesIO(taxonomy.data_file(FILE)), allow_pickle=False) as file:
        return Head(
            fingerprint=file["fingerprint"].tobytes().decode(),
            means=file["means"].astype(np.float32),
            weights=file["weights"].astype(np.float32),
        )


def train(model: Encoder) -> Head:
    """Deterministic: the same words give the same head."""
    parts = [(taxonomy.terms(), TERM), (_lines(), LINE), (taxonomy.anchors(), SENTENCE)]
    means: list[np.ndarray] = []
    rows = []
    for entries, weight in parts:
        vectors = model.encode([entry.text for entry in entries])
        tongues = np.array([LANGUAGES.index(entry.language) for entry in entries])
        means = [vectors[tongues == tongue].mean(axis=0) for tongue in range(len(LANGUAGES))]
        rows.append((unit(vectors - np.stack(means)[tongues]), [entry.theme for entry in entries], weight))
    return Head(
        fingerprint=expected_fingerprint(model.name),
        means=np.stack(means),  # of the example sentences, the last part: texts are sentences
        weights=_ridge(rows),
    )


def _lines() -> list[Entry]:
    """For each theme and language all its terms as one line."""
    ordered = sorted(taxonomy.terms(), key=lambda entry: (entry.theme, entry.language))
    return [
        Entry(theme, language, ", ".join(entry.text for entry in entries))
        for (theme, language), entries in groupby(ordered, key=lambda entry: (entry.theme, entry.language))
    ]


def _ridge(rows: list[tuple[np.ndarray, list[int], float]]) -> np.ndarray:
    vectors = np.vstack([part for part, _themes, _weight in rows]).astype(np.float64)
    themes = np.concatenate([listed for _part, listed, _weight in rows])
    weights = np.concatenate([np.full(len(listed), weight) for _part, listed, weight in rows])
    count = len(taxonomy.theme_slugs())
    targets = np.eye(count)[themes] - 1 / count
    weighed = vectors * weights[:, None]
    inverse = vectors.T @ weighed + RIDGE * np.eye(vectors.shape[1])
    return np.linalg.solve(inverse, weighed.T @ targets).astype(np.float32)


def read(model: Encoder, sentences: Sequence[Sentence]) -> np.ndarray:
    """One score per theme for a whole text: half its best sentence, half the average of all."""
    scores = of(model).scores(model.encode([sentence.text for sentence in sentences]), [s.language for s in sentences])
    return (scores.max(axis=0) + scores.mean(axis=0)) / 2


def packed(vector: np.ndarray) -> bytes:
    """A vector as it is stored: two bytes a number, little end first."""
    return vector.astype("<f2").tobytes()


def nearness(one: bytes, other: bytes) -> float:
    """The cosine of two stored vectors, from 0 to 1; 0 for what is no pair of vectors."""
    if len(one) != len(other) or len(one) % 2:
        return 0.0
    first, second = (unit(np.frombuffer(packed, "<f2").astype(np.float32)) for packed in (one, other))
    return float(np.clip(np.nan_to_num(first @ second), 0, 1))
