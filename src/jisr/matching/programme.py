"""The weights of ranking, from the table in ``data/``."""

from datetime import date

from django.db import transaction

from jisr.kernel.tables import Row, read_table
from jisr.matching.models import WeightSet
from jisr.municipalities.loading import load_changed

HERE = "jisr.matching"
SHARES = ("themes", "size", "languages", "text")


@transaction.atomic
def load_matching() -> dict[str, int]:
    """Load the weights; return how many rows were new or changed."""
    rows = [(row["valid_from"], row) for row in read_table(HERE, "weights")]
    return {"weights": load_changed("weights", rows, _load_weights)}


def _load_weights(valid_from: str, row: Row) -> None:
    shares = {name: int(row[name]) for name in SHARES}
    WeightSet.objects.update_or_create(valid_from=date.fromisoformat(valid_from), defaults=shares)
