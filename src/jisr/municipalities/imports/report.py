"""The report of an import: a list of its lines with filters, and each line in words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jisr.exports import tables
from jisr.exports.tables import Column
from jisr.kernel.dates import PartialDate
from jisr.municipalities.imports.columns import FACTS
from jisr.municipalities.imports.policies import READ_IMPORT
from jisr.municipalities.imports.reasons import KEPT, reason_text
from jisr.municipalities.imports.states import Match, Outcome, Result
from jisr.municipalities.models import Authority, Import, ImportLine, Region
from jisr.web.listing import Filter, Listing, read_listing
from jisr.web.public_data import remembered
from jisr.web.templatetags.jisr import partial_date

PAGE_SIZE = 50
_FIGURE = re.compile(r"(\d+)(?: \((\d[\d-]*)\))?")
TABLE = "import-lines"
Text = str | Promise


def _by_name(rows: QuerySet[ImportLine], value: str) -> QuerySet[ImportLine]:
    return rows.filter(Q(name__icontains=value) | Q(key__startswith=value))


def _more(rows: QuerySet[ImportLine], value: str) -> QuerySet[ImportLine]:
    return rows.filter({"kept": Q(has_kept=True), "differs": Q(result=Result.DIFFERS)}[value])


FILTERS = (
    Filter("q", _("Name or key"), _by_name),
    Filter("outcome", _("Outcome"), lambda rows, value: rows.filter(outcome=value), lambda: Outcome.choices),
    Filter(
        "match",
        _("How it was found"),
        lambda rows, value: rows.filter(matched_by="" if value == "none" else value),
        lambda: [(Match.KEY, Match.KEY.label), (Match.NAME, Match.NAME.label), ("none", Match.NONE.label)],
    ),
    Filter(
        "only",
        _("Only"),
        _more,
        lambda: [("kept", _("with a fact kept for its better source")), ("differs", Result.DIFFERS.label)],
    ),
)
SORTS = {"line": (_("Line"), ["number"]), "name": (_("Name"), ["name", "number"]), "key": (_("Key"), ["key", "number"])}


@dataclass(frozen=True)
class Told:
    """One fact of a line: ours, the file's, and for one that is kept, why. ``stays``: what was before is not lost."""

    label: Text
    before: str
    after: str
    why: Text = ""
    stays: bool = False


def report_listing(parameters: QueryDict, made: Import) -> Listing:
    """The lines as the address asks for them, for the page and for its file."""
    return read_listing(parameters, made.lines.all(), filters=FILTERS, sorts=SORTS, page_size=PAGE_SIZE)


def changes_of(line: ImportLine) -> list[Told]:
    return _told(line.changes)


def kept_of(line: ImportLine) -> list[Told]:
    return _told(line.kept)


def again_of(line: ImportLine) -> str:
    """What would hold for a line that was left alone, because it is no longer as shown."""
    if not line.again:
        return ""
    reason = reason_text(line.again["reason"], line.again["reason_fact"])
    changes = "; ".join(in_words(told) for told in _told(line.again["changes"]))
    outcome = str(Outcome(line.again["outcome"]).label)
    return gettext("now: %(what)s") % {"what": ": ".join(filter(None, [outcome, str(reason) or changes]))}


def in_words(told: Told) -> str:
    before = f"{told.before} → " if told.before else ""
    why = f" ({told.why})" if told.why else ""
    return f"{told.label}: {before}{told.after}{why}"


def _told(facts: Mapping[str, list[str]]) -> list[Told]:
    return [
        Told(
            FACTS.get(name, name),
            _shown(name, before),
            _shown(name, after),
            KEPT.get(code[0], "") if code else "",
            stays=name in {"population", "aliases"},
        )
        for name, (before, after, *code) in facts.items()
    ]


def _shown(name: str, text: str) -> str:
    if name == "kind":
        return str(dict(Authority.Kind.choices).get(text, text))
    if name == "region":
        regions = remembered("regions by slug", lambda: {region.slug: region for region in Region.objects.all()})
        return str(regions.get(text, text))
    if name == "population" and (figure := _FIGURE.fullmatch(text)):
        number, as_of = figure.groups()
        told = f" ({partial_date(PartialDate.parse(as_of))})" if as_of else ""
        return f"{number_format(int(number))}{told}"
    return text.replace("\n", " · ")


COLUMNS = (
    Column("line", _("Line"), lambda line: line.number, "number"),
    Column("outcome", _("Outcome"), lambda line: line.get_outcome_display()),
    Column("key", _("Official key"), lambda line: line.key),
    Column("name", _("Name"), lambda line: line.name),
    Column("match", _("How it was found"), lambda line: line.get_matched_by_display()),
    Column("reason", _("Reason"), lambda line: str(reason_text(line.reason, line.reason_fact))),
    Column("changes", _("Changes"), lambda line: "; ".join(map(in_words, changes_of(line)))),
    Column("kept", _("Kept"), lambda line: "; ".join(map(in_words, kept_of(line)))),
    Column("result", _("Result"), lambda line: " ".join([line.get_result_display(), again_of(line)]).strip()),
)


def register() -> None:
    tables.register(TABLE, _("Report of an import"), columns=COLUMNS, rows=_rows, permission=READ_IMPORT)


def _rows(actor: Any, parameters: QueryDict) -> QuerySet[ImportLine]:  # noqa: ANN401 - a person
    made = find_import(actor, parameters.get("import", ""))
    return report_listing(parameters, made).rows if made else ImportLine.objects.none()


def find_import(actor: Any, public_id: str) -> Import | None:  # noqa: ANN401
    """An import by the key in an address, if the actor may read it."""
    plain = public_id.replace("-", "")
    if len(plain) != 32 or not plain.isalnum() or not all(sign in "0123456789abcdef" for sign in plain):  # noqa: PLR2004 - a UUID
        return None
    found: Import | None = Import.objects.visible_to(actor).filter(public_id=plain).first()
    return found
