"""What time alone removes of programmes: who signed up for a session. How many these were stays with the session."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from jisr.events.agenda.models import Session
from jisr.events.agenda.services import lock
from jisr.events.agenda.signup_models import SessionSignup
from jisr.events.editions.models import Edition
from jisr.events.editions.states import State

SIGNUPS_KEPT: Final = timedelta(days=90)  # after the last day, as check-ins can be settled so long


@transaction.atomic
def expire_signups(at: datetime) -> int:
    """Delete the sign-ups of meetings that are over for so long; return how many. A postponed one is still to come."""
    rows = SessionSignup.objects.filter(session__edition__end_on__lt=timezone.localdate(at) - SIGNUPS_KEPT)
    rows = rows.exclude(session__edition__state=State.POSTPONED)
    for edition in Edition.objects.filter(sessions__signups__in=rows).distinct().order_by("pk"):
        lock(edition)
    due = Session.objects.filter(signups__in=rows).distinct()
    for session in due:
        taken, waiting = session.signups.placed().count(), session.signups.waiting().count()
        numbers = {"past_taken": F("past_taken") + taken, "past_waiting": F("past_waiting") + waiting}
        Session.objects.filter(pk=session.pk).update(**numbers)
    deleted, _by_table = rows.delete()
    return deleted
