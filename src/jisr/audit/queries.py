"""Questions about the trail."""

from datetime import date, datetime, time, timedelta
from typing import Any, Self

from django.db import models
from django.utils import timezone

from jisr.audit.policies import READ, SubjectKey
from jisr.kernel.policy import may


class EntryQuerySet(models.QuerySet):
    """Questions about steps."""

    def visible_to(self, actor: Any) -> Self:  # noqa: ANN401 - the twin of a rule takes what the rule takes
        """The steps that ``audit.read`` allows: all or none. A history is asked for by ``about_key``."""
        return self.all() if may(actor, READ) else self.none()

    def about(self, subject: models.Model) -> Self:
        """The steps of one object, newest first."""
        return self.about_key(SubjectKey(subject._meta.label_lower, str(subject.pk)))

    def about_key(self, subject: SubjectKey) -> Self:
        """The same for an object that may be gone."""
        return self.filter(subject_type=subject.subject_type, subject_key=subject.subject_key)

    def from_day(self, day: date) -> Self:
        """From the beginning of a day on the office's clock."""
        return self.filter(at__gte=_beginning(day))

    def to_day(self, day: date) -> Self:
        """To the end of a day on the office's clock."""
        return self.filter(at__lt=_beginning(day + timedelta(days=1)))


def _beginning(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
