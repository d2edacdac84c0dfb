"""What came of the feedback: counts, means and how the answers spread; by side only where nobody can be told apart."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from jisr.events.attendance.feedback import SCALE
from jisr.events.attendance.models import FeedbackAnswer, FeedbackForm, FeedbackQuestion
from jisr.events.attendance.states import QuestionKind
from jisr.events.registration.states import Side
from jisr.web.charts import Chart, lying_bars

FEWEST: Final = 5  # fewer answers of a group are never shown apart


@dataclass(frozen=True)
class BySide:
    """The answers of one side to one question."""

    side: Side
    number: int
    mean: float | None


@dataclass(frozen=True)
class Result:
    """One question with its figures, and the words that were released."""

    question: FeedbackQuestion
    number: int
    mean: float | None
    chart: Chart | None
    sides: Sequence[BySide] = ()
    words: Sequence[str] = ()


@dataclass(frozen=True)
class Results:
    """All of a form. ``is_held_back``: so few answered an anonymous form that figures would name them."""

    form: FeedbackForm
    sheets: int
    invited: int
    is_held_back: bool
    questions: Sequence[Result] = field(default_factory=tuple)


def results_of(form: FeedbackForm, invited: int) -> Results:
    """Four queries, however many questions and answers there are."""
    sides = Counter(form.sheets.values_list("side", flat=True))
    sheets = sum(sides.values())
    if form.is_anonymous and sheets < FEWEST:
        return Results(form, sheets, invited, is_held_back=True)
    rows = list(FeedbackAnswer.objects.filter(question__form=form).values("question", "number", "sheet__side"))
    words: dict[int, list[str]] = {}
    released = FeedbackAnswer.objects.filter(question__form=form, is_released=True).exclude(text="")
    for question, text in released.order_by("text", "pk").values_list("question", "text"):
        words.setdefault(question, []).append(text)
    questions = [
        _result(question, [row for row in rows if row["question"] == question.pk], words.get(question.pk, []))
        for question in form.questions.all()
    ]
    return Results(form, sheets, invited, is_held_back=False, questions=questions)


def _result(question: FeedbackQuestion, rows: list[dict[str, Any]], words: list[str]) -> Result:
    numbers = [row["number"] for row in rows if row["number"] is not None]
    if question.kind == QuestionKind.TEXT:
        return Result(question, len(rows), None, None, words=words)
    given = Counter(numbers)
    if question.kind == QuestionKind.CHOICE:
        chart = lying_bars([(text, given[place], "") for place, text in enumerate(question.choice_texts)])
        return Result(question, len(numbers), None, chart)
    chart = lying_bars([(str(step), given[step], "") for step in SCALE])
    return Result(question, len(numbers), _mean(numbers), chart, sides=_by_side(rows))


def _by_side(rows: list[dict[str, Any]]) -> list[BySide]:
    """Nothing at all where one group is too small: what is left over would tell its answers."""
    groups: dict[str, list[int]] = {}
    for row in rows:
        if row["number"] is not None:
            groups.setdefault(row["sheet__side"], []).append(row["number"])
    if len(groups) < 2 or min(map(len, groups.values())) < FEWEST:  # noqa: PLR2004 - one group is no comparison
        return []
    return [BySide(side, len(groups[side]), _mean(groups[side])) for side in Side if side in groups]


def _mean(numbers: Sequence[int]) -> float | None:
    return sum(numbers) / len(numbers) if numbers else None
