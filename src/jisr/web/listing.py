"""Lists with filters, sorting and pages, all read from the address so that every view of a list can be linked.

An unknown filter value is left out and named on the page; an unknown page number gives the nearest page.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from jisr.web.markup import escaped

PAGE_SIZE = 25
LONGEST_VALUE = 100

Text = str | Promise
Choices = Sequence[tuple[str, Text]]
Narrow = Callable[[QuerySet[Any], str], QuerySet[Any]]


@dataclass(frozen=True)
class Filter:
    """One question of the filter bar: a closed choice, or free text when it has no choices.

    Free text that ``accepts`` says no to is left out like an unknown choice.
    """

    name: str
    label: Text
    narrow: Narrow
    choices: Callable[[], Choices] | None = None
    accepts: Callable[[str], bool] = bool


@dataclass(frozen=True)
class AskedFilter:
    """A filter with what the reader chose; ``choices`` are triples of value, label and whether it is chosen."""

    name: str
    label: Text
    value: str
    choices: list[tuple[str, Text, bool]]
    is_text: bool

    @property
    def options(self) -> SafeString:
        """The choices as ``<option>`` elements; joined here, since lists of regions and themes are long."""
        return SafeString(
            "".join(
                f'<option value="{escaped(value)}"{" selected" if is_chosen else ""}>{escaped(label)}</option>'
                for value, label, is_chosen in self.choices
            )
        )


@dataclass(frozen=True)
class SortLink:
    """A head of a table that sorts: the key to ask for next, and how it is sorted now."""

    key: str
    label: Text
    direction: str = ""

    @property
    def next_key(self) -> str:
        return f"-{self.key}" if self.direction == "ascending" else self.key


@dataclass(frozen=True)
class Listing:
    """What a list page shows."""

    page: Page[Any]
    filters: list[AskedFilter]
    sorts: dict[str, SortLink]
    sort: str
    query: QueryDict
    unknown: list[str]

    @property
    def rows(self) -> QuerySet[Any]:
        """All rows that fit, in the list's order: what the pages are cut from."""
        return self.page.paginator.object_list

    @property
    def chosen_count(self) -> int:
        return sum(1 for asked in self.filters if asked.value)


def read_listing(
    parameters: QueryDict,
    rows: QuerySet[Any],
    *,
    filters: Sequence[Filter] = (),
    sorts: Mapping[str, tuple[Text, Sequence[str]]],
    page_size: int = PAGE_SIZE,
) -> Listing:
    """Narrow, sort and page ``rows`` as the address asks.

    ``sorts`` maps a key to its label and the columns it sorts by; the first one is the list's own order.
    """
    asked, unknown = [], []
    for question in filters:
        value = clean_value(parameters.get(question.name, ""))
        choices = list(question.choices()) if question.choices else []
        if value and not (
            value in {choice for choice, _label in choices} if question.choices else question.accepts(value)
        ):
            unknown.append(value)
            value = ""
        if value:
            rows = question.narrow(rows, value)
        marked = [(choice, label, choice == value) for choice, label in choices]
        asked.append(AskedFilter(question.name, question.label, value, marked, is_text=question.choices is None))
    sort = parameters.get("sort", "")
    if sort.removeprefix("-") not in sorts:
        sort = next(iter(sorts))
    rows = rows.order_by(*_columns(sorts[sort.removeprefix("-")][1], is_reversed=sort.startswith("-")))
    return Listing(
        page=_page_of(rows, page_size, parameters.get("page")),
        filters=asked,
        sorts={key: SortLink(key, label, _direction(key, sort)) for key, (label, _columns_) in sorts.items()},
        sort=sort,
        query=_kept(parameters, asked, sort),
        unknown=unknown,
    )


def _page_of(rows: QuerySet[Any], size: int, number: str | None) -> Page[Any]:
    """The page asked for. A first page that holds all rows tells their number too, so that nobody counts them."""
    paginator = Paginator(rows, size)
    if number in {None, "", "1"}:
        first = list(rows[: size + 1])
        if len(first) <= size:
            paginator.count = len(first)  # a cached property, filled
        return Page(first[:size], 1, paginator)
    return paginator.get_page(number)


def clean_value(value: str) -> str:
    """Typed text without control characters, which PostgreSQL would refuse, and no longer than a name can be."""
    return "".join(sign for sign in value if sign.isprintable()).strip()[:LONGEST_VALUE]


def _columns(columns: Sequence[str], *, is_reversed: bool) -> list[str]:
    if not is_reversed:
        return [*columns, "pk"]
    return [column.removeprefix("-") if column.startswith("-") else f"-{column}" for column in columns] + ["pk"]


def _direction(key: str, sort: str) -> str:
    if key != sort.removeprefix("-"):
        return ""
    return "descending" if sort.startswith("-") else "ascending"


def _kept(parameters: QueryDict, asked: Sequence[AskedFilter], sort: str) -> QueryDict:
    """The filters and the sorting for the links of the page, without the page number and without nonsense."""
    kept = QueryDict(mutable=True)
    for question in asked:
        if question.value:
            kept[question.name] = question.value
    if "sort" in parameters:
        kept["sort"] = sort
    return kept
