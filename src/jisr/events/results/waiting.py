"""What agreed steps let wait: for the owner's coordinators, the person named, and the office."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from jisr.accounts.models import User
from jisr.events.results.models import FollowUp
from jisr.events.results.policies import cares_for_steps
from jisr.events.results.states import Owner
from jisr.events.results.telling import text_in
from jisr.web.waiting import Waiting

MOST = 20


def follow_ups_waiting(user: User) -> list[Waiting]:
    """Steps that the person can settle; for the office one entry for those of others that are overdue."""
    rows = FollowUp.objects.to_settle(user).for_lists().order_by("due_on", "pk").distinct()[:MOST]
    language = get_language() or "en"
    return [*(_entry(row, language) for row in rows), *_overdue(user)]


def _entry(row: FollowUp, language: str) -> Waiting:
    why = _("It was agreed at “%(meeting)s”. %(owner)s takes it on.") % {
        "meeting": row.edition.title,
        "owner": row.owner_name,
    }
    return Waiting(text_in(row, language), row.get_absolute_url(), row.due_on, why)


def _overdue(user: User) -> list[Waiting]:
    if not cares_for_steps(user):
        return []
    today = timezone.localdate()
    number = FollowUp.objects.overdue(today=today).exclude(owner_kind=Owner.OFFICE).count()
    if not number:
        return []
    title = ngettext(
        "%(number)s step that others took on is overdue", "%(number)s steps that others took on are overdue", number
    ) % {"number": number}
    return [Waiting(title, f"{reverse('results:follow_ups')}?state=overdue", None, _("Ask how they stand."))]
