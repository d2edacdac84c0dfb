"""What meetings let wait for the events team: steps that are due."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from jisr.accounts.models import User
from jisr.events.editions.clock import day_of, is_registration_over
from jisr.events.editions.models import Edition
from jisr.events.editions.policies import runs_events
from jisr.events.editions.states import State
from jisr.web.waiting import Waiting

MOST = 30


def editions_waiting(user: User) -> list[Waiting]:
    """Editions whose next step is due, for those who run them."""
    if not runs_events(user):
        return []
    at = timezone.now()
    tomorrow = timezone.localdate(at) + timedelta(days=1)  # the day may have begun elsewhere
    rows = Edition.objects.with_a_due_step(tomorrow).select_related("series")[:MOST]
    found = (waiting_entry(row, at) for row in rows)
    return [entry for entry in found if entry is not None]


def waiting_entry(edition: Edition, at: datetime) -> Waiting | None:
    """The step that is due at a moment, where the edition takes place."""
    day, state, url = day_of(edition, at), edition.state, edition.desk_url
    names = {"title": edition.title}
    if state in (State.OPEN, State.CLOSED) and edition.start_on <= day:
        return Waiting(_("Begin: %(title)s") % names, url, edition.start_on, _("Its first day has come."))
    if state == State.OPEN and is_registration_over(edition, at):
        why = _("The last day of registration has passed.")
        return Waiting(_("Close registration: %(title)s") % names, url, edition.registration_deadline, why)
    if state == State.RUNNING and edition.end_on < day:
        why = _("Its last day has passed.")
        return Waiting(_("Note that it was held: %(title)s") % names, url, edition.end_on, why)
    if state == State.HELD:
        why = _("It was held, and its documentation is not finished.")
        return Waiting(_("Finish the documentation: %(title)s") % names, url, None, why)
    return None
