"""Attendance and the figures of feedback as files, for the events team."""

from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.events.attendance.models import FeedbackForm, FeedbackQuestion
from jisr.events.attendance.policies import KEEP_ATTENDANCE
from jisr.events.attendance.results import FEWEST
from jisr.events.attendance.states import Direction, QuestionKind
from jisr.events.registration.models import Participant
from jisr.exports import tables
from jisr.exports.tables import Column


def _day(moment: Any) -> Any:  # noqa: ANN401 - a moment or nothing
    return timezone.localdate(moment) if moment else None


def _mean(row: Any) -> float | None:  # noqa: ANN401 - a question with figures
    return round(row.mean, 2) if row.kind == QuestionKind.SCALE and row.mean is not None else None


def _given(row: Any, step: int) -> int | None:  # noqa: ANN401
    return getattr(row, f"given_{step}") if row.kind == QuestionKind.SCALE else None


ATTENDANCE = (
    Column("name", _("Name"), lambda row: row.full_name),
    Column("function", _("Function"), lambda row: row.function_title),
    Column("body", _("Authority or organisation"), lambda row: str(row.body or "")),
    Column("side", _("Side"), lambda row: row.side.label),
    Column("sessions", _("Sessions attended"), lambda row: row.sessions_attended, "number"),
    Column("first", _("First came in on"), lambda row: _day(row.first_in), "date"),
    Column("last", _("Last came in on"), lambda row: _day(row.last_in), "date"),
    Column("certificate", _("Certificate"), lambda row: row.certificate_number or ""),
)
FEEDBACK = (
    Column("question", _("Question"), str),
    Column("kind", _("Kind"), lambda row: row.get_kind_display()),
    Column("answers", _("Answers"), lambda row: row.given, "number"),
    Column("mean", _("Mean"), _mean, "number"),
    *(
        Column(f"given_{step}", str(step), lambda row, step=step: _given(row, step), "number")  # type: ignore[misc]
        for step in range(1, 6)
    ),
)


def register() -> None:
    tables.register("attendance", _("Attendance"), columns=ATTENDANCE, rows=_attendance, permission=KEEP_ATTENDANCE)
    tables.register("feedback", _("Results of feedback"), columns=FEEDBACK, rows=_feedback, permission=KEEP_ATTENDANCE)


def _attendance(_actor: Any, parameters: QueryDict) -> QuerySet[Participant]:  # noqa: ANN401 - a person
    came = Q(check_ins__counts=True, check_ins__direction=Direction.IN)
    rows = Participant.objects.coming().filter(edition__slug=parameters.get("meeting", "")).for_lists()
    return rows.annotate(
        sessions_attended=Count("check_ins__session", filter=came, distinct=True),
        first_in=Min("check_ins__happened_at", filter=came),
        last_in=Max("check_ins__happened_at", filter=came),
        certificate_number=Max("certificates__number", filter=Q(certificates__state="issued")),
    ).order_by("full_name", "pk")


def _feedback(_actor: Any, parameters: QueryDict) -> QuerySet[FeedbackQuestion]:  # noqa: ANN401
    """Figures alone: neither words nor whole sheets, and nothing where so few answered that they could be told."""
    rows = FeedbackQuestion.objects.filter(form__edition__slug=parameters.get("meeting", ""))
    many = FeedbackForm.objects.annotate(sheet_count=Count("sheets")).filter(sheet_count__gte=FEWEST)
    shown = rows.filter(Q(form__is_anonymous=False) | Q(form__in=many.values("pk")))
    return shown.with_figures().order_by("position", "pk")
