"""Brings what is still open into the next meeting: the same rows, so that the opening shows what became of them."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.events.editions.models import Edition
from jisr.events.editions.policies import RUN_EDITION
from jisr.events.results import telling
from jisr.events.results.minutes import NotPossible, lock_edition
from jisr.events.results.models import FollowUp, FollowUpCarry, FollowUpStep
from jisr.events.results.states import Event
from jisr.kernel import trail
from jisr.kernel.policy import authorize


@transaction.atomic
def carry(source: Edition, target: Edition, *, shift_days: int = 0, actor: User, at: datetime) -> int:
    """Let ``target`` take up what ``source`` agreed or took up itself and is still under way; how many are new there.

    Owners are told once. Doing it again adds only what has come since. Days stay as they were agreed, whatever
    ``shift_days`` moves the programme by: a promise does not get longer by a new meeting.
    """
    del shift_days
    authorize(actor, RUN_EDITION, target)
    if source.pk == target.pk:
        raise NotPossible(_("A meeting cannot take up its own steps."))
    lock_edition(target)
    known = FollowUpCarry.objects.filter(edition=target).values("follow_up")
    rows = list(
        FollowUp.objects.of_edition(source)
        .under_way()
        .exclude(edition=target)
        .exclude(pk__in=known)
        .select_for_update(of=("self",), no_key=True)
        .select_related("edition", "authority", "organisation", "person")
        .order_by("pk")
    )
    if not rows:
        return 0
    FollowUpCarry.objects.bulk_create(
        FollowUpCarry(follow_up=row, edition=target, source=source, state=row.state, carried_at=at, carried_by=actor)
        for row in rows
    )
    FollowUpStep.objects.bulk_create(
        FollowUpStep(
            follow_up=row,
            event=Event.CARRIED,
            before=row.state,
            after=row.state,
            by_office=True,
            taken_at=at,
            taken_by=actor,
        )
        for row in rows
    )
    telling.tell_carried(rows, target, actor=actor, at=at)
    trail.record("events.follow_ups_carried", target, actor=actor, changes={"follow_ups": [0, len(rows)]})
    return len(rows)


def open_steps(source: Edition) -> int:
    """How many steps of a meeting the next one could take up."""
    return int(FollowUp.objects.of_edition(source).under_way().count())
