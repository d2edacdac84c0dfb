"""The answer clock: working days, counted from the day after a question came."""

from collections.abc import Container
from datetime import date, timedelta

from jisr.advice.models import AnswerRule, Holiday

SATURDAY = 5
SPAN = timedelta(days=120)  # longer than any answer time with all its holidays


def add_working_days(day: date, days: int, *, holidays: Container[date]) -> date:
    """The day on which ``days`` working days have passed after ``day``; Monday to Friday, without ``holidays``."""
    while days > 0:
        day += timedelta(days=1)
        if day.weekday() < SATURDAY and day not in holidays:
            days -= 1
    return day


def due_on(urgency: str, *, received_on: date) -> date:
    """By when an answer is due, by the rule in force on the day the question came.

    Without any rule the answer is due on the next working day: a question is never lost for want of a table.
    """
    rule = AnswerRule.objects.in_force(urgency, on=received_on).first()
    holidays = set(Holiday.objects.filter(day__range=(received_on, received_on + SPAN)).values_list("day", flat=True))
    return add_working_days(received_on, rule.working_days if rule else 1, holidays=holidays)
