"""The end of a journey: a meeting that is called off, a person who does not come, and what time deletes."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from jisr.audit.services import SYSTEM
from jisr.events.editions.models import Edition
from jisr.events.registration.models import Participant
from jisr.events.travel import clock
from jisr.events.travel.fallback import lay_down, take_up
from jisr.events.travel.letters import withdraw_letters
from jisr.events.travel.models import TravelData, TravelItem, TravelJourney, TravelLetter, TravelPlan
from jisr.events.travel.planning import plan_for, travels
from jisr.events.travel.services import locked, start_checklist
from jisr.kernel import trail


@transaction.atomic
def close_travel(edition_pk: int, *, actor: Any, at: datetime) -> int:  # noqa: ANN401 - a person or the system
    """A meeting is called off: all items are closed, all letters taken back, the days until deletion begin to count.

    For the step that cancels a meeting, whose rights hold; ``follow_travel`` does it too. Doing it again changes
    nothing. Returns how many items it closed.
    """
    edition = Edition.objects.select_for_update(of=("self",), no_key=True).get(pk=edition_pk)
    plan = plan_for(edition)
    if plan.closed_on is not None:
        return 0
    plan.closed_on = timezone.localdate(at)
    plan.save(update_fields=["closed_on", "updated_at"])
    closed, withdrawn = _lay_down_all(edition, actor=actor, at=at)
    changes = {"items": [closed, 0], "letters": [withdrawn, 0]}
    trail.record("events.travel_closed", edition, actor=actor, changes=changes)
    return closed


@transaction.atomic
def lay_down_journeys(edition_pk: int, *, actor: Any, at: datetime) -> int:  # noqa: ANN401
    """People meet online: what is to be done for journeys is kept for a way back, letters are taken back.

    Doing it again changes nothing. Returns how many items it closed.
    """
    edition = Edition.objects.select_for_update(of=("self",), no_key=True).get(pk=edition_pk)
    closed, _withdrawn = _lay_down_all(edition, actor=actor, at=at)
    if closed:
        trail.record("events.travel_laid_down", edition, actor=actor, changes={"items": [closed, 0]})
    return closed


def _lay_down_all(edition: Edition, *, actor: Any, at: datetime) -> tuple[int, int]:  # noqa: ANN401
    """How many items were closed, and how many letters taken back."""
    closed = withdrawn = 0
    for participant in _people(edition):
        closed += lay_down(participant, at=at)
        withdrawn += withdraw_letters(participant, actor=actor, at=at)
    return closed, withdrawn


def _people(edition: Edition) -> Any:  # noqa: ANN401 - a query set
    """Locked, in one order."""
    return edition.people.select_for_update(of=("self",), no_key=True).order_by("pk")


@transaction.atomic
def take_up_journeys(edition_pk: int, *, at: datetime) -> int:
    """People come to the place after all: their items are as they were. Returns for how many people that was done."""
    edition = Edition.objects.select_for_update(of=("self",), no_key=True).get(pk=edition_pk)
    return sum(take_up(person, at=at) > 0 for person in _people(edition) if travels(person))


@transaction.atomic
def drop_traveller(public_id: UUID | str, *, actor: Any, at: datetime) -> None:  # noqa: ANN401
    """Somebody does not come any more: what is known of their journey is deleted, letters are taken back."""
    participant = locked(public_id)
    forget(participant, actor=actor, at=at)
    participant.travel_items.all().delete()
    trail.record("events.travel_dropped", participant, actor=actor)


@transaction.atomic
def replace_traveller(old: UUID | str, new: UUID | str, *, actor: Any, at: datetime) -> None:  # noqa: ANN401
    """Somebody comes instead: nothing of the one goes to the other, who begins with a list of their own."""
    drop_traveller(old, actor=actor, at=at)
    if travels(Participant.objects.get(public_id=new)):
        start_checklist(new, actor=SYSTEM)


def forget(participant: Participant, *, actor: Any, at: datetime) -> int:  # noqa: ANN401
    """Delete sealed data, journey, letters and notes of one person; return how many rows that touched."""
    touched = withdraw_letters(participant, actor=actor, at=at)
    touched += TravelData.objects.filter(participant=participant).delete()[0]
    touched += TravelJourney.objects.filter(participant=participant).delete()[0]
    return touched + participant.travel_items.exclude(note="").update(note="")


def deletion_day(edition: Edition, plan: TravelPlan | None) -> date:
    """From this day on personal data of a journey is deleted."""
    days = plan.kept_days if plan else clock.travel_times(edition.start_on).kept_days
    ended = min(edition.end_on, plan.closed_on) if plan and plan.closed_on else edition.end_on
    return ended + timedelta(days=days)


@transaction.atomic
def forget_after_the_trip(at: datetime) -> int:
    """For the retention run: delete what has been kept for the days that its meeting sets."""
    today, touched = timezone.localdate(at), 0
    for edition in Edition.objects.filter(people__in=_known()).distinct().select_related("travel_plan"):
        if deletion_day(edition, getattr(edition, "travel_plan", None)) <= today:
            for participant in _known().filter(edition=edition):
                touched += forget(participant, actor=SYSTEM, at=at)
    return touched


def _known() -> Any:  # noqa: ANN401 - a query set
    """Those of whose journey something personal is kept."""
    return Participant.objects.filter(
        Q(pk__in=TravelData.objects.values("participant"))
        | Q(pk__in=TravelJourney.objects.values("participant"))
        | Q(pk__in=TravelLetter.objects.filter(withdrawn_at=None).values("participant"))
        | Q(pk__in=TravelItem.objects.exclude(note="").values("participant"))
    )
