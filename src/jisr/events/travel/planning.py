"""The plan of an edition: which items its checklists have, and the items that people get from it."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from jisr.events.editions.models import Edition
from jisr.events.editions.states import AHEAD, Mode, State
from jisr.events.registration.models import Participant
from jisr.events.registration.states import ParticipantState, Presence
from jisr.events.travel import clock
from jisr.events.travel.models import ChecklistLine, TravelItem, TravelPlan

HOSTS: Final = ("DE", "PS")


def is_travelled_to(edition: Edition) -> bool:
    """Whether people still prepare a journey to it."""
    return edition.mode != Mode.ONLINE and edition.state in (*AHEAD, State.RUNNING)


def travels(participant: Participant) -> bool:
    return participant.state == ParticipantState.CONFIRMED and participant.presence == Presence.ONSITE


def plan_for(edition: Edition) -> TravelPlan:
    """The plan; the first time it is made of what is delivered for the day and the country of the meeting."""
    kept = clock.travel_times(edition.start_on).kept_days
    plan, is_new = TravelPlan.objects.get_or_create(edition=edition, defaults={"kept_days": kept})
    if is_new:
        lines = [
            ChecklistLine(
                edition=edition, side=line.side, kind=line.kind, weeks_before=line.weeks_before, doer=line.doer
            )
            for line in delivered_lines(edition)
        ]
        ChecklistLine.objects.bulk_create(lines)
    return plan


def delivered_lines(edition: Edition) -> Iterable[ChecklistLine]:
    """Those for the country of the meeting; the few that hold everywhere while it is another one or not known."""
    host = edition.country_id if edition.country_id in HOSTS else ""
    return ChecklistLine.objects.filter(edition=None, host=host).valid_on(edition.start_on)


def give_items(participant: Participant, lines: Iterable[ChecklistLine]) -> int:
    """Give somebody what is missing of their side's list, and move what is still to be done to its new day."""
    edition, have = participant.edition, {item.kind: item for item in participant.travel_items.all()}
    new, touched = [], 0
    for line in lines:
        due = clock.due_on(edition.start_on, line.weeks_before)
        item = have.get(line.kind)
        if item is None:
            new.append(TravelItem(participant=participant, kind=line.kind, due_on=due, doer=line.doer))
        elif item.is_outstanding and (item.due_on, item.doer) != (due, line.doer):
            touched += _move(item, due, line.doer)
    TravelItem.objects.bulk_create(new, ignore_conflicts=True)  # two who begin at once get one list
    return len(new) + touched


def _move(item: TravelItem, due: date, doer: str) -> int:
    item.due_on, item.doer = due, doer
    item.reminders.all().delete()  # a new day is told anew
    item.save(update_fields=["due_on", "doer", "updated_at"])
    return 1
