"""The table of expectations as a file: a line for each tie, two columns for each point and side."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import Promise, lazy
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from jisr.exports import tables
from jisr.exports.policies import STAFF_LISTS
from jisr.exports.tables import Column
from jisr.partnerships.expectations.models import Evidence
from jisr.partnerships.expectations.standing import judge
from jisr.partnerships.expectations.states import Kind, Side, Standing
from jisr.partnerships.expectations.views.table import Standings, expectation_listing
from jisr.partnerships.models import Partnership

Text = str | Promise
STANDS = gettext_noop("%(expectation)s: %(side)s")
LAST = gettext_noop("%(expectation)s: %(side)s, last shown")


def _last(tie: Partnership, side: Side, kind: Kind) -> Any:  # noqa: ANN401 - a day or nothing
    days = [row.happened_on for row in tie.evidence.all() if (row.side, row.expectation) == (side, kind)]
    return max(days, default=None)


def _standing(tie: Partnership, side: Side, kind: Kind) -> str:
    promised = next((row for row in tie.expectations.all() if (row.side, row.kind) == (side, kind)), None)
    found = judge(promised, _last(tie, side, kind), today=timezone.localdate())
    return str(Standing(found).label)


def _label(side: Side, kind: Kind, pattern: str) -> Text:
    """``pattern`` is a source text; it is translated when the file is written."""
    return lazy(lambda: gettext(pattern) % {"expectation": kind.label, "side": side.label}, str)()


def _columns() -> Iterator[Column]:
    def reader(function: Callable[..., Any], side: Side, kind: Kind) -> Callable[[Any], Any]:
        return lambda tie: function(tie, side, kind)

    for kind in Kind:
        for side in Side:
            name = f"{kind.value}_{side.value}"
            yield Column(name, _label(side, kind, STANDS), reader(_standing, side, kind))
            yield Column(f"{name}_last", _label(side, kind, LAST), reader(_last, side, kind), "date")


COLUMNS = (
    Column("german", _("German authority"), lambda tie: tie.german.name),
    Column("palestinian", _("Palestinian authority"), lambda tie: tie.palestinian.name),
    Column("status", _("Status"), lambda tie: tie.get_status_display()),
    *_columns(),
)


def register() -> None:
    tables.register("expectations", _("Expectations"), columns=COLUMNS, rows=_rows, permission=STAFF_LISTS)


def _rows(_actor: Any, parameters: QueryDict) -> QuerySet[Partnership]:  # noqa: ANN401 - the same for all who may
    rows = expectation_listing(parameters, Standings()).rows
    return rows.prefetch_related("expectations", Prefetch("evidence", Evidence.objects.order_by()))
