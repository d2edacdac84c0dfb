"""The delivered checklists, cost rules and facts for travellers, from the tables in ``data/``."""

from datetime import date
from typing import Any

from jisr.events.travel.models import ChecklistLine, CostRule, TravelFact
from jisr.kernel.tables import Row, in_three, read_table
from jisr.municipalities.loading import load_changed

HERE = "jisr.events"
TABLES = {
    "travel_lines": (ChecklistLine, lambda row: {"host": row["host"], "weeks_before": int(row["weeks_before"])}),
    "travel_costs": (CostRule, lambda row: {"meeting_kind": row["meeting_kind"], **in_three(row, "note")}),
    "travel_facts": (
        TravelFact,
        lambda row: {"host": row["host"], "position": int(row["position"]), **in_three(row, "text")},
    ),
}
PLAIN = ("side", "kind", "doer", "category", "bearer")


def load_travel() -> dict[str, int]:
    """Load the three tables; return how many rows were new or changed. To be called in a transaction."""
    return {name: _load(name) for name in TABLES}


def _load(name: str) -> int:
    model, more = TABLES[name]

    def load(key: str, row: Row) -> None:
        columns = {column: row[column] for column in PLAIN if column in row}
        model.objects.update_or_create(key=key, defaults={**columns, **_dated(row), **more(row)})

    return load_changed(f"event {name}", [(row["key"], row) for row in read_table(HERE, name)], load)


def _dated(row: Row) -> dict[str, Any]:
    return {
        "valid_from": _day(row["valid_from"]),
        "valid_to": _day(row["valid_to"]),
        "source_url": row["source"],
        "is_own_proposal": row["own_proposal"] == "yes",
    }


def _day(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell else None
