from collections.abc import Iterator

import pytest

from jisr.matching import encoder


@pytest.fixture
def no_encoder() -> Iterator[None]:
    """As in a web process, or where the encoder is missing."""
    encoder.shut()
    yield
    encoder.reopen()
