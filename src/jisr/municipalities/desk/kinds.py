"""Authorities, organisations and themes as the office's lists show them."""

from collections.abc import Callable
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from jisr.audit import access
from jisr.exports.tables import Column
from jisr.kernel.tables import LANGUAGES
from jisr.municipalities import exports
from jisr.municipalities.desk import directory, sheets
from jisr.municipalities.desk.directory import Cell, Head, Kind, PartPages
from jisr.municipalities.forms.directory import AuthorityForm, KeyForm, OrganisationForm, PopulationForm, ThemeForm
from jisr.municipalities.models import Authority, AuthorityKey, Country, Organisation, Population, Theme
from jisr.municipalities.views.authority import FILTERS as AUTHORITY_FILTERS
from jisr.web.listing import Choices, Filter
from jisr.web.public_data import remembered

Rows = QuerySet[Any]


def named(key: str, label: Any, kind: str) -> Head:  # noqa: ANN401 - lazy text
    """The first column: the name, which leads to the form, with the names in other languages."""
    return Head(key, label, lambda row: Cell(str(row), other_names(row), directory.find_kind(kind).entry_url(row)))


def other_names(row: Any) -> str:  # noqa: ANN401 - anything with names in three languages
    names = dict.fromkeys(getattr(row, f"name_{language}") for language in LANGUAGES)
    return " · ".join(name for name in names if name and name != row.name)


def changed(row: Any) -> Cell:  # noqa: ANN401 - anything with the time of its last change
    return Cell(date_format(row.updated_at, "SHORT_DATE_FORMAT"))


def columns_of(heads: list[tuple[str, Any, Callable[[Any], Any]]]) -> list[Column]:
    return [Column(key, label, value) for key, label, value in heads]


NAME_COLUMNS: list[tuple[str, Any, Callable[[Any], Any]]] = [
    ("name_de", _("Name in German"), lambda row: row.name_de),
    ("name_en", _("Name in English"), lambda row: row.name_en),
    ("name_ar", _("Name in Arabic"), lambda row: row.name_ar),
]


def _gaps() -> Choices:
    return [
        ("name_ar", _("Name in Arabic")),
        ("name_de", _("Name in German")),
        ("place", _("Coordinates")),
        ("key", _("Official key")),
        ("population", _("Population figure")),
        ("website", _("Website")),
    ]


def _with_gap(rows: Rows, value: str) -> Rows:
    if value in {"name_ar", "name_de", "website"}:
        return rows.filter(Q(**{value: ""}) | Q(**{f"{value}__isnull": True}))
    if value == "place":
        return rows.filter(latitude__isnull=True)
    model = AuthorityKey if value == "key" else Population
    return rows.filter(~Exists(model._default_manager.filter(authority=OuterRef("pk"))))


def _yes_or_no() -> Choices:
    return [("yes", _("yes")), ("no", _("no"))]


def _by_names(rows: Rows, value: str) -> Rows:
    return rows.filter(Q(name_de__icontains=value) | Q(name_en__icontains=value) | Q(name_ar__icontains=value))


def _countries() -> Choices:
    return [(row.code, row.name) for row in remembered("countries", lambda: list(Country.objects.all()))]


def _authority_kind(authority: Authority) -> Cell:
    if authority.is_former:
        return Cell(authority.get_kind_display(), gettext("no longer exists"))
    return Cell(authority.get_kind_display() or gettext("not confirmed"))


def _keys(rows: Rows) -> Rows:
    return rows.prefetch_related("keys")


