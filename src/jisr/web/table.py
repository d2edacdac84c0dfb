"""Tables of lists, composed in Python: a template asks for each of hundreds of cells what a function says at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.safestring import SafeString

from jisr.web.listing import Listing, SortLink
from jisr.web.markup import escaped, markup

Cell = Callable[[Any], str | Promise]


@dataclass(frozen=True)
class Column:
    """One column: its head, what stands in the cell of a row, and the sort key its head offers.

    ``cell`` gives plain text, which is escaped, or safe markup.
    """

    label: str | Promise
    cell: Cell
    sort: str = ""


def render(listing: Listing, columns: Sequence[Column], caption: str) -> SafeString:
    """The page of ``listing`` as a table that phones show as cards; the first column heads its row."""
    heads = "".join(_head(listing, column) for column in columns)
    tags = [
        (column.cell, f'<{tag} data-label="{escaped(column.label)}">', f"</{tag.split()[0]}>")
        for tag, column in zip(["th scope=row", *["td"] * (len(columns) - 1)], columns, strict=True)
    ]
    rows = "".join(
        f"<tr>{''.join(f'{start}{escaped(cell(row))}{end}' for cell, start, end in tags)}</tr>\n"
        for row in listing.page
    )
    return SafeString(
        f'<div class="table-scroll" role="region" tabindex="0" aria-label="{escaped(caption)}">'
        f'<table class="data"><caption class="visually-hidden">{escaped(caption)}</caption>'
        f"<thead><tr>{heads}</tr></thead>\n<tbody>{rows}</tbody></table></div>"
    )


def _head(listing: Listing, column: Column) -> str:
    if not column.sort:
        return markup('<th scope="col">{}</th>', column.label)
    return sort_head(listing.sorts[column.sort], listing)


def sort_head(sort: SortLink, listing: Listing) -> SafeString:
    """The head of a column as a link that sorts, or turns the order round."""
    query = listing.query.copy()
    query["sort"] = sort.next_key
    direction = markup(' aria-sort="{}"', sort.direction) if sort.direction else ""
    return markup(
        '<th scope="col"{}><a class="sort-link" href="?{}">{}</a></th>', direction, query.urlencode(), sort.label
    )
