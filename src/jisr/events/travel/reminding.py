"""What time does to journeys: lists for those who have none, reminders, and the end of what is called off."""

from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from jisr.audit.services import SYSTEM
from jisr.events.editions.models import Edition
from jisr.events.editions.states import AHEAD, Mode, State
from jisr.events.registration.models import Participant
from jisr.events.registration.states import LIVE, Presence
from jisr.events.travel import clock, sealing, telling
from jisr.events.travel.closing import close_travel, drop_traveller
from jisr.events.travel.fallback import lay_down
from jisr.events.travel.models import TravelData, TravelItem, TravelReminder
from jisr.events.travel.planning import is_travelled_to
from jisr.events.travel.queries import travellers
from jisr.events.travel.services import NoJourney, locked, start_checklist
from jisr.events.travel.states import OUTSTANDING, Doer, Stage


@dataclass(frozen=True)
class Run:
    """What one run did. ``unreadable``: rows of sealed data that the keys of this installation do not open."""

    lists: int = 0
    closed: int = 0
    dropped: int = 0
    reminded: int = 0
    unreadable: int = 0


def follow_travel(*, now: datetime) -> Run:
    """Run it daily; running it again changes nothing and tells nobody twice."""
    dropped, closed = _drop(at=now), _close(at=now)
    editions = [
        edition for edition in Edition.objects.filter(state__in=(*AHEAD, State.RUNNING)) if is_travelled_to(edition)
    ]
    lists = sum(make_lists(edition) for edition in editions)
    reminded = sum(remind(edition.pk, at=now) for edition in editions)
    return Run(lists, closed, dropped, reminded, unreadable())


def make_lists(edition: Edition) -> int:
    """Give everybody who travels what is missing of their list, and what is still to be done its day."""
    people = travellers().filter(edition=edition).order_by("pk").values_list("public_id", flat=True)
    made = 0
    for public_id in list(people):
        with suppress(NoJourney):  # who gave their place back meanwhile
            made += start_checklist(public_id, actor=SYSTEM) > 0
    return made


def _close(*, at: datetime) -> int:
    called_off = Edition.objects.filter(state=State.CANCELLED, people__travel_items__isnull=False)
    open_plans = called_off.filter(travel_plan__closed_on=None).distinct()
    return sum(close_travel(edition.pk, actor=SYSTEM, at=at) > 0 for edition in open_plans)


def _drop(*, at: datetime) -> int:
    """Those who gave their place back, or take part online by another way than this part's own."""
    rows = Participant.objects.filter(travel_items__isnull=False).distinct()
    gone = list(rows.exclude(state__in=LIVE).values_list("public_id", flat=True))
    for public_id in gone:
        drop_traveller(public_id, actor=SYSTEM, at=at)
    online = rows.filter(Q(presence=Presence.ONLINE) | Q(edition__mode=Mode.ONLINE))
    online = online.filter(travel_items__state__in=OUTSTANDING)
    for public_id in list(online.values_list("public_id", flat=True)):
        with transaction.atomic():
            lay_down(locked(public_id), at=at)
    return len(gone)


@transaction.atomic
def remind(edition_pk: int, *, at: datetime) -> int:
    """Tell each person once of each item and stage; return how many messages that made."""
    edition, today = (
        Edition.objects.select_for_update(of=("self",), no_key=True).get(pk=edition_pk),
        timezone.localdate(at),
    )
    if not is_travelled_to(edition) or today > edition.start_on:
        return 0
    due = list(_due(edition, today))
    TravelReminder.objects.bulk_create(TravelReminder(item=item, stage=stage, sent_at=at) for item, stage in due)
    by_person: dict[int, list[tuple[TravelItem, Stage]]] = defaultdict(list)
    for item, stage in due:
        by_person[item.participant_id].append((item, stage))
    sent, for_office = 0, [item for item, _stage in due if item.doer == Doer.OFFICE]
    for rows in by_person.values():
        told, left_over = _tell(rows, at=at)
        sent, for_office = sent + told, for_office + left_over
    return sent + (telling.tell_office(edition, for_office, at=at) if for_office else 0)


def _due(edition: Edition, today: date) -> Iterable[tuple[TravelItem, Stage]]:
    rows = TravelItem.objects.outstanding().filter(participant__edition=edition).order_by("due_on", "pk")
    people = ("participant__edition", "participant__user", "participant__authority", "participant__organisation")
    for item in rows.select_related(*people).prefetch_related("reminders"):
        stage = clock.stage_on(today, due=item.due_on, starts_on=edition.start_on)
        if stage and stage not in {reminder.stage for reminder in item.reminders.all()}:
            yield item, stage


def _tell(rows: list[tuple[TravelItem, Stage]], *, at: datetime) -> tuple[int, list[TravelItem]]:
    """The person about their own items; the coordinators about theirs, about late ones, and for who has no account.

    Returns how many messages that made, and what is left for the office, since nobody coordinates there.
    """
    participant = rows[0][0].participant
    own = [item for item, _stage in rows if item.doer == Doer.PERSON]
    led = [
        item
        for item, stage in rows
        if item.doer == Doer.COORDINATOR
        or (item.doer == Doer.PERSON and (stage == Stage.LATE or participant.user is None))
    ]
    sent = 0
    if own and participant.user is not None:
        sent += telling.tell("reminded", participant, to=[participant.user], by=SYSTEM, at=at, items=own)
    if not led:
        return sent, []
    people = telling.coordinators_for(participant)
    if not people:
        return sent, led
    return sent + telling.tell("coordinator", participant, to=people, by=SYSTEM, at=at, items=led), []


def unreadable() -> int:
    """How many rows of sealed data do not open with the keys that are here."""
    count = 0
    for data in TravelData.objects.select_related("participant").iterator(chunk_size=200):
        try:
            sealing.unseal(data.sealed, owner=data.participant.public_id)
        except sealing.CannotOpen:
            count += 1
    return count
