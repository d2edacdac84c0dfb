"""When a meeting gets new days, the time in which feedback is asked for may move along."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jisr.events.attendance.feedback import move_span, span_of
from jisr.events.attendance.models import FeedbackForm
from jisr.events.editions import new_days
from jisr.events.editions.clock import told
from jisr.events.editions.models import Edition
from jisr.events.editions.new_days import Look


def register() -> None:
    label = gettext_lazy("Feedback can be given until")
    new_days.register_deadline("feedback", label, read=span_of, write=move_span)
    new_days.register_look("feedback", look)


def look(edition: Edition, since: datetime) -> Iterable[Look]:  # noqa: ARG001 - what stands there now is what counts
    form = FeedbackForm.objects.filter(edition=edition).first()
    if form is not None:
        times = {"opens": told(form.opens_at, edition.zone), "closes": told(form.closes_at, edition.zone)}
        text = _("The form for feedback opens %(opens)s and closes %(closes)s.") % times
        yield Look(text, reverse("attendance:feedback", args=[edition.slug]))
