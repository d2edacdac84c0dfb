"""What programmes let wait for a person: consent to give, contributions to review, changes to publish."""

from datetime import timedelta

from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jisr.accounts.models import User
from jisr.events.agenda.contribution_models import Contribution
from jisr.events.agenda.models import SessionSpeaker
from jisr.events.editions.clock import local
from jisr.events.editions.models import Edition
from jisr.events.editions.policies import runs_events
from jisr.events.editions.states import AHEAD, State
from jisr.web.waiting import Waiting

DAYS_BEFORE, MOST = 14, 20


def agenda_waiting(user: User) -> list[Waiting]:
    found = [*_consent(user), *_reviews(user)]
    return [*found, *_unpublished()] if runs_events(user) else found


def _consent(user: User) -> list[Waiting]:
    """One entry for each meeting in which the person speaks."""
    rows = SessionSpeaker.objects.to_answer(user).select_related("session__edition").order_by("pk")
    editions = {row.session.edition_id: row.session.edition for row in rows[:MOST]}
    why = _("Until you agree, nobody outside the meeting reads your name.")
    return [
        Waiting(
            _("May we show that you speak? %(meeting)s") % {"meeting": edition.title},
            reverse("agenda:appearances", args=[edition.slug]),
            edition.start_on,
            why,
        )
        for edition in editions.values()
    ]


def _reviews(user: User) -> list[Waiting]:
    """One entry for each meeting, with how many contributions wait."""
    rows = Contribution.objects.to_review(user).select_related("call__edition")
    counted: dict[int, tuple[Contribution, int]] = {}
    for row in rows.order_by("call", "pk"):
        counted[row.call_id] = (row, counted[row.call_id][1] + 1 if row.call_id in counted else 1)
    found = []
    for row, number in counted.values():
        edition = row.call.edition
        words = ngettext(
            "%(number)s contribution to review: %(meeting)s", "%(number)s contributions to review: %(meeting)s", number
        )
        url = reverse("agenda:contributions", args=[edition.slug])
        why = _("You were invited to review, or you plan this meeting.")
        until = local(row.call.closes_at, edition.zone).date()
        found.append(Waiting(words % {"number": number, "meeting": edition.title}, url, until, why))
    return found


def _unpublished() -> list[Waiting]:
    """Meetings that begin soon and whose sessions changed after the last version, or that have none."""
    today = timezone.localdate()
    soon = Edition.objects.filter(
        state__in=[*AHEAD, State.RUNNING], end_on__gte=today, start_on__lte=today + timedelta(days=DAYS_BEFORE)
    )
    why = _("The meeting begins soon, and the programme changed after the last version.")
    return [
        Waiting(
            _("Publish the changes of the programme: %(meeting)s") % {"meeting": edition.title},
            reverse("agenda:publish", args=[edition.slug]),
            edition.start_on,
            why,
        )
        for edition in soon.annotate(
            changed=Max("sessions__updated_at"), published=Max("programme_versions__published_at")
        )
        if edition.changed and (edition.published is None or edition.changed > edition.published)
    ]
