"""What journeys let wait in the workspace: for travellers, for coordinators, and for the events team."""

from datetime import timedelta

from django.db.models import Count, Min
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jisr.accounts.models import User
from jisr.events.editions.models import Edition
from jisr.events.editions.policies import runs_events
from jisr.events.editions.states import AHEAD, State
from jisr.events.travel.models import TravelItem
from jisr.events.travel.states import VISA_KINDS, Doer
from jisr.web.waiting import Waiting

MOST = 20
WEEKS_AHEAD = 6


def journeys_waiting(user: User) -> list[Waiting]:
    """Items that are due soon or late, and, for the office, meetings with visas at risk or work of its own."""
    return [*_items(user), *(_of_office() if runs_events(user) else [])]


def _items(user: User) -> list[Waiting]:
    until = timezone.localdate() + timedelta(weeks=WEEKS_AHEAD)
    rows = TravelItem.objects.waiting_for(user).filter(due_on__lte=until)
    rows = rows.filter(participant__edition__state__in=(*AHEAD, State.RUNNING)).order_by("due_on", "pk")
    return [_entry(item, user) for item in rows.select_related("participant__edition")[:MOST]]


def _entry(item: TravelItem, user: User) -> Waiting:
    why = _("For the journey to: %(meeting)s") % {"meeting": item.participant.edition.title}
    title = str(item.get_kind_display())
    if item.participant.user_id != user.pk:
        title = _("%(item)s: %(person)s") % {"item": title, "person": item.participant.full_name}
    return Waiting(title, item.get_absolute_url(), item.due_on, why)


def _of_office() -> list[Waiting]:
    today = timezone.localdate()
    running = TravelItem.objects.outstanding().filter(participant__edition__state__in=(*AHEAD, State.RUNNING))
    at_risk = running.filter(kind__in=VISA_KINDS, due_on__lt=today)
    own = running.filter(doer=Doer.OFFICE, due_on__lte=today + timedelta(weeks=WEEKS_AHEAD))
    found = []
    for rows, is_visa in ((at_risk, True), (own, False)):
        counted = rows.values("participant__edition").annotate(
            people=Count("participant", distinct=True), first=Min("due_on")
        )
        by_edition = {row["participant__edition"]: row for row in counted.order_by()}
        for edition in Edition.objects.filter(pk__in=by_edition):
            row = by_edition[edition.pk]
            found.append(_office_entry(edition, row["people"], row["first"], is_visa=is_visa))
    return found


def _office_entry(edition: Edition, people: int, first: object, *, is_visa: bool) -> Waiting:
    query = "?risk=visa" if is_visa else "?risk=office"
    if is_visa:
        title = ngettext("%(number)s visa is at risk", "%(number)s visas are at risk", people)
    else:
        title = ngettext(
            "The office prepares the journey of %(number)s person",
            "The office prepares the journeys of %(number)s people",
            people,
        )
    why = _("For the journey to: %(meeting)s") % {"meeting": edition.title}
    url = reverse("travel:office", args=[edition.slug]) + query
    return Waiting(title % {"number": people}, url, first, why)  # type: ignore[arg-type]
