"""The programme's past meetings and its rules of travel, from the tables in ``data/``."""

from datetime import date

from django.db import transaction

from jisr.events.editions.states import State
from jisr.events.models import Edition, Series
from jisr.events.travel.programme import load_travel
from jisr.kernel.tables import Row, dated, in_three, lists_in_three, read_table, split_cell
from jisr.municipalities.loading import edited, load_changed, unedited
from jisr.municipalities.models import Authority, Theme

HERE = "jisr.events"
FACT_OF = {
    "start_on": "start",
    "start_precision": "start",
    "end_on": "end",
    "end_precision": "end",
    "country_id": "country",
}


@transaction.atomic
def load_events() -> dict[str, int]:
    """Load series, editions and rules of travel; return how many were new or changed."""
    series = [(row["slug"], row) for row in read_table(HERE, "series")]
    editions = [(row["slug"], row) for row in read_table(HERE, "editions")]
    return {
        "series": load_changed("event series", series, _load_series),
        "editions": load_changed("event editions", editions, _load_edition),
        **load_travel(),
    }


def _load_series(slug: str, row: Row) -> None:
    columns = {
        "kind": row["kind"],
        **in_three(row, "name"),
        **in_three(row, "description"),
        "alternates": bool(row["alternates"]),
        "from_months": _number(row["from_months"]),
        "to_months": _number(row["to_months"]),
    }
    kept = unedited(Series, columns, slug=slug)
    Series.objects.update_or_create(slug=slug, defaults=kept, create_defaults=columns)


def _number(cell: str) -> int | None:
    return int(cell) if cell else None


def _load_edition(slug: str, row: Row) -> None:
    columns = {
        "series": Series.objects.get(slug=row["series"]),
        "number": _number(row["edition"]),
        **dated("start", row["start_on"]),
        **dated("end", row["end_on"]),
        "country_id": row["country"] or None,
        "mode": row["mode"],
        "german_authorities": _number(row["german_municipalities_stated"]),
        "palestinian_authorities": _number(row["palestinian_authorities_stated"]),
        "registration_deadline": date.fromisoformat(row["registration_deadline"])
        if row["registration_deadline"]
        else None,
        "source_urls": [row["source"], *row["further_sources"].split()],
    }
    for column in ("title", "place", "cost_note"):
        columns |= in_three(row, column)
    columns |= lists_in_three(row, "hosts", to="partners")
    for column in ("organisers", "participants", "formats", "outcomes"):
        columns |= lists_in_three(row, column)
    by_hand = edited(Edition, slug=slug)
    kept = unedited(Edition, columns, of=FACT_OF, slug=slug)
    edition, _is_new = Edition.objects.update_or_create(
        slug=slug, defaults=kept, create_defaults={**columns, "state": State.HELD}
    )
    if "themes" not in by_hand:
        edition.themes.set(Theme.objects.filter(slug__in=split_cell(row["themes"])))
    if "places" not in by_hand:
        edition.places.set(Authority.objects.filter(slug__in=split_cell(row["places"])))
