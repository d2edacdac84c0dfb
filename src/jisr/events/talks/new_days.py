"""When a meeting gets new days: the times of 1:1 meetings move along; published ones need a new plan."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from jisr.events.editions import new_days
from jisr.events.editions.models import Edition
from jisr.events.editions.new_days import Look, lies_outside
from jisr.events.talks.clock import day, hours
from jisr.events.talks.models import Talk, TalkBlock, TalkSetting
from jisr.events.talks.services import move_by_days, move_closing, span_of_requests


def register() -> None:
    new_days.register_move("talks", gettext_lazy("blocks of 1:1 meetings"), count=count, move=move_by_days)
    label = gettext_lazy("1:1 meetings can be asked for until")
    new_days.register_deadline("talks", label, read=span_of_requests, write=move_closing)
    new_days.register_look("talks", look)


def count(edition: Edition) -> int:
    return TalkBlock.objects.filter(setting__edition=edition).count()


def look(edition: Edition, since: datetime) -> Iterable[Look]:  # noqa: ARG001 - what stands there now is what counts
    setting = TalkSetting.objects.filter(edition=edition).first()
    if setting is None:
        return
    url = reverse("talks:office", args=[edition.slug])
    closes = f"{day(setting.closes_at, edition.zone)}, {hours(setting.closes_at, edition)}"
    yield Look(_("Requests for 1:1 meetings close: %(when)s.") % {"when": closes}, url)
    starts = Talk.objects.at(edition).held().values_list("starts_at", flat=True)
    outside = sum(lies_outside(edition, at) for at in starts)
    if outside:
        text = ngettext(
            "%(number)s published 1:1 meeting still lies on the old days. Make a new plan and publish it.",
            "%(number)s published 1:1 meetings still lie on the old days. Make a new plan and publish it.",
            outside,
        )
        yield Look(text % {"number": outside}, url)
