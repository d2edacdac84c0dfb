"""What time does to registrations: offers end, the next ones get them, and incomplete ones are called to mind."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from jisr.audit.services import SYSTEM
from jisr.events.editions.states import AHEAD, STOPPED
from jisr.events.registration import answering, places, telling
from jisr.events.registration.models import Participant
from jisr.events.registration.services import expire_offers
from jisr.events.registration.states import HOLDS_PLACE, ParticipantState
from jisr.events.registration.times import is_ahead
from jisr.kernel import trail

REMINDED_AFTER: Final = timedelta(days=7)  # our own proposal: no published rule names a time
# A meeting that is postponed stands still until it has new days.
GOES_ON: Final = tuple(state for state in AHEAD if state not in STOPPED)


@dataclass(frozen=True)
class Run:
    """What one run did."""

    expired: int = 0
    reminded: int = 0


def follow_registrations(*, now: datetime) -> Run:
    """End offers whose time is over, give their places to the next, remind the incomplete once. Safe to run again."""
    waits = Participant.objects.filter(
        state__in=[ParticipantState.OFFERED, ParticipantState.WAITING], edition__state__in=GOES_ON
    )
    expired = sum(expire_offers(pk, at=now) for pk in sorted(set(waits.values_list("edition_id", flat=True))))
    return Run(expired=expired, reminded=_remind(now))


def _remind(now: datetime) -> int:
    rows = Participant.objects.filter(
        state__in=HOLDS_PLACE, reminded_at=None, registered_at__lte=now - REMINDED_AFTER, edition__state__in=GOES_ON
    )
    people = list(rows.select_related("edition").order_by("pk"))
    open_for = answering.still_to_answer([row for row in people if is_ahead(row.edition, at=now)])
    return sum(remind(pk, at=now) for pk, number in open_for.items() if number)


@transaction.atomic
def remind(pk: int, *, at: datetime) -> bool:
    """Tell somebody once that answers are missing."""
    places.lock(Participant.objects.values_list("edition_id", flat=True).get(pk=pk))
    row = Participant.objects.for_telling().get(pk=pk)
    if row.reminded_at is not None or not row.holds_place:
        return False
    row.reminded_at = at
    row.save(update_fields=["reminded_at", "updated_at"])
    telling.tell("complete", row, actor=SYSTEM, at=at)
    trail.record("events.participant_reminded", row, actor=SYSTEM)
    return True
