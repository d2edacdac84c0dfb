"""What a joint project is made of: the pages of the form, their answers, and the lines of its lists."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from jisr.kernel.tables import LANGUAGES
from jisr.partnerships.projects.models import (
    EstimateLine,
    JointProject,
    PlannedStep,
    ProjectLine,
    ProjectPartner,
    WantedResult,
)
from jisr.partnerships.projects.workflow import MOVES

Text = str | Promise


@dataclass(frozen=True)
class Page:
    """One page of the form. Its answers are saved together."""

    slug: str
    title: Text
    fields: Sequence[str]
    lead: Text = ""


@dataclass(frozen=True)
class Lines:
    """A list of lines: each line is a row of ``model`` with these columns; the first ``main`` one makes it a line."""

    model: type[ProjectLine]
    columns: Sequence[str]
    main: Sequence[str]
    most: int


PAGES: Final = (
    Page(
        "idea",
        _("The idea"),
        ("original_language", "title_de", "title_en", "title_ar", "summary_de", "summary_en", "summary_ar"),
        _("Write in the language that you work in. The other two languages are optional; you can add them later."),
    ),
    Page("themes", _("Themes"), ("themes",), _("Choose one to five themes.")),
    Page(
        "need",
        _("What is needed"),
        ("need", "sdip_period", "sdip_project", "sdip_url"),
        _("Which problem is to be solved, for whom, and where it stands in the development plan (SDIP)."),
    ),
    Page("plan", _("What is planned"), ("planned", "steps"), _("What you want to do, step by step.")),
    Page(
        "partners",
        _("Who takes part"),
        ("lead_side", "german_role", "palestinian_role", "partners"),
        _("The two authorities take part by themselves. Add others who join in."),
    ),
    Page(
        "results",
        _("Results wanted"),
        ("results",),
        _("What will be different at the end, and how everybody can see it."),
    ),
    Page(
        "money",
        _("Time and money"),
        ("start_on", "end_on", "estimated_cost_cents", "own_means_cents", "money"),
        _("A first estimate is enough. It is no application yet."),
    ),
)
BY_SLUG: Final = {page.slug: page for page in PAGES}
PAGE_OF: Final = {name: page for page in PAGES for name in page.fields}
LINES: Final = {
    "steps": Lines(PlannedStep, ("text", "from_on", "to_on", "who"), ("text",), 20),
    "partners": Lines(ProjectPartner, ("organisation", "name", "role"), ("organisation", "name"), 15),
    "results": Lines(
        WantedResult,
        ("text", "measure", "baseline", "target", "due_on", "outcome", "outcome_on"),
        ("text",),
        15,
    ),
    "money": Lines(EstimateLine, ("kind", "text", "amount_cents"), ("text", "amount_cents"), 30),
}
LATER: Final = ("outcome", "outcome_on")  # asked for once the project runs
NEEDED_OF_RESULTS: Final = ("measure", "target", "due_on")
_OTHER_LABELS: Final[dict[str, Text]] = {
    "title_de": _("Title in German"),
    "title_en": _("Title in English"),
    "title_ar": _("Title in Arabic"),
    "summary_de": _("Summary in German"),
    "summary_en": _("Summary in English"),
    "summary_ar": _("Summary in Arabic"),
    "steps": _("Steps"),
    "partners": _("Further partners"),
    "results": _("Results wanted"),
    "money": _("Lines of the estimate"),
}
NAMES: Final = tuple(name for page in PAGES for name in page.fields)


def label_of(name: str) -> Text:
    """What an answer is called."""
    if name in _OTHER_LABELS:
        return _OTHER_LABELS[name]
    label: Text = capfirst(JointProject._meta.get_field(name).verbose_name)
    return label


@dataclass(frozen=True)
class Lack:
    """An answer that a step needs: on which page, and at which place of it."""

    page: Page
    field: str
    label: Text
    is_incomplete: bool = False

    @property
    def anchor(self) -> str:
        return f"lines-{self.field}" if self.field in LINES else f"id_{self.field}"


def lacking(name: str, answers: dict[str, object]) -> list[Lack]:
    """What must still be answered before a step of the workflow."""
    language = str(answers.get("original_language") or "")
    found = []
    for need in MOVES[name].needs:
        key = f"{need}_{language}" if need in ("title", "summary") else need
        if answers.get(key) in (None, "", []):
            found.append(Lack(PAGE_OF[key], key, label_of(key)))
        elif key == "results" and name == "get_ready" and not _are_measured(answers[key]):
            found.append(Lack(PAGE_OF[key], key, label_of(key), is_incomplete=True))
    return found


def _are_measured(results: object) -> bool:
    """Whether each result says how it is seen, its target and by when."""
    return all(row.get(column) for row in results for column in NEEDED_OF_RESULTS)  # type: ignore[attr-defined]


def original(name: str, project: JointProject) -> str:
    """The title or summary as it was first written."""
    return getattr(project, f"{name}_{project.original_language}") or ""


def is_translated(project: JointProject) -> bool:
    """Whether title and summary stand in each language."""
    return all(getattr(project, f"{name}_{code}") for name in ("title", "summary") for code in LANGUAGES)
