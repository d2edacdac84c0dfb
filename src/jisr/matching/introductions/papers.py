"""Papers of a room side by side: German or English in one column, Arabic in the other.

The files lie in the room of documents. Their subject is a paper and the side that added them, so that after the end
each side keeps what it brought, and nobody keeps what the other brought.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from jisr.documents import access
from jisr.documents.access import Place
from jisr.documents.models import Document
from jisr.documents.subjects import Subject, upload_url
from jisr.kernel.policy import may
from jisr.matching.introductions.models import Introduction, IntroductionPaper
from jisr.matching.introductions.policies import READ_ROOM_ROW, WORK_TOGETHER, seat_of
from jisr.matching.introductions.states import Side

SUBJECT: Final = "matching.introductionpaper"
ARABIC: Final = "ar"


@dataclass(frozen=True)
class PaperRow:
    """One paper with the newest files of each column."""

    paper: IntroductionPaper
    latin: list[Document]
    arabic: list[Document]
    add_url: str = ""


@dataclass(frozen=True)
class _Brought:
    """The files that one side brought to a paper, for the rule on rows of a room."""

    introduction: Introduction
    side: str


def register() -> None:
    access.register(SUBJECT, _may_read, _may_write, _place)


def subject_of(paper: IntroductionPaper, side: str) -> Subject:
    return Subject(SUBJECT, f"{paper.pk}:{Side(side).value}")


def paper_rows(
    papers: Iterable[IntroductionPaper],
    introduction: Introduction,
    actor: Any,  # noqa: ANN401 - a person
    seat: Side | None,
) -> list[PaperRow]:
    """The papers of one introduction with the files that ``actor`` may read; as many queries for one as for fifty."""
    listed = list(papers)
    keys = {subject_of(paper, side).subject_key: paper.pk for paper in listed for side in Side}
    readable = {side.value for side in Side if listed and may(actor, READ_ROOM_ROW, _Brought(introduction, side))}
    files: dict[int, list[Document]] = {paper.pk: [] for paper in listed}
    for document in Document.objects.filter(subject_type=SUBJECT, subject_key__in=keys).with_newest():
        if document.subject_key.rpartition(":")[2] in readable:
            files[keys[document.subject_key]].append(document)
    side = seat if seat is not None and may(actor, WORK_TOGETHER, introduction) else None
    return [_row(paper, files[paper.pk], side) for paper in listed]


def _row(paper: IntroductionPaper, files: list[Document], side: Side | None) -> PaperRow:
    return PaperRow(
        paper,
        latin=[file for file in files if file.language != ARABIC],
        arabic=[file for file in files if file.language == ARABIC],
        add_url=upload_url(subject_of(paper, side)) if side is not None else "",
    )


def _find(key: str) -> tuple[IntroductionPaper, Side] | None:
    number, _colon, side = key.partition(":")
    if not number.isdecimal() or side not in Side.values:
        return None
    rows = IntroductionPaper.objects.select_related("introduction__german", "introduction__palestinian")
    paper: IntroductionPaper | None = rows.filter(pk=number).first()
    return (paper, Side(side)) if paper is not None else None


def _may_read(actor: Any, key: str) -> bool:  # noqa: ANN401 - a person
    found = _find(key)
    return found is not None and may(actor, READ_ROOM_ROW, _Brought(found[0].introduction, found[1]))


def _may_write(actor: Any, key: str) -> bool:  # noqa: ANN401
    """Each side adds its own files, while the room is open."""
    found = _find(key)
    if found is None or not may(actor, WORK_TOGETHER, found[0].introduction):
        return False
    return seat_of(actor, found[0].introduction) == found[1]


def _place(key: str) -> Place | None:
    found = _find(key)
    return Place(str(found[0].introduction), found[0].introduction.get_absolute_url()) if found else None
