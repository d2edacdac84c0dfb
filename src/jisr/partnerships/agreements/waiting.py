"""What a tie and its agreements let wait, for the page of the tie and for the workspace."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from jisr.accounts.models import User
from jisr.kernel.dates import add_months
from jisr.municipalities.policies import decides_for_office
from jisr.partnerships.agreements.queries import governing
from jisr.partnerships.agreements.states import Renewal
from jisr.partnerships.models import Agreement, Partnership
from jisr.partnerships.states import Status
from jisr.web.waiting import Waiting

MOST = 20
WARNED_MONTHS = (6, 3, 1)  # our own proposal: people are reminded so many months before a term ends
REVIEW_DAYS = 30  # our own proposal: from so many days before its review a pause waits for a word
BOUND = (Status.ACTIVE, Status.PAUSED)


def agreements_waiting(user: User) -> list[Waiting]:
    """For coordinators all that their ties let wait; for advisers what has a day."""
    today = timezone.localdate()
    mine = Partnership.objects.carried_by(user).filter(status__in=(Status.INITIATION, *BOUND))
    rows = list(mine.select_related("german", "palestinian").prefetch_related("agreements__parties").order_by("pk"))
    found = [entry for tie in rows for entry in entries_of(tie, list(tie.agreements.all()), today=today)]
    if decides_for_office(user):
        found += _dated_for_office({tie.pk for tie in rows}, today)
    return found[:MOST]


def _dated_for_office(known: set[int], today: date) -> list[Waiting]:
    soon = add_months(today, max(WARNED_MONTHS))
    ending = Agreement.objects.running_out(until=soon).values("tie")
    late = Partnership.objects.filter(status=Status.PAUSED, review_on__lte=today + timedelta(days=REVIEW_DAYS))
    bound = Partnership.objects.filter(status__in=BOUND, pk__in=ending)
    keys = {*bound.values_list("pk", flat=True), *late.values_list("pk", flat=True)} - known
    rows = Partnership.objects.filter(pk__in=keys).select_related("german", "palestinian").order_by("pk")
    ties = rows.prefetch_related("agreements__parties")
    found = (entry for tie in ties for entry in entries_of(tie, list(tie.agreements.all()), today=today))
    return [entry for entry in found if entry.until]


def entries_of(tie: Partnership, agreements: Sequence[Agreement], *, today: date) -> list[Waiting]:
    """What one tie waits for. ``agreements`` know their parties."""
    if tie.status == Status.INITIATION:
        return [_beginning(tie, agreements, today)]
    return [*_reviews(tie, today), *_ends(tie, agreements, today)]


def _beginning(tie: Partnership, agreements: Sequence[Agreement], today: date) -> Waiting:
    names = {"tie": str(tie)}
    if not agreements:
        why = _("A partnership begins with an agreement of both sides. Nothing is public before.")
        return Waiting(_("Write an agreement for %(tie)s") % names, tie.hub_url, None, why)
    if any(agreement.holds_on(today) for agreement in agreements):
        why = _("All parties have signed. Now the partnership can begin and become public.")
        return Waiting(_("Let the partnership %(tie)s begin") % names, tie.hub_url, None, why)
    why = _("The agreement is written. Note it here when a party has signed.")
    return Waiting(_("Have the agreement of %(tie)s signed") % names, tie.hub_url, None, why)


def _reviews(tie: Partnership, today: date) -> Iterator[Waiting]:
    if tie.status == Status.PAUSED and tie.review_on and tie.review_on <= today + timedelta(days=REVIEW_DAYS):
        why = _("The partnership is paused. On this day you wanted to look at it again.")
        title = _("Look at the pause of %(tie)s again") % {"tie": str(tie)}
        yield Waiting(title, tie.hub_url, tie.review_on, why)


def _ends(tie: Partnership, agreements: Sequence[Agreement], today: date) -> Iterator[Waiting]:
    agreement = governing(agreements) if tie.status in BOUND else None
    if agreement is None or agreement.until_on is None:
        return
    if agreement.until_on > add_months(today, max(WARNED_MONTHS)):
        return
    title = _("The term of %(tie)s ends") % {"tie": str(tie)}
    yield Waiting(title, tie.hub_url, agreement.until_on, what_then(agreement))


def what_then(agreement: Agreement) -> str:
    """What happens at the end of a term."""
    day = {"day": date_format(agreement.until_on, "DATE_FORMAT")} if agreement.until_on else {}
    if agreement.renews_itself():
        return _("On %(day)s the agreement is renewed by itself, unless a side gives notice.") % day
    if agreement.renewal == Renewal.DECISION:
        return _("The agreement runs until %(day)s. Please decide whether you renew it.") % day
    return _("The agreement runs until %(day)s. To go on you need a new one.") % day