AUTHORITIES = Kind(
    name="authorities",
    place=10,
    title=_("Authorities"),
    one=_("local authority"),
    add=_("Add an authority"),
    sheet=sheets.AUTHORITY_SHEET,
    form=AuthorityForm,
    rows=Authority.objects.for_lists,
    heads=(
        named("name", _("Name"), "authorities"),
        Head("kind", _("Kind"), _authority_kind),
        Head("region", _("Region"), lambda row: Cell(row.region.name, row.country.name)),
        Head("changed", _("Last changed"), changed),
    ),
    columns=exports.COLUMNS,
    for_export=_keys,
    sorts={
        "name": (_("Name"), ["name"]),
        "kind": (_("Kind"), ["kind", "name"]),
        "region": (_("Region"), ["region__name", "name"]),
        "changed": (_("Last changed"), ["-updated_at"]),
    },
    filters=(
        *AUTHORITY_FILTERS,
        Filter("exists", _("Still exists"), lambda rows, value: rows.filter(is_former=value == "no"), _yes_or_no),
        Filter("gap", _("What is missing"), _with_gap, _gaps),
    ),
    other_labels={  # what proposals, imports and merges tell besides the facts of the form
        "population": _("Population figure"),
        "key": _("Official key"),
        "coordinates": _("Coordinates"),
        "documents": _("Documents"),
        "duplicate": _("Duplicate"),
        "into": _("Merged into"),
    },
    steps=(
        (_("Contacts"), "municipalities:contacts"),
        (_("Merge with a duplicate"), "municipalities:merge_choose"),
        (_("Record a split or a merger"), "municipalities:succession"),
    ),
    parts=(
        PartPages(sheets.POPULATIONS, _("Population figures"), _("population figure"), PopulationForm),
        PartPages(sheets.KEYS, _("Official keys"), _("official key"), KeyForm),
    ),
)
ORGANISATIONS = Kind(
    name="organisations",
    place=20,
    title=_("Organisations"),
    one=_("organisation"),
    add=_("Add an organisation"),
    sheet=sheets.ORGANISATION_SHEET,
    form=OrganisationForm,
    rows=lambda: Organisation.objects.select_related("country"),
    key="public_id",
    heads=(
        named("name", _("Name"), "organisations"),
        Head("kind", _("Kind"), lambda row: Cell(row.get_kind_display())),
        Head("country", _("Country"), lambda row: Cell(row.country.name)),
        Head("changed", _("Last changed"), changed),
    ),
    columns=columns_of(
        [
            *NAME_COLUMNS,
            ("kind", _("Kind"), lambda row: row.get_kind_display()),
            ("country", _("Country"), lambda row: row.country.name),
        ]
    ),
    sorts={
        "name": (_("Name"), ["name"]),
        "kind": (_("Kind"), ["kind", "name"]),
        "country": (_("Country"), ["country", "name"]),
        "changed": (_("Last changed"), ["-updated_at"]),
    },
    filters=(
        Filter("q", _("Name"), _by_names),
        Filter("kind", _("Kind"), lambda rows, value: rows.filter(kind=value), lambda: Organisation.Kind.choices),
        Filter("country", _("Country"), lambda rows, value: rows.filter(country=value), _countries),
    ),
    steps=((_("Merge with a duplicate"), "municipalities:merge_choose_organisation"),),
)


def _goals(theme: Theme) -> str:
    return pgettext("between items of a list", ", ").join(str(goal) for goal in theme.sdg_goals)


THEMES = Kind(
    name="themes",
    place=30,
    title=_("Themes"),
    one=_("theme"),
    add=_("Add a theme"),
    sheet=sheets.THEME_SHEET,
    form=ThemeForm,
    rows=lambda: Theme.objects.annotate(words=Count("synonyms")),
    heads=(
        named("name", _("Name"), "themes"),
        Head("focus", _("Field"), lambda row: Cell(row.get_focus_display())),
        Head("goals", _("Sustainable Development Goals"), lambda row: Cell(_goals(row))),
        Head("dac", _("DAC purpose code"), lambda row: Cell(row.dac_code, row.dac_label)),
        Head("words", _("Everyday words"), lambda row: Cell(str(row.words))),
    ),
    columns=columns_of(
        [
            *NAME_COLUMNS,
            ("focus", _("Field"), lambda row: row.get_focus_display()),
            ("goals", _("Sustainable Development Goals"), _goals),
            ("dac_code", _("DAC purpose code"), lambda row: row.dac_code),
            ("dac_label", _("DAC purpose"), lambda row: row.dac_label),
        ]
    ),
    sorts={
        "name": (_("Name"), ["name"]),
        "focus": (_("Field"), ["focus", "name"]),
        "dac": (_("DAC purpose code"), ["dac_code", "name"]),
        "words": (_("Everyday words"), ["-words", "name"]),
    },
    filters=(
        Filter("q", _("Name"), _by_names),
        Filter("focus", _("Field"), lambda rows, value: rows.filter(focus=value), lambda: Theme.Focus.choices),
    ),
)


def register() -> None:
    for kind in (AUTHORITIES, ORGANISATIONS, THEMES):
        directory.register(kind)
    access.name_actions(
        {
            "municipalities.authority_created": _("authority added"),
            "municipalities.authority_changed": _("facts of the authority changed"),
            "municipalities.authority_sourced": _("facts of the authority looked up again"),
            "municipalities.organisation_created": _("organisation added"),
            "municipalities.organisation_changed": _("facts of the organisation changed"),
            "municipalities.organisation_sourced": _("facts of the organisation looked up again"),
            "municipalities.theme_created": _("theme added"),
            "municipalities.theme_changed": _("facts of the theme changed"),
            "municipalities.theme_sourced": _("facts of the theme looked up again"),
        }
    )
