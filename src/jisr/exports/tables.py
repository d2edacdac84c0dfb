"""Tables that can be exported. Each room registers its own, so that this room knows none of them.

``rows`` gets the reader and the parameters of the list's address, and answers with what that list would show.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.functional import Promise

from jisr.kernel import policy

Text = str | Promise
Kind = Literal["text", "number", "date", "partial_date", "url"]
Rows = Callable[[Any, QueryDict], QuerySet[Any]]
More = Callable[[Any, QueryDict], Sequence["Column"]]


@dataclass(frozen=True)
class Column:
    """One column. ``value`` reads it from a row; ``None`` and empty text leave the cell empty."""

    key: str
    label: Text
    value: Callable[[Any], Any]
    kind: Kind = "text"


@dataclass(frozen=True)
class Table:
    """A list as a table. ``name`` stands in the address and in the name of the file."""

    name: str
    title: Text
    columns: Sequence[Column]
    rows: Rows
    permission: policy.Permission
    more: More | None = None

    def columns_for(self, actor: Any, parameters: QueryDict) -> list[Column]:  # noqa: ANN401 - rooms know their actors
        """The columns, and those that only this list has."""
        return [*self.columns, *(self.more(actor, parameters) if self.more else ())]


_tables: dict[str, Table] = {}


def register(
    name: str,
    title: Text,
    *,
    columns: Sequence[Column],
    rows: Rows,
    permission: policy.Permission,
    more: More | None = None,
) -> None:
    """Offer a list as CSV and XLSX. Registering a name again replaces the table.

    ``more``: columns that depend on which list it is, such as the questions of one form.
    """
    _tables[name] = Table(name, title, tuple(columns), rows, permission, more)


def find(name: str) -> Table | None:
    return _tables.get(name)


def names() -> list[str]:
    return sorted(_tables)
