"""What working groups let wait for a person in the workspace."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jisr.accounts.models import User
from jisr.events.editions.models import Edition
from jisr.events.editions.policies import runs_events
from jisr.events.editions.states import AHEAD
from jisr.events.groups.models import GroupPlan, GroupRules
from jisr.events.groups.queries import led_by
from jisr.events.groups.states import PlanState, Purpose
from jisr.events.registration.models import Participant
from jisr.web.waiting import Waiting


def groups_waiting(user: User) -> list[Waiting]:
    """Own wishes, wishes of delegates, and, for the events team, plans that are to be made or published."""
    at = timezone.now()
    return [*_own(user, at), *_of_delegates(user, at), *(_to_plan(at) if runs_events(user) else ())]


def _open(at: datetime) -> Q:
    """Wishes are taken now, there is something to wish, and nobody has ranked yet."""
    rules = Q(edition__group_rules__wishes_open_at__lte=at) & (
        Q(edition__group_rules__wishes_close_at__gt=at) | Q(edition__group_rules__wishes_close_at__isnull=True)
    )
    return rules & Q(wish_list__isnull=True, edition__working_groups__is_cancelled=False)


def _until(edition: Edition) -> datetime | None:
    closes = edition.group_rules.wishes_close_at
    return closes.astimezone(ZoneInfo(edition.zone)) if closes else None


def _own(user: User, at: datetime) -> Iterator[Waiting]:
    rows = Participant.objects.live().filter(_open(at), user=user).select_related("edition__group_rules").distinct()
    for row in rows.order_by("pk"):
        until = _until(row.edition)
        yield Waiting(
            _("Rank your wishes for the working groups of %(meeting)s") % {"meeting": row.edition.title},
            reverse("groups:rank", args=[row.edition.slug, row.public_id]),
            until.date() if until else None,
            _("You take part, and nobody has ranked your wishes yet."),
        )


def _of_delegates(user: User, at: datetime) -> Iterator[Waiting]:
    rows = Participant.objects.live().filter(_open(at), authority__in=led_by(user)).exclude(user=user)
    counted = dict(rows.order_by().values_list("edition").annotate(number=Count("pk", distinct=True)))
    for edition in Edition.objects.filter(pk__in=counted).select_related("group_rules").order_by("start_on", "pk"):
        number, until = counted[edition.pk], _until(edition)
        yield Waiting(
            _("See to the wishes of your delegation for the working groups of %(meeting)s")
            % {"meeting": edition.title},
            reverse("groups:mine", args=[edition.slug]),
            until.date() if until else None,
            ngettext(
                "%(number)s delegate has not ranked any wishes yet.",
                "%(number)s delegates have not ranked any wishes yet.",
                number,
            )
            % {"number": number},
        )


def _to_plan(at: datetime) -> Iterator[Waiting]:
    closed = GroupRules.objects.filter(wishes_close_at__lte=at, edition__state__in=AHEAD)
    closed = closed.filter(edition__working_groups__isnull=False).distinct().select_related("edition")
    plans = GroupPlan.objects.filter(purpose=Purpose.SET).order_by("number")
    latest = dict(plans.values_list("edition_id", "state"))  # the last one of each stays
    for rules in closed.order_by("wishes_close_at", "pk"):
        state = latest.get(rules.edition_id)
        if state in {PlanState.PUBLISHED, PlanState.RUNNING}:
            continue
        title = (
            _("Publish the working groups of %(meeting)s")
            if state == PlanState.READY
            else _("Plan the working groups of %(meeting)s")
        )
        why = (
            _("A plan is ready, and nobody has been told yet.")
            if state == PlanState.READY
            else _("Wishes are closed, and there is no plan yet.")
        )
        yield Waiting(title % {"meeting": rules.edition.title}, rules.get_absolute_url(), None, why)
