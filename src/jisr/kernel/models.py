"""Abstract columns that several rooms use. The kernel itself owns no table."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from jisr.kernel.dates import PartialDate, Precision

PRECISIONS = [(Precision.YEAR, _("year")), (Precision.MONTH, _("month")), (Precision.DAY, _("day"))]


class Timestamped(models.Model):
    """When a row came and when it last changed (UTC)."""

    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True


class PartialDateDescriptor:
    """``row.since`` reads and writes the two columns ``since_on`` and ``since_precision`` as one value."""

    def __init__(self, name: str) -> None:
        self.day, self.precision = f"{name}_on", f"{name}_precision"

    def __get__(self, row: models.Model | None, owner: type) -> "PartialDate | PartialDateDescriptor | None":
        if row is None:
            return self
        day = getattr(row, self.day)
        return None if day is None else PartialDate(day, Precision(getattr(row, self.precision)))

    def __set__(self, row: models.Model, value: PartialDate | None) -> None:
        setattr(row, self.day, value.first if value else None)
        setattr(row, self.precision, value.precision if value else "")


def precision_field() -> "models.CharField[str, str]":
    """The column beside a date that says how exactly it is known; empty exactly when the date is."""
    return models.CharField(max_length=5, choices=PRECISIONS, blank=True, editable=False)


def precision_matches(name: str, *, constraint: str) -> models.CheckConstraint:
    """A date has a precision, and only a date has one."""
    known = [choice for choice, _label in PRECISIONS]
    return models.CheckConstraint(
        condition=models.Q(**{f"{name}_on__isnull": True, f"{name}_precision": ""})
        | models.Q(**{f"{name}_on__isnull": False, f"{name}_precision__in": known}),
        name=constraint,
    )
