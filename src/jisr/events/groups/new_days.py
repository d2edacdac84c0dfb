"""When a meeting gets new days, the time in which wishes are ranked may move along."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jisr.events.editions import new_days
from jisr.events.editions.clock import told
from jisr.events.editions.models import Edition
from jisr.events.editions.new_days import Look
from jisr.events.groups.models import GroupRules
from jisr.events.groups.services import move_wishes, span_of_wishes


def register() -> None:
    label = gettext_lazy("Wishes for working groups can be ranked until")
    new_days.register_deadline("groups", label, read=span_of_wishes, write=move_wishes)
    new_days.register_look("groups", look)


def look(edition: Edition, since: datetime) -> Iterable[Look]:  # noqa: ARG001 - what stands there now is what counts
    rules = GroupRules.objects.filter(edition=edition).first()
    if rules is not None and rules.wishes_close_at is not None:
        when = told(rules.wishes_close_at, edition.zone)
        text = _("Wishes for working groups can be ranked until: %(when)s.") % {"when": when}
        yield Look(text, reverse("groups:rules", args=[edition.slug]))
