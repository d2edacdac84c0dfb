"""Ties in the office's directory."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jisr.audit import access
from jisr.municipalities.desk import directory
from jisr.municipalities.desk.directory import Cell, Head, Kind, PartPages
from jisr.municipalities.desk.kinds import changed
from jisr.municipalities.desk.sheets import follow_theme
from jisr.municipalities.models import Authority, Theme
from jisr.municipalities.places import authorities_like
from jisr.partnerships import sheets
from jisr.partnerships.exports import COLUMNS
from jisr.partnerships.forms.tie import MilestoneForm, NewTieForm, ProjectForm, TieForm
from jisr.partnerships.models import Partnership
from jisr.partnerships.views.partnership import FILTERS, SORTS
from jisr.web.listing import Filter
from jisr.web.templatetags.jisr import partial_date

Rows = QuerySet[Any]


def _by_name(rows: Rows, value: str) -> Rows:
    hits = authorities_like(value)
    return rows.filter(Q(german__in=hits) | Q(palestinian__in=hits))


def _fetch_sides(ties: list[Partnership]) -> None:
    """Both authorities of each tie of a page, in one query."""
    sides = Authority.objects.for_lists().in_bulk({key for tie in ties for key in (tie.german_id, tie.palestinian_id)})
    for tie in ties:
        tie.german, tie.palestinian = sides[tie.german_id], sides[tie.palestinian_id]


def _for_export(rows: Rows) -> Rows:
    return rows.select_related("german__region", "palestinian__region").prefetch_related("themes")


def _status(tie: Partnership) -> Cell:
    known = partial_date(tie.status_date)
    unseen = [] if tie.is_public else [gettext("not public")]
    return Cell(tie.get_status_display(), " · ".join(filter(None, [known, *unseen])))


TIES = Kind(
    name="ties",
    place=15,
    title=_("Partnerships"),
    one=_("partnership"),
    add=_("Add a partnership"),
    sheet=sheets.TIE_SHEET,
    form=TieForm,
    new_form=NewTieForm,
    rows=Partnership.objects.all,
    complete=_fetch_sides,
    heads=(
        Head("german", _("Partnership"), lambda tie: Cell(str(tie), tie.german.region.name, TIES.entry_url(tie))),
        Head("form", _("Form"), lambda tie: Cell(tie.get_form_display())),
        Head("since", _("Since"), lambda tie: Cell(partial_date(tie.since))),
        Head("status", _("Status"), _status),
        Head("changed", _("Last changed"), changed),
    ),
    columns=COLUMNS,
    for_export=_for_export,
    sorts={
        **SORTS,
        "status_date": (_("Status as of"), ["status_on", "german__name"]),
        "changed": (_("Last changed"), ["-updated_at"]),
    },
    filters=(Filter("q", _("Name"), _by_name), *FILTERS),
    steps=(
        (_("Page of the partnership"), "ties:tie"),
        (_("Contacts"), "ties:contacts"),
        (_("Correct the two sides"), "ties:sides"),
    ),
    parts=(
        PartPages(sheets.MILESTONES, _("Milestones"), _("milestone"), MilestoneForm),
        PartPages(sheets.PROJECTS, _("Projects and activities"), _("project or activity"), ProjectForm),
    ),
)


def register() -> None:
    directory.register(TIES)
    follow_theme("partnerships", index_ties_of_theme)
    access.name_actions(
        {
            "partnerships.tie_created": _("partnership added"),
            "partnerships.tie_changed": _("facts of the partnership changed"),
            "partnerships.tie_sourced": _("facts of the partnership looked up again"),
        }
    )


def index_ties_of_theme(theme: Theme) -> None:
    """A tie is found by the words of its themes."""
    for tie in theme.partnerships.all():
        sheets.tie_changed(tie)
