"""The weights of ranking and published requests, from the tables in ``data/``."""

from datetime import date

from django.db import transaction

from jisr.kernel.tables import Row, read_table
from jisr.matching.models import WeightSet
from jisr.matching.requests.programme import load_request, load_translation
from jisr.municipalities.loading import load_changed

HERE = "jisr.matching"
SHARES = ("themes", "size", "languages", "text")


@transaction.atomic
def load_matching() -> dict[str, int]:
    """Load weights and requests; return how many rows were new or changed."""
    rows = [(row["valid_from"], row) for row in read_table(HERE, "weights")]
    requests = [(row["municipality_en"], row) for row in read_table(HERE, "partnership_requests")]
    written = read_table(HERE, "partnership_request_texts")
    texts = [(f"{row['municipality_en']} {row['key']} {row['language']}", row) for row in written]
    return {
        "weights": load_changed("weights", rows, _load_weights),
        "requests": load_changed("requests", requests, load_request),
        "request_texts": load_changed("request_texts", texts, load_translation),
    }


def _load_weights(valid_from: str, row: Row) -> None:
    shares = {name: int(row[name]) for name in SHARES}
    WeightSet.objects.update_or_create(valid_from=date.fromisoformat(valid_from), defaults=shares)
