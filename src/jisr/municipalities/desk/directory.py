"""The kinds of things that the office keeps in its directory. Rooms above add theirs with ``register``.

The pages are the same for all kinds: a list, a form of facts, rows with a source of their own, a history.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language

from jisr.audit import access
from jisr.exports import tables
from jisr.exports.policies import STAFF_LISTS
from jisr.exports.tables import Column
from jisr.kernel.policy import may
from jisr.municipalities.desk.policies import READ_DESK
from jisr.municipalities.forms.facts import ConflictForm, FactForm
from jisr.municipalities.services.facts import Sheet
from jisr.municipalities.services.parts import Part
from jisr.web.listing import Filter, Listing, read_listing

PAGE_SIZE = 50
Text = str | Promise


@dataclass(frozen=True)
class Cell:
    """One cell of a list: a text, something small below it, and where it leads."""

    text: Text
    sub: Text = ""
    url: str = ""


@dataclass(frozen=True)
class Head:
    """A column of a list on the page: sorted by ``key`` where the list knows that key."""

    key: str
    label: Text
    cell: Callable[[Any], Cell]


@dataclass(frozen=True)
class PartPages:
    """How rows with a source of their own are shown and typed."""

    part: Part
    title: Text
    one: Text
    form: type[ConflictForm]


@dataclass(frozen=True)
class Kind:
    """One kind of thing.

    ``key`` is the column that stands in addresses; ``complete`` fetches what one page of a list shows besides its rows,
    where a join would widen all rows that have to be sorted; ``new_form`` asks for what only a new one needs;
    ``steps`` name other routes of the office that take the same key, ``other_labels`` what no form asks for.
    """

    name: str
    place: int
    title: Text
    one: Text
    add: Text
    sheet: Sheet
    form: type[FactForm]
    rows: Callable[[], models.QuerySet[Any]]
    heads: Sequence[Head]
    columns: Sequence[Column]
    sorts: Mapping[str, tuple[Text, Sequence[str]]]
    filters: Sequence[Filter] = ()
    key: str = "slug"
    parts: Sequence[PartPages] = ()
    for_export: Callable[[models.QuerySet[Any]], models.QuerySet[Any]] = lambda rows: rows
    complete: Callable[[list[Any]], None] = lambda _rows: None
    new_form: type[FactForm] | None = None
    steps: Sequence[tuple[Text, str]] = ()
    other_labels: Mapping[str, Text] = field(default_factory=dict)

    @property
    def list_url(self) -> str:
        return reverse("municipalities:directory", args=[self.name])

    def entry_url(self, row: Any) -> str:  # noqa: ANN401 - a row of the kind
        return reverse("municipalities:directory_entry", args=[self.name, getattr(row, self.key)])

    def step_links(self, row: Any) -> list[tuple[Text, str]]:  # noqa: ANN401
        """What else the office does with a thing, each with its address."""
        return [(label, reverse(route, args=[getattr(row, self.key)])) for label, route in self.steps]

    def public_url(self, row: Any) -> str:  # noqa: ANN401
        """The page that everybody sees; some kinds have none."""
        return row.get_absolute_url() if hasattr(row, "get_absolute_url") else ""

    def listing(self, parameters: QueryDict) -> Listing:
        """The list as its address asks for it, for the page and for its file."""
        return read_listing(parameters, self.rows(), filters=self.filters, sorts=self.sorts, page_size=PAGE_SIZE)

    def part(self, name: str) -> PartPages | None:
        return next((pages for pages in self.parts if pages.part.name == name), None)

    def find(self, key: str) -> Any:  # noqa: ANN401
        """The row of an address, or nothing."""
        try:
            return self.rows().filter(**{self.key: key}).first()
        except (ValueError, ValidationError):
            return None


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Give a kind its pages, its file and its history."""
    _kinds[kind.name] = kind
    tables.register(
        f"directory-{kind.name}",
        kind.title,
        columns=kind.columns,
        rows=lambda _actor, parameters: kind.for_export(kind.listing(parameters).rows),
        permission=STAFF_LISTS,
    )
    access.register(
        kind.sheet.model._meta.label_lower,
        lambda actor, _key: may(actor, READ_DESK),
        lambda key: _url_of(kind, key),
        lambda key: str(_row_of(kind, key) or kind.one),
        fields=_Labels(kind.name),
    )


def _row_of(kind: Kind, key: str) -> Any:  # noqa: ANN401
    return kind.sheet.model._default_manager.filter(pk=key).first() if key.isdecimal() else None


def _url_of(kind: Kind, key: str) -> str:
    row = _row_of(kind, key)
    return kind.entry_url(row) if row else kind.list_url


def kinds() -> list[Kind]:
    return sorted(_kinds.values(), key=lambda kind: kind.place)


@cache
def field_labels(name: str, _language: str) -> dict[str, Text]:
    """What the form and the parts of a kind call its fields."""
    kind = _kinds[name]
    form = kind.form(now=dict.fromkeys(kind.sheet.fields, ""), sources={})
    labels: dict[str, Text] = {each: str(form.fields[each].label) for each in form.fact_names if each in form.fields}
    labels |= {pages.part.name: str(pages.title) for pages in kind.parts}
    return labels | {each: str(label) for each, label in kind.other_labels.items()}


class _Labels(Mapping[str, Text]):
    """The same in the language of the reader, for the trail."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __bool__(self) -> bool:
        """Asked while the rooms get ready, when no form can be made yet."""
        return True

    def _now(self) -> dict[str, Text]:
        return field_labels(self.name, get_language() or "")

    def __getitem__(self, key: str) -> Text:
        return self._now()[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._now())

    def __len__(self) -> int:
        return len(self._now())


def kind_of(name: str) -> Kind | None:
    return _kinds.get(name)


def find_kind(name: str) -> Kind:
    """A kind that is known to be there."""
    return _kinds[name]
