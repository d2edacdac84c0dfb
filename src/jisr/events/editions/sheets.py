"""Which facts of series and editions the office edits."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from jisr.events.editions.models import Edition, Series
from jisr.events.editions.policies import RUN_EDITION
from jisr.municipalities.models import Authority
from jisr.municipalities.services.facts import Sheet
from jisr.search import services as search

EDITION = "edition"  # in the search
LANGUAGES = ("de", "en", "ar")
LISTS = ("organisers", "partners", "formats", "outcomes")


def in_three(*names: str) -> list[str]:
    return [f"{name}_{language}" for name in names for language in LANGUAGES]


LIST_COLUMNS = frozenset(in_three(*LISTS))


@dataclass(frozen=True)
class LineSheet(Sheet):
    """A sheet on which lists of texts are read one a line, and authorities by their keys."""

    def read(self, row: Any) -> dict[str, str]:  # noqa: ANN401 - a row of the sheet's model
        told = super().read(row)
        return told | {name: self.text(name, getattr(row, name)) for name in self.columns if name in LIST_COLUMNS}

    def text(self, name: str, value: Any) -> str:  # noqa: ANN401
        if name in LIST_COLUMNS:
            return "\n".join(value or [])
        if name == "places" and isinstance(value, list):
            return keys_of(value)
        return super().text(name, value)


def keys_of(authorities: Iterable[Authority]) -> str:
    return ",".join(sorted(str(row.pk) for row in authorities))


def edition_changed(edition: Edition) -> None:
    search.update(EDITION, edition.slug)


SERIES_SHEET = Sheet(
    model=Series,
    action="events.series",
    columns=["kind", *in_three("name", "description"), "alternates", "from_months", "to_months"],
    permission=RUN_EDITION,
    names=in_three("name"),
)
EDITION_SHEET = LineSheet(
    model=Edition,
    action="events.edition",
    columns=[
        "number",
        *in_three("title", "summary"),
        *("start", "end", "registration_deadline", "zone", "mode", "country", "places"),
        *in_three("place"),
        "themes",
        *in_three("organisers", "partners", "formats", "cost_note", "outcomes"),
    ],
    permission=RUN_EDITION,
    after=edition_changed,
)
