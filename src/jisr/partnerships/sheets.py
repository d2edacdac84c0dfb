"""Which facts of ties the office edits."""

from jisr.municipalities.services.facts import Lines, Origin, Sheet
from jisr.municipalities.services.parts import Part
from jisr.partnerships.models import Milestone, Partnership, Project
from jisr.partnerships.search import PARTNERSHIP
from jisr.partnerships.states import Status
from jisr.search import services as search


def tie_changed(tie: Partnership) -> None:
    search.update(PARTNERSHIP, tie.slug)


def forget_review(tie: Partnership) -> None:
    """A tie that is not paused is not looked at again."""
    if tie.status != Status.PAUSED:
        tie.review_on = None


TIE_SHEET = Sheet(
    model=Partnership,
    action="partnerships.tie",
    columns=[
        *("form", "since", "founding_event_de", "founding_event_en", "founding_event_ar"),
        *("status", "status_date", "status_source_url", "status_note_de", "status_note_en", "status_note_ar"),
        "themes",
    ],
    lines={"sources": Lines("sources", "url", position="position")},
    same=["german", "palestinian"],
    settle=forget_review,
    after=tie_changed,
)
MILESTONES = Part(
    TIE_SHEET,
    "milestones",
    Milestone,
    "partnership",
    ["kind", "happened", "text_de", "text_en", "text_ar", "source_url"],
    origin=lambda row: Origin(row.source_url, as_of=row.happened),
    position="position",
)
PROJECTS = Part(
    TIE_SHEET,
    "projects",
    Project,
    "partnership",
    ["text_de", "text_en", "text_ar"],
    origin=lambda _row: Origin(),  # the form asks for it
    position="position",
)
