"""What 1:1 meetings let wait for a person in the workspace."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jisr.accounts.models import User
from jisr.events.editions.policies import runs_events
from jisr.events.talks.models import TalkPlan, TalkRequest
from jisr.events.talks.states import PlanState, RequestState
from jisr.web.waiting import Waiting

MOST = 20


def talks_waiting(user: User) -> list[Waiting]:
    """Requests that wait for the person's answer; for the events team plans that are ready."""
    return [*_requests(user), *(_plans() if runs_events(user) else [])]


def _requests(user: User) -> list[Waiting]:
    rows = TalkRequest.objects.filter(state=RequestState.ASKED, asked__participant__user=user)
    rows = rows.filter(asked__participant__edition__talk_setting__closes_at__gt=timezone.now()).for_lists()
    rows = rows.select_related("asked__participant__edition__talk_setting")
    return [
        Waiting(
            _("%(name)s would like to meet you") % {"name": row.asking.participant.full_name},
            reverse("talks:mine", args=[row.asked.participant.edition.slug]),
            timezone.localdate(row.asked.participant.edition.talk_setting.closes_at),
            _("Say yes or no; both are fine. Silence counts as a no."),
        )
        for row in rows[:MOST]
    ]


def _plans() -> list[Waiting]:
    rows = TalkPlan.objects.filter(state=PlanState.READY).select_related("edition").order_by("-number")
    latest = {row.edition_id: row for row in reversed(rows[:MOST])}
    return [
        Waiting(
            _("A plan of 1:1 meetings is ready: %(title)s") % {"title": row.edition.title},
            reverse("talks:plan", args=[row.edition.slug, row.public_id]),
            None,
            _("Look at it and publish it, or plan anew."),
        )
        for row in latest.values()
    ]
