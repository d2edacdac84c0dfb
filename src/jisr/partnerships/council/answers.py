"""What a paper is made of: the pages of its form, and every entry as text, so that two entries can be compared."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jisr.municipalities.services.facts import text_of
from jisr.partnerships.council.models import CouncilMatter, CouncilStep

Text = str | Promise
Row = Mapping[str, Any]
YES, NO = "yes", "no"


@dataclass(frozen=True)
class Page:
    """One page of the form."""

    slug: str
    title: Text
    fields: tuple[str, ...]
    lead: Text = ""


PAGES: Final = (
    Page(
        "head",
        _("What is to be decided"),
        (
            *("subject", "file_number", "department", "drafted_on", "wanted_form", "term_months", "term_until"),
            *("is_unlimited", "resolution"),
        ),
    ),
    Page(
        "reasons",
        _("Why this partner"),
        ("why_this_place", "benefit_own", "benefit_partner"),
        _("Councils ask why this place of all, and what both sides gain."),
    ),
    Page(
        "cost",
        _("Money and working time"),
        ("has_cost", "costs", "cost_account", "is_budgeted", "staff_hours"),
        _("Councils ask what it costs, what it is paid from, and what other work has to wait."),
    ),
    Page(
        "risks",
        _("Risks and other partnerships"),
        ("risks", "other_ties"),
        _("Councils ask what can go wrong, and what existing partners will say, such as a twin town in Israel."),
    ),
    Page("begin", _("First steps and sources"), ("first_steps", "sources")),
    Page(
        "summary",
        _("Summary in Arabic"),
        ("summary_ar",),
        _("A few sentences that go on the page in Arabic, beside the figures of this paper."),
    ),
)
BY_SLUG: Final = {page.slug: page for page in PAGES}
LISTS: Final = {"costs": ("label", "amount_cents", "rhythm"), "sources": ("title", "url")}
COLUMNS: Final = tuple(name for page in PAGES for name in page.fields if name not in LISTS)
OF_BODY: Final = ("name", "kind", "planned_on", "note", "is_shared")
OF_OUTCOME: Final = (
    *("outcome", "met_on", "votes_yes", "votes_no", "abstentions", "minutes_reference", "adjourned_reason"),
)


def told(value: Any) -> str:  # noqa: ANN401 - a value of any column
    """A value as text. A no is something else than nothing."""
    if isinstance(value, bool):
        return YES if value else NO
    return text_of(value)


def told_rows(name: str, rows: list[Row]) -> str:
    """The rows of a list as text, one a line."""
    return "\n".join(" | ".join(_cell(row[column], column) for column in LISTS[name]) for row in rows)


def _cell(value: Any, column: str) -> str:  # noqa: ANN401
    return f"{value // 100}.{value % 100:02}" if column == "amount_cents" else " ".join(str(value).split())


def rows_of(matter: CouncilMatter, name: str) -> list[dict[str, Any]]:
    """The rows of a list as values."""
    return list(getattr(matter, name).order_by("position").values(*LISTS[name]))


def read(matter: CouncilMatter) -> dict[str, str]:
    """Every entry of a paper as text."""
    found = {name: told(getattr(matter, name)) for name in COLUMNS}
    return found | {name: told_rows(name, rows_of(matter, name)) for name in LISTS}


def read_step(step: CouncilStep) -> dict[str, str]:
    """Every entry of a meeting as text."""
    return {name: told(getattr(step, name)) for name in (*OF_BODY, *OF_OUTCOME)}


def is_filled(page: Page, entries: Mapping[str, str]) -> bool:
    """Whether nothing on a page is open. One way to name the term is enough; what costs nothing needs no account."""
    optional = {"resolution"}
    terms = ("term_months", "term_until", "is_unlimited")
    if any(entries[name] not in ("", NO) for name in terms):
        optional |= set(terms)
    if entries["has_cost"] == NO:
        optional |= {"costs", "cost_account", "is_budgeted"}
    needed = [name for name in page.fields if name not in optional]
    return all(entries[name] not in ("", NO) if name == "is_unlimited" else entries[name] for name in needed)
