"""When a meeting gets new days: its sessions move along, the call may, and what else the office has to look at."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from jisr.events.agenda.contribution_models import ContributionCall
from jisr.events.agenda.contributions import move_call, span_of_call
from jisr.events.agenda.drafting import last_version, read
from jisr.events.agenda.services import move_by_days
from jisr.events.editions import new_days
from jisr.events.editions.clock import told
from jisr.events.editions.models import Edition
from jisr.events.editions.new_days import Look, lies_outside


def register() -> None:
    new_days.register_move("sessions", gettext_lazy("sessions"), count=count, move=move_by_days)
    label = gettext_lazy("Contributions can be handed in until")
    new_days.register_deadline("contributions", label, read=span_of_call, write=move_call)
    new_days.register_look("programme", look)


def count(edition: Edition) -> int:
    return int(edition.sessions.filter(starts_at__isnull=False).count())


def look(edition: Edition, since: datetime) -> Iterable[Look]:  # noqa: ARG001 - what stands there now is what counts
    starts = edition.sessions.filter(starts_at__isnull=False, is_cancelled=False).values_list("starts_at", flat=True)
    outside = sum(lies_outside(edition, at) for at in starts)
    if outside:
        text = ngettext(
            "%(number)s session does not lie on the days of the meeting.",
            "%(number)s sessions do not lie on the days of the meeting.",
            outside,
        )
        yield Look(text % {"number": outside}, reverse("agenda:programme", args=[edition.slug]))
    published = read(last_version(edition))
    if published and any(lies_outside(edition, each.starts_at) for each in published.sessions if not each.is_cancelled):
        text = _("The published programme still shows the old days. Publish the draft once it is right.")
        yield Look(text, reverse("agenda:publish", args=[edition.slug]))
    call = ContributionCall.objects.filter(edition=edition).first()
    if call is not None:
        text = _("The call for contributions closes: %(when)s.") % {"when": told(call.closes_at, edition.zone)}
        yield Look(text, reverse("agenda:call", args=[edition.slug]))
